/**
 * ./dev matrix [--short] [--plant] [--only TEXT]: every route of the served API document, as each of nine people,
 * against things that are public, for followers, unlisted, for adults, private and absent. What each gets stands in
 * table.mjs, written by hand.
 *   --short   without comparing times
 *   --plant   first plants a fault of each kind and fails unless it is noticed
 * Beside the status, every answer is searched for the words and ids of what its reader may not see, what is refused
 * must change nothing, and what is not there must not differ from what may not be seen: in status, header and body to
 * the byte; in time as a report with its uncertainty, judged by people.
 */
import { openHouse } from '../e2e/house.mjs';
import { Cast, roles } from './cast.mjs';
import { client, header, problemOf } from './client.mjs';
import { appToken, judgeApps, redirect } from './apps.mjs';
import { addPasskey } from './passkey.mjs';
import { plants } from './plants.mjs';
import { pages, routes } from './table.mjs';
import { compareTimes } from './times.mjs';

const options = process.argv.slice(2);
const has = (name) => options.includes(name);
const onlyText = has('--only') ? options[options.indexOf('--only') + 1] : '';

const began = performance.now();
const house = await openHouse('matrix');
const { ask, close } = client(house.base, 4);
let cast;
let failed = 0;
try {
  cast = await Cast.gather(house);
  cast.passkeys = { authors: { id: await addPasskey(cast.people.author) }, absent: { id: '0000000000zzz' } };
  const { author, creator } = cast.people;
  const made = async (person) =>
    (await person.call('POST', '/me/made-apps', { name: 'App', redirects: [redirect] })).id;
  cast.ownApps = { authors: { id: await made(author) }, absent: { id: '0000000000zzz' } };
  cast.apps = { authors: { id: await made(creator) }, absent: { id: '0000000000zzz' } };
  // Whatever signs the author out everywhere also ends what the app may.
  cast.allow = async () => {
    await appToken(ask, cast.people.author, cast.apps.authors.id, 'read');
    return cast.apps.authors;
  };
  const gathered = performance.now() - began;
  // Before anything is taken away.
  if (has('--plant')) await plantAll();
  const run = await judgeAll(ask, onlyText);
  for (const trouble of run.troubles.slice(0, 400)) console.log(`FAILED  ${trouble}`);
  failed += run.troubles.length;
  if (!has('--short')) await times();
  const s = (ms) => (ms / 1000).toFixed(1);
  console.log(
    `${run.routes} routes and ${run.pages} pages x ${roles.length} roles: ${run.cells} cells, ${run.calls} calls, ` +
      `${run.twins} answers compared with what is absent, ${run.searched} searched for ${secrets().length} secrets; ` +
      `${run.troubles.length} deviations; ${s(gathered)} s to gather, ${s(performance.now() - began)} s in all`,
  );
} catch (error) {
  failed += 1;
  console.log(`FAILED: ${error.stack ?? error}`);
} finally {
  close();
  await house.stop();
}
process.exit(failed === 0 ? 0 : 1);

