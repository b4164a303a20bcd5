/**
 * ./dev calls [N] [SEED] [FROM]: N malformed calls (100 000) against every route of the served API document, as
 * several people over several connections. None may be answered with a 5xx or not at all, every 4xx of the API is
 * application/problem+json with its own status in it, the server goes on and does not grow. An offender is printed with
 * the line that repeats it: call FROM of SEED alone.
 */
import { readFileSync } from 'node:fs';
import { openHouse, Person } from '../e2e/house.mjs';
import { absentId, Cast } from './cast.mjs';
import { makeCall } from './malformed.mjs';
import { bytesOf, Wire } from './wire.mjs';

const [count = 100_000, seed = Math.floor(Math.random() * 2 ** 31), from = 0] = process.argv
  .slice(2)
  .map(Number);
if (![count, seed, from].every(Number.isSafeInteger)) throw new Error('usage: ./dev calls [N] [SEED] [FROM]');
const connections = 8;
/** What the last half of the calls may add: pages of the database, receipts and sessions under way. */
const growth_mib_max = 96;
const roles = ['visitor', 'viewer', 'follower', 'author', 'creator', 'moderator', 'owner', 'ended', 'leaver'];
/** Calls that may sign out whoever makes them: made by somebody who is there for that. */
const ending = /^(DELETE \/session|POST \/me\/(farewell|password|proof|second-factor|passkeys))/;
/** Those that would take away what others are tried on. */
const destroying = /^(DELETE|POST) \/(videos|playlists)\/\{\w+\}(\/replace)?$/;

const house = await openHouse('calls');
const tally = new Map();
const offenders = [];
/** Sessions in hand: after so many wrong guesses nobody signs in from here for a while, as it should be. */
const spares = new Map();
/** Who had no session left. */
const outOf = new Set();
let slowest = { ms: 0 };
let failed = 1;
try {
  const cast = await Cast.gather(house);
  const world = await worldOf(cast);
  cast.people.leaver = await Person.known(house.base, 'the_leaver');
  await keepSpares(cast);
  const began = performance.now();
  const memory = await run(cast, world);
  const seconds = (performance.now() - began) / 1000;
  print(world, memory, seconds);
  failed = await judge(memory);
} catch (error) {
  console.log(`FAILED: ${error.stack ?? error}`);
} finally {
  await house.stop();
}
process.exit(failed === 0 ? 0 : 1);

/** What calls are made of: routes as the server documents them, and ids of everything there is. */
async function worldOf(cast) {
  const document = await (await fetch(`${house.base}/api/v1/openapi.json`)).json();
  const routes = [];
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, told] of Object.entries(methods)) {
      const content = told.requestBody?.content ?? {};
      const parameters = (told.parameters ?? []).filter(({ name }) => name);
      routes.push({
        key: `${method.toUpperCase()} ${path.replace('/api/v1', '')}`,
        method: method.toUpperCase(),
        path,
        query: parameters.filter((each) => each.in === 'query'),
        headers: parameters
          .filter((each) => each.in === 'header')
          .map(({ name }) => [
            name,
            { 'Tus-Resumable': '1.0.0', 'Upload-Length': '10', 'Upload-Offset': '0' }[name],
          ])
          .filter(([, value]) => value),
        body: content['application/json']?.schema,
        bytes: content['application/offset+octet-stream'] !== undefined,
      });
    }
  const { author } = cast.people;
  const cursors = [];
  for (const path of ['/feed', '/feed/latest']) cursors.push((await author.call('GET', path)).next);
  const kinds = {
    video: Object.values(cast.videos),
    comment: Object.values(cast.comments),
    playlist: Object.values(cast.playlists),
    conversation: Object.values(cast.conversations),
    message: [{ id: cast.said }, { id: absentId }],
    session: Object.values(cast.sessions),
    report: Object.values(cast.reports),
    upload: Object.values(cast.uploads),
    export: Object.values(cast.exports),
    import: Object.values(cast.imports),
    receipt: Object.values(cast.receipts),
  };
  const ids = Object.values(kinds)
    .flat()
    .map(({ id }) => id);
  const handles = ['the_author', 'the_viewer', 'the_blocked', 'the_owner', 'nobody_here', 'a', 'A.b_c'];
  const words = ['latest', 'for_you', 'following', 'en', 'de', 'zz', 'nonesuch'];
  return {
    routes,
    handles,
    schema: (ref) => document.components.schemas[ref.split('/').pop()],
    anyId: (r) => (r.chance(0.9) ? r.pick(ids) : absentId),
    idFor: (r, name) => {
      if (r.chance(0.12)) return r.pick(ids);
      if (name === 'handle') return r.pick(handles);
      if (kinds[name]) return r.pick(kinds[name]).id;
      return r.chance(0.7) ? r.pick(words) : r.pick(ids);
    },
    cursor: (r) => {
      const whole = r.pick(cursors) ?? 'AAAA';
      const at = r.below(whole.length);
      return r.pick([
        whole,
        whole.slice(0, at),
        `${whole.slice(0, at)}A${whole.slice(at + 1)}`,
        `${whole}A`,
        'AAAA',
      ]);
    },
    roleFor: (r, route) => {
      if (ending.test(route.key)) return r.pick(['visitor', 'ended', 'leaver']);
      const role = r.pick(roles);
      if (destroying.test(route.key) && role === 'author' && r.chance(0.95)) return 'creator';
      return role;
    },
  };
}

