/** Plain HTTP calls, kept open, with everything of the answer at hand: what fetch would tidy up is looked at too. */
import { Agent, request } from 'node:http';

/** `sockets`: how many calls are under way at most. */
export function client(base, sockets = 4) {
  const { hostname, port } = new URL(base);
  const agent = new Agent({ keepAlive: true, maxSockets: sockets });
  /** Answers {status, headers: [[name, value], ...], text, us}; `first`: the header alone, the rest is cut off. */
  const ask = ({ method, path, token, cookie, headers = {}, body, first = false }) =>
    new Promise((done, failed) => {
      const more = { ...headers };
      if (token) more.authorization = `Bearer ${token}`;
      if (cookie) more.cookie = `vitrine=${cookie}`;
      let bytes = body;
      if (body !== undefined && typeof body !== 'string' && !Buffer.isBuffer(body)) {
        bytes = JSON.stringify(body);
        more['content-type'] ??= 'application/json';
      }
      if (bytes !== undefined) more['content-length'] = String(Buffer.byteLength(bytes));
      const began = process.hrtime.bigint();
      const call = request({ hostname, port, agent, method, path, headers: more, setHost: true });
      call.on('error', failed);
      call.on('response', (answer) => {
        const found = [];
        for (let i = 0; i < answer.rawHeaders.length; i += 2)
          found.push([answer.rawHeaders[i].toLowerCase(), answer.rawHeaders[i + 1]]);
        const whole = (text) => {
          const us = Number(process.hrtime.bigint() - began) / 1000;
          done({ status: answer.statusCode, headers: found, text, us });
        };
        if (first && answer.statusCode < 300) {
          whole('');
          call.destroy();
          return;
        }
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('error', failed);
        answer.on('end', () => whole(Buffer.concat(parts).toString('latin1')));
      });
      call.end(bytes);
    });
  return { ask, close: () => agent.destroy() };
}

export const header = (answer, name) => answer.headers.find(([each]) => each === name)?.[1] ?? '';

export function problemOf(answer) {
  if (!header(answer, 'content-type').startsWith('application/problem+json')) return null;
  try {
    return JSON.parse(answer.text);
  } catch {
    return null;
  }
}