/** Every row as every role; `through`: how a call is made. */
async function judgeAll(through, only = '') {
  const run = { troubles: [], cells: 0, calls: 0, twins: 0, searched: 0, routes: 0, pages: 0 };
  const served = JSON.parse((await through({ method: 'GET', path: '/api/v1/openapi.json' })).text);
  const documented = new Map();
  for (const [path, methods] of Object.entries(served.paths))
    for (const [method, told] of Object.entries(methods))
      documented.set(`${method.toUpperCase()} ${path.replace(/^\/api\/v1/, '')}`, told);
  for (const key of documented.keys()) if (!routes[key]) run.troubles.push(`${key} has no row in table.mjs`);
  for (const key of Object.keys(routes))
    if (!documented.has(key)) run.troubles.push(`${key} is in table.mjs and not in the API document`);
  run.routes = documented.size;
  run.pages = Object.keys(pages).length;
  const rows = [
    ...Object.entries(routes).map(([key, row]) => ({
      key,
      row,
      prefix: '/api/v1',
      told: documented.get(key),
    })),
    ...Object.entries(pages).map(([key, row]) => ({ key, row, prefix: '', told: null })),
  ].filter(({ key, told, prefix }) => (told || prefix === '') && key.includes(only));
  const ordered = inOrder(rows);
  if (!only) await judgeApps(through, cast, documented, run);
  for (const each of ordered) await judgeOldCookie(through, run, each);
  if (!has('--short')) {
    for (const each of ordered) {
      await judgeRefused(through, run, each);
      await judgeDone(through, run, each);
    }
    return run;
  }
  // All that is refused first: one look before and after for all of it.
  const before = await state();
  for (const each of ordered) await judgeRefused(through, run, each);
  const after = await state();
  if (after !== before)
    run.troubles.push(
      `a refused call changed something (without --short it is named): ${difference(after, before)}`,
    );
  for (const each of ordered) await judgeDone(through, run, each);
  return run;
}

/** Rows that undo others after them; those that end things at the very end. */
function inOrder(rows) {
  const early = rows.filter(({ row }) => !row.last && !row.after);
  const undoing = rows.filter(({ row }) => row.after);
  return [...early, ...undoing, ...rows.filter(({ row }) => row.last)];
}

function things(row) {
  return row.things ?? { video: 'videos', handle: 'handles' }[row.on];
}

/** What reads is asked all at once, what writes one by one. */
async function each({ key, row }, list, act) {
  if (/^(GET|HEAD|OPTIONS) /.test(key) && !row.first) await Promise.all(list.map(act));
  else for (const cell of list) await act(cell);
}

function cellsOf({ row }) {
  return Object.entries(row.cells).flatMap(([kind, pattern]) =>
    roles.map((role, at) => ({ kind, role, letter: pattern[at] })),
  );
}

/** Makes the call of a cell and looks at all of its answer. */
async function judgeCell(through, run, { key, row, prefix, told }, { kind, role, letter }) {
  run.cells += 1;
  const made = await callOf(key, row, prefix, kind, role, letter);
  const raw = await through(made);
  run.calls += 1;
  const where = `${key} ${kind && `(${kind}) `}as ${role}`;
  const ok = row.ok ?? Number(Object.keys(told?.responses ?? { 200: 1 }).find((code) => /^2/.test(code)));
  const trouble = verdict(letter, raw, ok, row);
  if (trouble) run.troubles.push(`${where}: ${trouble}`);
  search(run, where, row, role, made, raw);
  return { answer: plain(raw, made), where, raw };
}

/** What is refused: it changes nothing, and what may not be seen is as what is absent. */
async function judgeRefused(through, run, entry) {
  const { key, row } = entry;
  for (const [kind, pattern] of Object.entries(row.cells))
    if (pattern.length !== roles.length) run.troubles.push(`${key} ${kind}: ${pattern.length} letters`);
  const refused = cellsOf(entry).filter(({ letter }) => letter !== 'y');
  const alone = refused.length > 0 && !has('--short') && !/^(GET|HEAD|OPTIONS) /.test(key);
  const before = alone ? await state() : null;
  const absent = new Map();
  await each(
    entry,
    refused.filter(({ kind }) => kind === 'absent'),
    async (cell) => {
      const { answer } = await judgeCell(through, run, entry, cell);
      absent.set(cell.role, { ...cell, answer });
    },
  );
  await each(
    entry,
    refused.filter(({ kind }) => kind !== 'absent'),
    async (cell) => {
      const { answer, where } = await judgeCell(through, run, entry, cell);
      const twin = absent.get(cell.role);
      if (twin?.letter !== cell.letter) return;
      run.twins += 1;
      if (answer !== twin.answer)
        run.troubles.push(`${where}: can be told from what is absent:\n${difference(answer, twin.answer)}`);
    },
  );
  if (!alone) return;
  const after = await state();
  if (after !== before)
    run.troubles.push(`${key}: a refused call changed something: ${difference(after, before)}`);
}