async function run(cast, world) {
  const port = Number(new URL(house.base).port);
  const host = new URL(house.base).host;
  const memory = [];
  // Checking a password takes 64 MiB for a moment: what stays is the least that was seen since the last look.
  let least = rss();
  const looking = setInterval(() => (least = Math.min(least, rss() || least)), 10);
  const look = (at) => {
    memory.push([at, least]);
    least = Infinity;
  };
  let next = from;
  const last = from + count;
  const one = async (wire) => {
    while (next < last && offenders.length < 20 && house.alive) {
      const index = next;
      next += 1;
      if (index > from && (index - from) % Math.ceil(count / 10) === 0) look(index - from);
      const call = makeCall(seed, index, world);
      const token = call.fields.some(([name]) => name === 'Authorization') ? '' : cast.token(call.role);
      const answer = await wire.send(bytesOf(call, token, host), {
        headOnly: call.method === 'HEAD',
        patience: call.cut ? 30 : 15_000,
      });
      note(call, index, answer);
      // Whoever was signed out goes on with another session of theirs, so that their calls mean something.
      if (answer.status === 401 && call.role !== 'ended' && answer.text.includes('session_ended') && token)
        goOn(cast, call.role, token);
    }
    wire.close();
  };
  await Promise.all(Array.from({ length: connections }, () => one(new Wire(port))));
  clearInterval(looking);
  look(next - from);
  return memory;
}

async function keepSpares(cast) {
  for (const role of roles.filter((each) => cast.people[each] && each !== 'ended')) {
    const own = [];
    for (let i = 0; i < (role === 'leaver' ? 40 : 10); i += 1)
      own.push(await Person.known(house.base, `the_${role}`));
    spares.set(role, own);
  }
}

function goOn(cast, role, ended) {
  if (cast.token(role) !== ended) return;
  const next = spares.get(role)?.pop();
  if (next) cast.people[role] = next;
  else outOf.add(role);
}

/** Its column. 501 and 505 say that the message speaks another protocol. */
function headOf(status) {
  if (status <= 0) return status === 0 ? 'hung up' : 'none';
  return [501, 505].includes(status) ? 'protocol' : `${Math.floor(status / 100)}xx`;
}

/** Counts an answer, and keeps what must not be. */
function note(call, index, answer) {
  const line = tally.get(call.about) ?? {};
  const key = headOf(answer.status);
  line[key] = (line[key] ?? 0) + 1;
  tally.set(call.about, line);
  if (answer.ms > slowest.ms && !call.cut) slowest = { ms: answer.ms, index, call };
  const trouble = wrongIn(call, answer);
  if (trouble) offenders.push({ index, call, trouble });
}

