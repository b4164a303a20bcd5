/** A release server of its own for one walk, on a throw-away folder and a free port, and people who act through its API. */
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { output, root } from './places.mjs';

export const binary = process.env.VITRINE_BINARY ?? join(root, 'build/release/vitrine');
export const password = 'violet anchor mildly tuned';

const nap = (ms) => new Promise((done) => setTimeout(done, ms));

/** Somebody signs in by the form and comes to `path`. */
export async function signedIn(walk, who, house, size, path) {
  const page = await walk.visit(who, house.base, { ...size, path: `/sign-in?next=${path}` });
  await page.getByLabel('Name for signing in').fill(who);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`**${path}`);
  return page;
}

/** `more`: further options of the server. */
export async function openHouse(name, more = []) {
  if (!existsSync(binary)) throw new Error(`${binary} is missing; ./dev build makes it`);
  const data = mkdtempSync(join(tmpdir(), 'vitrine-e2e-'));
  const log = createWriteStream(join(output, `${name}-server.log`));
  const remove = () => rmSync(data, { recursive: true, force: true });
  let server = await serve(data, '127.0.0.1:0', more, log);
  // A walk that crashes leaves neither a server nor its folder behind.
  const crashed = () => {
    server.child.kill('SIGKILL');
    remove();
  };
  process.once('exit', crashed);
  const { address } = server;
  const stopped = async () => {
    server.child.kill('SIGTERM');
    await server.ended;
  };
  return {
    /** As printed in the terminal: where the first visitor goes. */
    address,
    base: new URL(address).origin,
    data,
    /** What the server has said so far. */
    log: log.path,
    get pid() {
      return server.child.pid;
    },
    get alive() {
      return server.child.exitCode === null && server.child.signalCode === null;
    },
    /** Stops the server and starts it again, at the same address and on the same folder. */
    async restart(between = () => undefined) {
      await stopped();
      between();
      server = await serve(data, new URL(address).host, more, log);
    },
    async stop() {
      await stopped();
      remove();
      process.off('exit', crashed);
    },
  };
}

/** A server process, once it says that it is open. */
async function serve(data, listen, more, log) {
  const options = ['--listen', listen, '--no-rate-limits', '--media-workers', '2', ...more];
  const child = spawn(binary, ['serve', '--data', data, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stderr.pipe(log, { end: false });
  const ended = new Promise((done) => child.on('exit', (code) => done(code)));
  const address = await new Promise((found, failed) => {
    void ended.then((code) => failed(new Error(`the server ended at once with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      log.write(`${line}\n`);
      const said = /Vitrine is open: (\S+)/.exec(line)?.[1];
      if (said) found(said);
    });
  });
  return { child, ended, address };
}

/** The server said no; `problem` is what it said. */
export class Refusal extends Error {
  constructor(call, status, text) {
    super(`${call}: ${status} ${text}`);
    this.status = status;
    try {
      this.problem = JSON.parse(text);
    } catch {
      this.problem = null;
    }
  }
}

/** Somebody with an account who uses the API instead of the page: for what a walk only needs to be there. */
export class Person {
  constructor(base, token, account) {
    Object.assign(this, { base, token, account });
  }

  static async owner(base, handle) {
    const body = { instance_name: 'The Gallery', handle, name: handle, password };
    await call(base, null, 'POST', '/setup', body);
    return Person.known(base, handle);
  }

  static async known(base, handle) {
    const { account, token } = await call(base, null, 'POST', '/session', {
      handle,
      password,
      deliver: 'token',
    });
    return new Person(base, token, account);
  }

  static async fresh(base, handle) {
    await call(base, null, 'POST', '/accounts', { handle, name: handle, password });
    return Person.known(base, handle);
  }

  call(method, path, body) {
    return call(this.base, this.token, method, path, body);
  }

  upload(file) {
    return this.send(readFileSync(file), basename(file));
  }

  /** Uploads a file as tus does; answers the draft's id. Throws a Refusal. */
  async send(bytes, name, type) {
    const said = [['filename', name], ...(type === undefined ? [] : [['filetype', type]])];
    const metadata = said.map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`.trim());
    const headers = { authorization: `Bearer ${this.token}`, 'tus-resumable': '1.0.0' };
    const begun = await fetch(`${this.base}/api/v1/uploads`, {
      method: 'POST',
      headers: {
        ...headers,
        'upload-length': String(bytes.length),
        'upload-metadata': metadata.join(','),
      },
    });
    if (begun.status !== 201) throw new Refusal('POST /uploads', begun.status, await begun.text());
    const sent = await fetch(new URL(begun.headers.get('location'), this.base), {
      method: 'PATCH',
      headers: { ...headers, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
      body: bytes,
    });
    if (sent.status !== 204) throw new Refusal('PATCH /uploads', sent.status, await sent.text());
    return begun.headers.get('vitrine-video');
  }

  /** Uploads a file, says what it is and publishes it; answers its id at once. */
  async publish(file, details) {
    const id = await this.upload(file);
    await this.call('PATCH', `/videos/${id}`, details);
    await this.call('POST', `/videos/${id}/publish`);
    return id;
  }

  /** Until each of them can be watched (`states`: or is finished altogether), and the feeds have heard of it. */
  async settled(ids, states = ['playable', 'ready']) {
    const waiting = new Set(ids);
    while (waiting.size > 0) {
      for (const id of waiting) {
        const { state, problem } = await this.call('GET', `/videos/${id}`);
        if (state === 'failed') throw new Error(`${id} failed: ${problem?.detail}`);
        if (states.includes(state)) waiting.delete(id);
      }
      if (waiting.size > 0) await nap(250);
    }
    const unheard = new Set(ids);
    for (const until = Date.now() + 20_000; ;) {
      for (const id of await this.#newest()) unheard.delete(id);
      if (unheard.size === 0) return;
      if (Date.now() > until) throw new Error(`no feed has heard of ${[...unheard].join(', ')}`);
      await nap(100);
    }
  }

  /** What the newest-first feed holds, page by page, as somebody without an account sees it. */
  async #newest() {
    const ids = [];
    for (let cursor = ''; ids.length < 200;) {
      const page = await call(this.base, null, 'GET', `/feed/latest${cursor}`);
      ids.push(...page.items.map((item) => item.id));
      if (!page.next) break;
      cursor = `?cursor=${encodeURIComponent(page.next)}`;
    }
    return ids;
  }
}

async function call(base, token, method, path, body) {
  const headers = { accept: 'application/json' };
  if (token) headers.authorization = `Bearer ${token}`;
  if (body !== undefined) headers['content-type'] = 'application/json';
  const answer = await fetch(`${base}/api/v1${path}`, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Refusal(`${method} ${path}`, answer.status, text);
  return text ? JSON.parse(text) : null;
}