/** What works: it works, and what it changed is put right for those who come after. */
async function judgeDone(through, run, entry) {
  const { row } = entry;
  const done = new Map();
  await each(
    entry,
    cellsOf(entry).filter(({ letter }) => letter === 'y'),
    async (cell) => {
      const { answer, where, raw } = await judgeCell(through, run, entry, cell);
      if (row.same && done.has(cell.role) && done.get(cell.role) !== answer)
        run.troubles.push(`${where}: can be told from another:\n${difference(answer, done.get(cell.role))}`);
      done.set(cell.role, answer);
      if (row.undo) await row.undo(cast, cell.role, raw);
      if (row.renews) await cast.renew(cell.role);
      if (row.mends) await cast.mendRelations(cell.role);
    },
  );
}

/** A cookie of a session that has ended is no cookie: whoever sends it is a visitor, on pages and on the API alike. */
async function judgeOldCookie(through, run, entry) {
  const { key, row, prefix } = entry;
  if (!key.startsWith('GET ') || row.first) return;
  await Promise.all(
    Object.keys(row.cells).map(async (kind) => {
      const made = await callOf(key, row, prefix, kind, 'visitor', row.cells[kind][0]);
      const visitor = await through(made);
      const old = await through({ ...made, cookie: cast.token('ended') });
      run.calls += 2;
      if (old.status !== visitor.status)
        run.troubles.push(`${key} ${kind}: an old cookie gets ${old.status}, a visitor ${visitor.status}`);
    }),
  );
}

/** The call of one cell. */
async function callOf(key, row, prefix, kind, role, letter) {
  const [method, shape] = key.split(' ');
  let path = shape;
  if (row.on) {
    // Something is made anew where the call will end it.
    const thing = row.fresh && letter === 'y' ? await row.fresh(cast, kind) : cast[things(row)][kind];
    if (!thing) throw new Error(`${key}: there is no ${kind}`);
    path = path.replace(`{${row.on}}`, thing.id);
  }
  for (const [name, value] of Object.entries(row.with ?? {}))
    path = path.replace(`{${name}}`, await value(cast, kind, role, letter));
  const query = typeof row.query === 'function' ? row.query(cast, kind, role) : row.query;
  const body = typeof row.body === 'function' ? row.body(cast, kind, role) : row.body;
  return {
    method,
    path: prefix + path + (query ? `?${query}` : ''),
    token: cast.token(role),
    headers: row.headers,
    body,
    first: row.first,
  };
}

/** What is wrong with an answer, if anything. */
function verdict(letter, answer, ok, row) {
  const problem = problemOf(answer);
  const got = `${answer.status} ${problem?.code ?? answer.text.slice(0, 60)}`;
  if (letter === 'y') return answer.status === ok ? '' : `${got} instead of ${ok}`;
  if (answer.status >= 500) return got;
  const wanted = {
    n: [404, /absent|not_found/],
    s: [401, /not_signed_in|session_ended/],
    r: [403, /role_insufficient/],
    x: row.x,
    z: row.z,
  }[letter];
  const [status, code] = wanted;
  const page = !header(answer, 'content-type').startsWith('application/problem+json') || answer.text === '';
  if (answer.status !== status) return `${got} instead of ${status} ${code}`;
  if (page || new RegExp(code).test(problem?.code ?? '')) return '';
  return `${got} instead of ${status} ${code}`;
}

/** Everything that is a secret to somebody: its word, its id and who may read it. */
function secrets() {
  const list = [];
  const add = (of, cells) => {
    for (const [kind, pattern] of Object.entries(cells))
      if (of[kind]?.word) list.push({ ...of[kind], kind, of, readers: pattern });
  };
  add(cast.videos, routes['GET /videos/{video}'].cells);
  add(cast.sounds, routes['GET /sounds/{sound}'].cells);
  add(cast.comments, routes['GET /comments/{comment}/edits'].cells);
  add(cast.playlists, routes['GET /playlists/{playlist}'].cells);
  add(cast.conversations, routes['GET /conversations/{conversation}'].cells);
  // The viewer wrote it.
  add(cast.reports, { open: 'nynnnnyyn' });
  return list;
}

