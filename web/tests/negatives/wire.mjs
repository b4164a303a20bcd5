/**
 * Everything that leaves the browser, written down by somebody who is neither the page nor the browser: a TLS front
 * of the house that records each call, and a listener to which every other name in the world resolves.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer as listen, request as forward } from 'node:https';
import { createServer as sink } from 'node:net';
import { join } from 'node:path';
import { browsersOwn } from './allowed.mjs';

/** The address of the visitor as the house sees it: part of loopback, and nowhere else in anything it stores. */
export const visitorAddress = '127.77.88.99';
export const name = 'vitrine.test';
const keptBytes = 1 << 20;

export function makeCertificate(folder) {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const about = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`, '-days', '2'];
  execFileSync('openssl', [...made, ...about, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  return { key, certificate };
}

export class Wire {
  /** {step, method, path, headers, body, bytes, status, answer, text} in the order in which they began. */
  calls = [];
  /** What was sent to anybody who is not the house: the first bytes, as far as they can be read. */
  strangers = [];
  step = 'start';
  #front;
  #sink;
  #housePort;

  static async open(base, { key, certificate }) {
    const wire = new Wire();
    wire.#housePort = Number(new URL(base).port);
    const keys = { key: readFileSync(key), cert: readFileSync(certificate) };
    wire.#front = listen(keys, (from, to) => wire.#carry(from, to));
    wire.#sink = sink((socket) => wire.#refuse(socket));
    for (const server of [wire.#front, wire.#sink])
      await new Promise((done) => server.listen(0, '127.0.0.1', done));
    return wire;
  }

  /** For Chromium: one name is the house, all others are the listener. */
  get rules() {
    const port = (server) => server.address().port;
    const own = browsersOwn.map((host) => `MAP ${host} ~NOTFOUND, `).join('');
    return `${own}MAP ${name}:443 127.0.0.1:${port(this.#front)}, MAP * 127.0.0.1:${port(this.#sink)}`;
  }

  close() {
    this.#front.closeAllConnections();
    this.#front.close();
    this.#sink.close();
  }

  /** Calls of the API since `from` (an index of calls). */
  api(from = 0) {
    return this.calls.slice(from).filter((call) => call.path.startsWith('/api/'));
  }

  #refuse(socket) {
    socket.on('error', () => undefined);
    socket.once('data', (bytes) => {
      const words = bytes.toString('latin1').match(/[\w.-]+\.[a-z]{2,}/gi) ?? ['something unreadable'];
      this.strangers.push({ step: this.step, what: words.join(' ').slice(0, 200) });
      socket.destroy();
    });
  }

  #carry(from, to) {
    const call = { step: this.step, method: from.method, path: from.url, headers: from.headers };
    Object.assign(call, { body: Buffer.alloc(0), bytes: 0, status: 0, answer: {}, text: '' });
    this.calls.push(call);
    const onward = forward({
      host: '127.0.0.1',
      port: this.#housePort,
      localAddress: visitorAddress,
      rejectUnauthorized: false,
      method: from.method,
      path: from.url,
      headers: from.headers,
    });
    onward.on('response', (answer) => {
      call.status = answer.statusCode;
      call.answer = answer.headers;
      to.writeHead(answer.statusCode, answer.rawHeaders);
      const stream = /event-stream/.test(answer.headers['content-type'] ?? '');
      answer.on('data', (bytes) => {
        if (stream) call.text += bytes.toString('utf8');
        to.write(bytes);
      });
      answer.on('end', () => to.end());
      answer.on('error', () => to.destroy());
    });
    onward.on('error', () => to.destroy());
    to.on('close', () => onward.destroy());
    from.on('data', (bytes) => {
      call.bytes += bytes.length;
      if (call.body.length + bytes.length <= keptBytes) call.body = Buffer.concat([call.body, bytes]);
      onward.write(bytes);
    });
    from.on('end', () => onward.end());
    from.on('error', () => onward.destroy());
  }
}
