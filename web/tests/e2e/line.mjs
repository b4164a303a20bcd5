/**
 * The line between a phone and the house, as bad as we want it: a TCP proxy that understands just enough of HTTP to
 * cut an upload in the middle of its bytes, stays dead until it is mended, and writes down what really went over it.
 */
import { connect, createServer } from 'node:net';

const headEnd = Buffer.from('\r\n\r\n');
const field = (head, name) => Number(new RegExp(`^${name}: (\\d+)`, 'im').exec(head)?.[1] ?? 0);

export class Line {
  /** Every PATCH of an upload that came over: where it said it begins, and the bytes that really followed. */
  patches = [];
  #server = null;
  #port = 0;
  #target;
  #cutAfter = null;
  #dead = false;
  #open = new Set();

  constructor(target) {
    this.#target = target;
  }

  static async to(base) {
    const line = new Line(Number(new URL(base).port));
    line.#server = createServer((from) => line.#carry(from));
    await new Promise((done) => line.#server.listen(0, '127.0.0.1', done));
    line.#port = line.#server.address().port;
    return line;
  }

  get base() {
    return `http://127.0.0.1:${this.#port}`;
  }

  get dead() {
    return this.#dead;
  }

  /** The next upload loses its line when so many of its bytes have gone over. */
  cutAfter(bytes) {
    this.#cutAfter = bytes;
  }

  mend() {
    this.#dead = false;
  }

  close() {
    for (const socket of this.#open) socket.destroy();
    this.#server.close();
  }

  #carry(from) {
    if (this.#dead) return from.destroy();
    const to = connect(this.#target, '127.0.0.1');
    for (const [one, other] of [
      [from, to],
      [to, from],
    ]) {
      this.#open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.#open.delete(one);
        other.end();
      });
    }
    to.pipe(from, { end: false });
    const reader = new RequestReader((patch) => this.patches.push(patch));
    from.on('data', (bytes) => {
      const taken = this.#cutAfter === null ? bytes.length : reader.fits(bytes, this.#cutAfter);
      reader.take(bytes.subarray(0, taken));
      if (taken === bytes.length) return void to.write(bytes);
      // What has gone over arrives; then the line is dead, in both directions and for everybody.
      this.#dead = true;
      this.#cutAfter = null;
      to.end(bytes.subarray(0, taken));
      for (const socket of this.#open) if (socket !== to) socket.destroy();
    });
  }
}

/** Follows one connection's requests: heads, and bodies by their Content-Length. */
class RequestReader {
  #head = Buffer.alloc(0);
  #left = 0;
  #patch = null;
  #report;

  constructor(report) {
    this.#report = report;
  }

  take(bytes) {
    while (bytes.length > 0) {
      if (this.#left > 0) {
        const now = Math.min(this.#left, bytes.length);
        this.#left -= now;
        if (this.#patch) this.#patch.bytes += now;
        bytes = bytes.subarray(now);
        continue;
      }
      this.#patch = null;
      this.#head = Buffer.concat([this.#head, bytes]);
      const end = this.#head.indexOf(headEnd);
      if (end < 0) return;
      const head = this.#head.toString('latin1', 0, end);
      bytes = this.#head.subarray(end + headEnd.length);
      this.#head = Buffer.alloc(0);
      this.#left = field(head, 'content-length');
      if (!head.startsWith('PATCH /api/v1/uploads/')) continue;
      this.#patch = { offset: field(head, 'upload-offset'), announced: this.#left, bytes: 0 };
      this.#report(this.#patch);
    }
  }

  /** How many of these bytes may go over before the running upload has had `most`. */
  fits(bytes, most) {
    const trial = this.#copy();
    trial.take(bytes);
    const over = (trial.#patch?.bytes ?? 0) - most;
    return over > 0 ? bytes.length - over : bytes.length;
  }

  #copy() {
    const copy = new RequestReader((patch) => (copy.#patch = patch));
    copy.#head = this.#head;
    copy.#left = this.#left;
    copy.#patch = this.#patch && { ...this.#patch };
    return copy;
  }
}
