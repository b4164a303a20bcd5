/** All that was seen on the walk: the checks read nothing else. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../e2e/places.mjs';
import { spies } from './spies.mjs';
import { name } from './wire.mjs';

export class World {
  origin = `https://${name}`;
  /** {what, step}: uses of the browser. */
  uses = [];
  /** {url, step}: what the pages asked for, also what the browser refused to send. */
  attempts = [];
  /** {label, chars, calls}: typed and never sent. */
  typed = [];
  /** {what, back, calls, ms}: drafts, whether they were still there after a reload, and what was sent meanwhile. */
  drafts = [];
  /** {href, rel, own, path}: every link that was seen. */
  anchors = [];
  /** {when, cookies, local, session, databases, cached}. */
  kept = [];
  visited = 0;

  constructor(house, wire, walk) {
    Object.assign(this, { house, wire, walk });
  }

  step(name) {
    this.wire.step = name;
  }

  /** Called for each browser before its first page. */
  async watch(context) {
    await context.exposeBinding('__usedByThePage', (_source, what) => {
      this.uses.push({ what, step: this.wire.step });
    });
    await context.addInitScript(spies);
    context.on('request', (request) => this.attempts.push({ url: request.url(), step: this.wire.step }));
  }

  async links(page) {
    const found = await page.evaluate(() =>
      [...document.querySelectorAll('a[href], area[href], form[action]')].map((each) => {
        const url = new URL(each.href || each.action, location.href);
        const own = url.origin === location.origin;
        return { href: url.href, rel: each.rel ?? '', own, path: own ? url.pathname : '' };
      }),
    );
    this.anchors.push(...found);
    return found;
  }

  async keep(when, page) {
    const inside = await page.evaluate(async () => {
      const digest = async (text) => {
        const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
        return [...new Uint8Array(bytes)].map((each) => each.toString(16).padStart(2, '0')).join('');
      };
      const cached = [];
      for (const cache of await caches.keys())
        for (const request of await (await caches.open(cache)).keys()) {
          const answer = await caches.match(request);
          const text = (await answer.text()).replace(/nonce="[^"]*"/g, '');
          cached.push({ cache, path: new URL(request.url).pathname, digest: await digest(text) });
        }
      const databases = (await indexedDB.databases()).map((each) => each.name);
      return { local: { ...localStorage }, session: { ...sessionStorage }, databases, cached };
    });
    this.kept.push({ when, cookies: await page.context().cookies(), ...inside });
  }

  /** Where this was reached, so that a counter-example can be taken back. */
  mark() {
    const lists = [this.uses, this.attempts, this.typed, this.drafts, this.anchors, this.kept];
    const all = [...lists, this.wire.calls, this.wire.strangers];
    const lengths = all.map((list) => list.length);
    return () => all.forEach((list, at) => (list.length = lengths[at]));
  }

  // --- asked of the house ---------------------------------------------------------------------------------

  async text(path) {
    if (!this.#texts.has(path)) this.#texts.set(path, await (await fetch(this.house.base + path)).text());
    return this.#texts.get(path);
  }
  #texts = new Map();

  async digestOf(path) {
    const text = (await this.text(path)).replace(/nonce="[^"]*"/g, '');
    return createHash('sha256').update(text).digest('hex');
  }

  /** The page's own code, as it is served: {path, text}. */
  async scripts() {
    const worker = await this.text('/sw.js');
    const paths = [...new Set(worker.match(/\/assets\/[\w.-]+\.js/g))];
    const all = await Promise.all(paths.map(async (path) => ({ path, text: await this.text(path) })));
    return [{ path: '/sw.js', text: worker }, ...all];
  }

  async openapi() {
    return JSON.parse(await this.text('/api/v1/openapi.json'));
  }

  /** table -> columns, as they are in the record. */
  columns(file = join(this.house.data, 'vitrine.sqlite')) {
    const script = `
import json, sqlite3, sys
db = sqlite3.connect('file:' + sys.argv[1] + '?mode=ro', uri=True)
tables = [name for (name,) in db.execute("select name from sqlite_master where type = 'table'")]
print(json.dumps({t: [row[1] for row in db.execute('pragma table_info("' + t + '")')] for t in tables}))`;
    return JSON.parse(execFileSync('python3', ['-c', script, file], { encoding: 'utf8' }));
  }

  /** table -> columns, as the map of personal data declares them. */
  declared() {
    const map = readFileSync(join(root, 'src/privacy/map.cpp'), 'utf8');
    const found = {};
    for (const [, table, list] of map.matchAll(/constexpr Column (\w+)\[\](?: =)?\s*\{(.*?)\};/gs))
      found[table] = [...list.matchAll(/\{"(\w+)"/g)].map((each) => each[1]);
    return found;
  }

  /** Files of the data folder and the log of the house in which one of `words` stands, as text or as bytes. */
  hunt(words, bytes = []) {
    const files = readdirSync(this.house.data, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .map((each) => join(each.parentPath ?? each.path, each.name));
    const found = [];
    let size = 0;
    for (const file of [...files, this.house.log]) {
      if (!existsSync(file)) continue; // thrown away since the list was made
      const content = readFileSync(file);
      size += content.length;
      const shown = file.replace(`${this.house.data}/`, '');
      for (const word of words)
        if (content.includes(word, 'utf8') || content.includes(Buffer.from(word, 'utf16le')))
          found.push(`“${word}” in ${shown}`);
      // Four bytes would be found in a film now and then.
      if (/sqlite/.test(file))
        for (const each of bytes) if (content.includes(Buffer.from(each))) found.push(`${each} in ${shown}`);
    }
    return { found, files: files.length + 1, size };
  }
}