/** No answer says the word or the id of what its reader may not see; a list holds what its row says. */
function search(run, where, row, role, made, answer) {
  run.searched += 1;
  const at = roles.indexOf(role);
  const asked = `${made.path} ${typeof made.body === 'string' ? made.body : JSON.stringify(made.body ?? '')}`;
  const everything = `${answer.text} ${answer.headers.flat().join(' ')}`;
  for (const { word, id, kind, readers } of secrets()) {
    if (readers[at] === 'y' || (row.toAll && readers[0] === 'y')) continue;
    if (everything.includes(word) && !asked.includes(word))
      run.troubles.push(`${where}: the answer says “${word}” (${kind})`);
    if (everything.includes(id) && !asked.includes(id) && !row.names?.includes(kind))
      run.troubles.push(`${where}: the answer names ${id} (${kind})`);
  }
  for (const [of, cells] of Object.entries(row.shows ?? {}))
    for (const [kind, pattern] of Object.entries(cells)) {
      const thing = cast[of][kind];
      if (!thing?.word || answer.status >= 300) continue;
      const there = answer.text.includes(thing.id);
      if (there !== (pattern[at] === 'y'))
        run.troubles.push(`${where}: the list ${there ? 'holds' : 'lacks'} the ${kind} one of ${of}`);
    }
}

/** An answer without what differs from call to call: the clock, the nonce of a page, the id that was asked for. */
function plain(answer, made) {
  let text = JSON.stringify([
    answer.status,
    answer.headers.filter(([name]) => !['date', 'content-length'].includes(name)),
    answer.text,
  ]);
  for (const id of made.path.match(/[0-9a-hjkmnp-tv-z]{13}/g) ?? []) text = text.replaceAll(id, '<id>');
  const nonce = /'nonce-([^']+)'/.exec(text)?.[1];
  return nonce ? text.replaceAll(nonce, '<nonce>') : text;
}

function difference(one, other) {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const from = Math.max(0, at - 40);
  return `        ${one.slice(from, at + 80)}\n        ${other.slice(from, at + 80)}`;
}

/** All that the author has, as they see it themselves. */
async function state() {
  const paths = [
    '/me',
    '/me/videos',
    '/me/playlists',
    '/me/blocks',
    '/me/schedule',
    '/me/passkeys',
    '/me/apps',
  ];
  for (const { id } of Object.values(cast.videos))
    if (id) paths.push(`/videos/${id}`, `/videos/${id}/comments`);
  for (const { id } of Object.values(cast.conversations)) paths.push(`/conversations/${id}/messages`);
  const parts = await Promise.all(
    paths.map(async (path) => {
      const answer = await ask({ method: 'GET', path: `/api/v1${path}`, token: cast.token('author') });
      // Signed addresses say until when they are good, and news arrive meanwhile.
      return `${path} ${answer.text.replace(/(expires|signature)=[^"&]*|"unread":\d+/g, '')}`;
    }),
  );
  return parts.join('\n');
}

async function times() {
  const slow = await compareTimes(cast, ask, { routes, pages }, things);
  for (const line of slow) console.log(line);
}

/** Each fault must be noticed by exactly the same walk. */
async function plantAll() {
  for (const { title, only, fault } of plants) {
    const { through, takeBack } = await fault(cast, ask);
    const { troubles } = await judgeAll(through ?? ask, only);
    await takeBack?.();
    const noticed = troubles.length > 0;
    if (!noticed) failed += 1;
    console.log(`planted: ${title}: ${noticed ? `noticed: ${troubles[0].split('\n')[0]}` : 'NOT NOTICED'}`);
  }
}
