/** One connection that sends anything at all and reads one answer for each: what node:http would refuse to send. */
import { connect } from 'node:net';

const end = Buffer.from('\r\n\r\n');

export class Wire {
  #socket = null;
  #held = Buffer.alloc(0);
  #wake = null;
  #over = true;

  constructor(port) {
    this.port = port;
  }

  async #open() {
    this.close();
    this.#held = Buffer.alloc(0);
    this.#over = false;
    const socket = connect(this.port, '127.0.0.1');
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (part) => {
      if (socket !== this.#socket) return;
      this.#held = this.#held.length > 0 ? Buffer.concat([this.#held, part]) : part;
      this.#wake?.();
    });
    const over = () => {
      if (socket !== this.#socket) return;
      this.#over = true;
      this.#wake?.();
    };
    socket.on('error', over);
    socket.on('close', over);
    socket.on('end', over);
    await new Promise((done) => {
      socket.once('connect', done);
      socket.once('close', done);
    });
  }

  close() {
    this.#socket?.destroy();
    this.#socket = null;
    this.#over = true;
  }

  /** More bytes, or false at the end or after `ms`. */
  async #more(until) {
    if (this.#over) return false;
    const ms = until - performance.now();
    if (ms <= 0) return false;
    const had = this.#held.length;
    await new Promise((done) => {
      const timer = setTimeout(done, ms);
      this.#wake = () => {
        clearTimeout(timer);
        done();
      };
    });
    this.#wake = null;
    return this.#held.length > had;
  }

  /**
   * Answers {status, type, text, ms}, or {status: 0} when the server hung up without a word, or {status: -1} when
   * nothing came for `patience` ms. An answer without end is cut off.
   */
  async send(bytes, { headOnly = false, patience = 15_000 } = {}) {
    if (this.#over) await this.#open();
    const began = performance.now();
    const until = began + patience;
    const socket = this.#socket;
    socket.write(bytes);
    for (;;) {
      const at = this.#held.indexOf(end);
      if (at < 0) {
        if (await this.#more(until)) continue;
        const status = this.#over ? 0 : -1;
        this.close();
        return { status, type: '', text: '', ms: performance.now() - began };
      }
      const header = this.#held.subarray(0, at).toString('latin1');
      const status = Number(header.slice(9, 12));
      this.#held = this.#held.subarray(at + 4);
      if (status === 100) continue;
      const field = (name) => new RegExp(`\\r\\n${name}: *([^\\r]*)`, 'i').exec(header)?.[1] ?? '';
      const type = field('content-type');
      const text = await this.#body(status, field, type, headOnly, until);
      if (/close/i.test(field('connection'))) this.close();
      return { status, type, text, header, ms: performance.now() - began };
    }
  }

  async #body(status, field, type, headOnly, until) {
    if (headOnly || status === 204 || status === 304) return '';
    if (type.startsWith('text/event-stream')) {
      this.close();
      return '';
    }
    const length = Number(field('content-length') || 0);
    while (this.#held.length < length) if (!(await this.#more(until))) break;
    const text = this.#held.subarray(0, length).toString('utf8');
    if (this.#held.length < length) this.close();
    else this.#held = this.#held.subarray(length);
    return text;
  }
}

/** A call as bytes; nothing in it is made fit to be sent. */
export function bytesOf({ method, target, fields, body, raw, cut }, token, host) {
  const has = (name) => fields.some(([each]) => each.toLowerCase() === name);
  const lines = [`${method} ${target} HTTP/1.1`];
  if (!has('host')) lines.push(`Host: ${host}`);
  if (token) lines.push(`Authorization: Bearer ${token}`);
  for (const [name, value] of fields) lines.push(`${name}: ${value}`);
  const content = raw ?? body;
  const payload =
    content === undefined ? Buffer.alloc(0) : Buffer.isBuffer(content) ? content : Buffer.from(content);
  if (
    !cut &&
    !has('content-length') &&
    !has('transfer-encoding') &&
    (payload.length > 0 || content !== undefined)
  )
    lines.push(`Content-Length: ${payload.length}`);
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), payload]);
}