function wrongIn(call, { status, type, text }) {
  // The message itself speaks another protocol: not the server's trouble, and it says so.
  const foreign = [501, 505].includes(status) && type.startsWith('application/problem+json');
  if (status >= 500 && !foreign) return `${status} ${text.slice(0, 200)}`;
  if (status === -1 && !call.cut) return 'no answer';
  if (status < 400) return '';
  if (!call.target.startsWith('/api/')) return '';
  if (!type.startsWith('application/problem+json'))
    return `${status} is ${type || 'of no type'}: ${text.slice(0, 120)}`;
  if (call.method === 'HEAD') return '';
  try {
    const problem = JSON.parse(text);
    if (problem.status === status && problem.code && problem.detail) return '';
    return `${status} says ${text.slice(0, 200)}`;
  } catch {
    return `${status} is no JSON: ${text.slice(0, 200)}`;
  }
}

function rss() {
  if (!house.alive) return 0;
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${house.pid}/status`, 'utf8'))[1]) / 1024;
}

function print(world, memory, seconds) {
  const heads = ['2xx', '3xx', '4xx', '5xx', 'protocol', 'hung up', 'none'];
  console.log(`${'route'.padEnd(56)} ${heads.map((head) => head.padStart(9)).join('')}`);
  const sum = {};
  for (const { key } of world.routes) {
    const line = tally.get(key) ?? {};
    for (const head of heads) sum[head] = (sum[head] ?? 0) + (line[head] ?? 0);
    console.log(`${key.padEnd(56)} ${heads.map((head) => String(line[head] ?? '').padStart(9)).join('')}`);
  }
  console.log(`${'together'.padEnd(56)} ${heads.map((head) => String(sum[head]).padStart(9)).join('')}`);
  const total = [...tally.values()].reduce(
    (n, line) => n + Object.values(line).reduce((a, b) => a + b, 0),
    0,
  );
  console.log(
    `${total} calls of seed ${seed} in ${seconds.toFixed(1)} s (${(total / seconds).toFixed(0)}/s) over ${connections} connections; ` +
      `slowest ${slowest.ms.toFixed(0)} ms (${slowest.call?.about}, call ${slowest.index})`,
  );
  if (outOf.size > 0) console.log(`signed out for good on the way: ${[...outOf].join(', ')}`);
  console.log(`memory after calls: ${memory.map(([at, mib]) => `${at}: ${mib.toFixed(0)} MiB`).join(', ')}`);
}

async function judge(memory) {
  let wrong = 0;
  for (const { index, call, trouble } of offenders) {
    wrong += 1;
    console.log(`FAILED  ${call.about} as ${call.role}: ${trouble}`);
    console.log(`        ${JSON.stringify(`${call.method} ${call.target}`).slice(0, 300)}`);
    const sent = call.fields.map(([name, value]) => `${name}: ${value.slice(0, 60)}`);
    if (sent.length > 0) console.log(`        ${JSON.stringify(sent).slice(0, 600)}`);
    if (call.body !== undefined) console.log(`        ${JSON.stringify(String(call.body)).slice(0, 300)}`);
    console.log(`        again: ./dev calls 1 ${seed} ${index}`);
  }
  if (!house.alive) {
    wrong += 1;
    console.log('FAILED  the server has ended');
  }
  const half = memory.find(([at]) => at >= count / 2)[1];
  const grown = memory.at(-1)[1] - half;
  if (grown > growth_mib_max) {
    wrong += 1;
    console.log(`FAILED  the last half added ${grown.toFixed(0)} MiB (at most ${growth_mib_max})`);
  } else console.log(`memory: the last half added ${grown.toFixed(0)} MiB (at most ${growth_mib_max})`);
  const health = house.alive ? (await fetch(`${house.base}/api/v1/health`)).status : 0;
  if (health !== 200) {
    wrong += 1;
    console.log(`FAILED  the house does not answer: ${health}`);
  }
  console.log(wrong === 0 ? 'no server error' : `${wrong} failed`);
  return wrong;
}
