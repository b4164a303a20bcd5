/**
 * The thirteen negatives. Each reads what was seen on the walk (world.mjs) and answers
 *   shown      one sentence of evidence
 *   troubles   what speaks against it; one is enough to fail
 *   missing    why it is not shown although nothing speaks against it: what is not built yet
 */
import {
  calls,
  closed,
  cookies,
  databases as shelves,
  fields,
  harmless,
  never,
  storage,
  telemetry,
  uses,
} from './allowed.mjs';
import { Person } from '../e2e/house.mjs';
import { visitorAddress } from './wire.mjs';
import { planted } from './walk.mjs';

const count = (n, what) => `${n} ${what}${n === 1 ? '' : 's'}`;

/** Uses of the browser whose name fits, but for those the person asks for in that step. */
function used(world, pattern) {
  return world.uses
    .filter(({ what }) => pattern.test(what))
    .filter(({ what, step }) => !(what in uses && (uses[what].steps?.includes(step) ?? true)))
    .map(({ what, step }) => `${what} while ${step}`);
}

async function inCode(world, pattern) {
  const scripts = await world.scripts();
  const found = scripts.flatMap(({ path, text }) =>
    (text.match(pattern) ?? []).map((match) => `${match} in ${path}`),
  );
  return { found: [...new Set(found)], files: scripts.length };
}

/** Pages whose header does not close one of `names`. */
function open(world, names) {
  const documents = world.wire.calls.filter(
    ({ answer, status }) => status === 200 && /text\/html/.test(answer['content-type'] ?? ''),
  );
  const troubles = documents.flatMap(({ path, answer }) => {
    const policy = answer['permissions-policy'] ?? '';
    return names
      .filter((each) => !policy.includes(`${each}=()`))
      .map((each) => `${path} leaves ${each} open`);
  });
  return { troubles: [...new Set(troubles)], pages: documents.length };
}

async function clipboard(world) {
  const code = await inCode(world, /clipboard\.read\w*|\.readText\(|execCommand\(["'`]paste/g);
  const header = open(world, ['clipboard-read']);
  return {
    troubles: [...used(world, /^clipboard\./), ...code.found, ...header.troubles],
    shown: `0 reads in ${count(world.uses.length, 'use')} of watched functions; 0 in ${count(code.files, 'script')}; clipboard-read=() on ${count(header.pages, 'page')}`,
  };
}

async function senses(world) {
  const pattern =
    /^navigator\.(geolocation|bluetooth|usb|serial|hid)$|^get(UserMedia|DisplayMedia|Battery)$|requestMIDI|LocalFonts|^new (\w*Sensor|Accelerometer|Gyroscope|Magnetometer|IdleDetector|NDEFReader)$|^listens to device|permissions\.query/;
  const code = await inCode(world, /\.geolocation\b|\bIdleDetector\b|devicemotion|deviceorientation/g);
  const header = open(world, closed);
  return {
    troubles: [...used(world, pattern), ...code.found, ...header.troubles],
    shown: `0 uses, though every permission was given; ${closed.length} features closed on ${count(header.pages, 'page')}`,
  };
}

async function typing(world) {
  const troubles = world.typed.flatMap(({ label, calls: sent }) =>
    sent.map((call) => `typing into “${label}” caused ${call}`),
  );
  // Also later, and in whatever spelling.
  for (const { method, path, body, headers } of world.wire.calls) {
    const all = `${path} ${decodeURIComponent(path.replace(/%(?![\da-f]{2})/gi, '%25'))} ${JSON.stringify(headers)}`;
    const encoded = [0, 1, 2].map((at) =>
      Buffer.from(`${'x'.repeat(at)}${planted.typed}`)
        .toString('base64')
        .slice(at + 1, -4),
    );
    for (const word of [planted.typed, ...encoded])
      if (all.includes(word) || body.includes(word))
        troubles.push(`${method} ${path} carries what was typed`);
  }
  const chars = world.typed.reduce((sum, each) => sum + each.chars, 0);
  const bytes = world.typed.reduce((sum, each) => sum + each.calls.length, 0);
  return {
    troubles,
    shown: `${chars} keys into ${count(world.typed.length, 'field')} (${world.typed.map((each) => each.label).join('; ')}): ${count(bytes, 'call')}, 0 bytes of it on the wire`,
  };
}

async function links(world) {
  const outward = world.anchors.filter(({ own, href }) => !own && /^https?:/.test(href));
  const loose = outward.filter(({ rel }) => !/noopener/.test(rel) || !/noreferrer/.test(rel));
  const away = world.wire.calls.filter(({ status, answer }) => {
    if (status < 300 || status > 399 || !answer.location) return false;
    return new URL(answer.location, world.origin).origin !== world.origin;
  });
  return {
    troubles: [
      ...loose.map(({ href }) => `the link to ${href} says who comes`),
      ...away.map(({ path, answer }) => `${path} leads to ${answer.location}`),
      ...used(world, /^window\.open$/),
    ],
    shown: `${count(world.anchors.length, 'link')}, ${outward.length} of them to elsewhere; 0 redirects out of the house in ${count(world.wire.calls.length, 'call')}; 0 windows opened`,
  };
}

async function prints(world) {
  const pattern =
    /^canvas\.|^webgl\.|^new (Audio|OfflineAudio)Context|^new RTCPeer|^enumerateDevices|^fonts\.|getVoices|^navigator\.(plugins|mimeTypes|userAgentData|deviceMemory|hardwareConcurrency|keyboard|connection)$/;
  const code = await inCode(
    world,
    /WEBGL_debug_renderer_info|OfflineAudioContext|enumerateDevices|RTCPeerConnection/g,
  );
  const mine = world.uses.filter(({ what }) => /^canvas\./.test(what)).length;
  return {
    troubles: [...used(world, pattern), ...code.found],
    shown: `0 of 17 ways to recognise a device; canvases read ${mine} times, each the person’s own picture or clip`,
  };
}

async function origins(world) {
  const foreign = world.attempts.filter(
    ({ url }) => !url.startsWith(`${world.origin}/`) && !/^(blob|data):/.test(url),
  );
  const policies = world.wire.calls
    .filter(({ answer, status }) => status === 200 && /text\/html/.test(answer['content-type'] ?? ''))
    .map(({ path, answer }) => ({ path, policy: answer['content-security-policy'] ?? '' }));
  const lax = policies.filter(
    ({ policy }) => !/default-src 'none'/.test(policy) || !/connect-src 'self'(;|$)/.test(policy),
  );
  return {
    troubles: [
      ...foreign.map(({ url, step }) => `asked for ${url} while ${step}`),
      ...used(world, /^blocked /).map((what) => `was ${what}`),
      ...world.wire.strangers.map(({ what, step }) => `spoke to ${what} while ${step}`),
      ...lax.map(({ path }) => `${path} may connect elsewhere`),
    ],
    shown: `${count(world.attempts.length, 'request')} to 1 origin; every other name led to a listener that heard nothing; default-src 'none' on ${count(policies.length, 'page')}`,
  };
}

function badStorage({ when, local, session, databases }, account) {
  const troubles = databases
    .filter((each) => !(each in shelves) || (shelves[each].account && !account))
    .map((each) => `${when}: database ${each}`);
  for (const [key, value] of [...Object.entries(local), ...Object.entries(session)]) {
    const rule =
      storage[key] ??
      Object.entries(storage).find(([begin, one]) => one.begins && key.startsWith(begin))?.[1];
    if (!rule || (rule.account && !account) || !rule.is.test(value))
      troubles.push(`${when}: ${key} = ${value.slice(0, 60)}`);
  }
  return troubles;
}

async function identifiers(world) {
  const troubles = used(world, /^document\.cookie|^indexedDB|^storage\.persist/);
  const says = [];
  for (const kept of world.kept) {
    const account = kept.when === 'signed in';
    troubles.push(...badStorage(kept, account));
    const items = Object.keys({ ...kept.local, ...kept.session });
    if (kept.when === 'signed out')
      troubles.push(...items.map((key) => `${kept.when}: ${key} without being asked to`));
    for (const cookie of kept.cookies) {
      const good =
        account && cookie.name in cookies && cookie.httpOnly && cookie.secure && cookie.sameSite === 'Lax';
      if (!good) troubles.push(`${kept.when}: cookie ${cookie.name}`);
    }
    if (account && kept.cookies.length !== 1) troubles.push(`${kept.when}: ${kept.cookies.length} cookies`);
    for (const { path, digest } of kept.cached)
      if (digest !== (await world.digestOf(path)))
        troubles.push(`${kept.when}: the copy of ${path} is not everybody’s`);
    says.push(
      `${kept.when}: ${count(kept.cookies.length, 'cookie')}, ${count(items.length, 'item')}, ${count(kept.cached.length, 'file')} of the shell`,
    );
  }
  return { troubles, shown: `${says.join('; ')}; the files are the same for everybody` };
}

/** Somebody who paused their history watches a clip to the end: neither their list nor their pages grow. */
async function pausedTroubles(world) {
  const person = await Person.known(world.house.base, 'vera');
  const state = async () => {
    const { items, kept_days: days } = await person.call('GET', '/me/algorithm/history');
    const held = (await person.call('GET', '/me/data')).items.find(({ name }) => name === 'pages');
    return { seen: items.length, pages: held.rows, days };
  };
  const before = await state();
  await person.call('PUT', '/me/algorithm/history', { paused: true, kept_days: 30 });
  const page = await person.call('GET', '/feed/for_you');
  const { id: video, duration_ms: whole } = page.items[0];
  const at = { video, receipt: page.receipt.id, position: 0 };
  const ending = { watched_ms: whole, loops: 0, finished: true, skipped: false };
  const events = [
    { kind: 'shown', ...at },
    { kind: 'watched', ...at, ...ending },
  ];
  await person.call('POST', '/events', { session: '0000000000001', events });
  await new Promise((done) => setTimeout(done, 400));
  const after = await state();
  await person.call('PUT', '/me/algorithm/history', { paused: false, kept_days: before.days });
  const troubles = [];
  if (page.items.length === 0) troubles.push('with its history paused the feed is empty');
  if (after.seen !== before.seen) troubles.push('a paused history goes on');
  if (after.pages !== before.pages) troubles.push('pages of a paused history are kept');
  if (after.days !== 30) troubles.push('a history cannot be kept for 30 days');
  return { troubles, before };
}

async function history(world) {
  const { found, files, size } = world.hunt([planted.search]);
  const kept = world.kept.flatMap(({ when, local, session }) =>
    JSON.stringify({ local, session }).includes(planted.search)
      ? [`${when}: the page keeps what was searched`]
      : [],
  );
  const paused = await pausedTroubles(world);
  const mega = (size / 1e6).toFixed(1);
  return {
    troubles: [...found, ...kept, ...paused.troubles],
    shown: `of searches 0 hits in ${files} files (${mega} MB) and on the device; a paused history stays at ${paused.before.seen} clips and ${paused.before.pages} pages while one watches; it is kept ${paused.before.days} days unless less is chosen (that it goes: minimisation_scenario_test)`,
  };
}

/** Between choosing a file and pressing “publish”, and for what is never published, for good. */
async function drafts(world) {
  const troubles = world.drafts.flatMap(({ calls: sent }) => sent.map((call) => `a draft caused ${call}`));
  for (const { method, path, body, headers } of world.wire.calls)
    if (`${path} ${JSON.stringify(headers)}`.includes(planted.draft) || body.includes(planted.draft))
      troubles.push(`${method} ${path} carries the words of a draft`);
  const held = world.hunt([planted.draft, planted.file]);
  const seen = world.drafts.reduce((sum, each) => sum + each.ms, 0);
  const lost = world.drafts.filter((each) => !each.back);
  return {
    troubles: [
      ...new Set(troubles),
      ...held.found,
      ...lost.map(({ what }) => `${what} did not survive a reload`),
    ],
    missing: world.drafts.length < 2 ? 'no draft was made on the walk' : undefined,
    shown: `${count(world.drafts.length, 'draft')} (${world.drafts.map((each) => each.what).join('; ')}), ${(seen / 1000).toFixed(1)} s of choosing, writing, reloading: 0 calls; 0 hits of its words and of its file in ${held.files} files of the server`,
  };
}

function namesOf(document) {
  const names = new Set();
  const walk = (node) => {
    if (!node || typeof node !== 'object') return;
    for (const name of Object.keys(node.properties ?? {})) names.add(name);
    for (const each of Array.isArray(node.parameters) ? node.parameters : [])
      if (each.name) names.add(each.name);
    for (const each of Object.values(node)) walk(each);
  };
  walk(document);
  return [...names];
}
const speaksOf = (name) =>
  name
    .toLowerCase()
    .split(/_|\W/)
    .some((part) => never.has(part));

async function contacts(world) {
  const names = namesOf(await world.openapi());
  const code = await inCode(world, /navigator\.contacts|ContactsManager/g);
  return {
    troubles: [
      ...used(world, /^navigator\.contacts/),
      ...code.found,
      ...names.filter(speaksOf).map((name) => `the API has a field “${name}”`),
    ],
    shown: `0 uses of the contact picker; none of ${names.length} field names of the API could take an address book`,
  };
}

async function biometrics(world) {
  const real = world.columns(world.record);
  const declared = world.declared();
  const own = Object.entries(real).filter(([table]) => !/^sqlite_|^catalog_match_/.test(table));
  const troubles = own.flatMap(([table, columns]) =>
    columns
      .filter((column) => !declared[table]?.includes(column))
      .map((column) => `${table}.${column} is not on the map of personal data`),
  );
  const columns = own.flatMap(([table, list]) => list.map((column) => `${table}.${column}`));
  return {
    troubles: [
      ...troubles,
      ...columns
        .filter((each) => speaksOf(each.split('.')[1]) && !(each in harmless))
        .map((each) => `column ${each}`),
    ],
    shown: `${columns.length} columns of ${own.length} tables are all on the map; none is a template of a face, a voice or a body`,
  };
}

const spelled = new Set(calls);
const template = (path) =>
  path
    .replace(/^\/api\/v1/, '')
    .replace(/\?.*$/, '')
    .replace(
      /^\/(accounts|farewells|feed(?!\/(receipts|why_not))|algorithms|uploads|videos|comments|sessions|playlists|sounds)\/[^/]+/,
      '/$1/{}',
    )
    .replace(
      /^\/(feed\/receipts|me\/algorithm\/history|admin\/invites|mod\/reports|mod\/openings)\/[^/]+/,
      '/$1/{}',
    )
    .replace(/^\/feed$/, '/feed/{}');

function unlisted({ method, path, body, headers }) {
  const found = Object.keys(headers)
    .filter((field) => !fields.has(field))
    .map((field) => `${method} ${path} says ${field}`);
  if (!path.startsWith('/api/')) {
    if (method !== 'GET' && method !== 'HEAD') found.push(`${method} ${path} is no call of ours`);
    return found;
  }
  if (path.startsWith('/api/v1/openapi.json')) return found;
  if (!spelled.has(`${method} ${template(path)}`))
    found.push(`${method} ${path} is not on the list of calls`);
  if (!path.startsWith('/api/v1/events')) return found;
  const batch = JSON.parse(body.toString('utf8'));
  for (const key of Object.keys(batch))
    if (key !== 'session' && key !== 'events') found.push(`POST /events says ${key}`);
  for (const { kind, ...rest } of batch.events ?? [])
    for (const key of Object.keys(rest))
      if (!telemetry[kind]?.includes(key)) found.push(`POST /events says ${kind}.${key}`);
  return found;
}

/** The server's own schema of events is the list, both ways; and it refuses what is not on it. */
async function schemaTroubles(world) {
  const { components } = await world.openapi();
  const troubles = [];
  const cases = components.schemas.PlayerEvent.oneOf ?? [];
  const served = {};
  for (const { properties } of cases) {
    const { kind, ...rest } = properties;
    served[kind.const ?? kind.enum[0]] = Object.keys(rest);
  }
  for (const [kind, list] of Object.entries(telemetry))
    if (String([...list].sort()) !== String([...(served[kind] ?? [])].sort()))
      troubles.push(`the server takes ${kind}(${served[kind]}), the list says ${list}`);
  for (const kind of Object.keys(served)) if (!telemetry[kind]) troubles.push(`the server takes ${kind}`);
  const word = '0000000000001';
  for (const event of [
    { kind: 'player', video: word, battery: 80 },
    { kind: 'keys', video: word },
  ]) {
    const answer = await fetch(`${world.house.base}/api/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: world.house.base },
      body: JSON.stringify({ session: word, events: [event] }),
    });
    if (answer.status !== 400) troubles.push(`the server took ${JSON.stringify(event)}: ${answer.status}`);
  }
  return troubles;
}

async function telemetryOnly(world) {
  const troubles = [...world.wire.calls.flatMap(unlisted), ...(await schemaTroubles(world))];
  const events = world.wire.calls
    .filter(({ path }) => path.startsWith('/api/v1/events'))
    .reduce((sum, { body }) => sum + JSON.parse(body.toString('utf8')).events.length, 0);
  const kinds = Object.keys(telemetry).length;
  return {
    troubles: [...new Set(troubles)],
    shown: `${count(world.wire.calls.length, 'call')} (${world.wire.api().length} of the API) are on the list of ${spelled.size}; ${count(events, 'event')} of ${kinds} kinds; an unknown field and an unknown kind are refused`,
  };
}

async function notices(world) {
  const streams = world.wire.calls.filter(({ path }) => path.startsWith('/api/v1/live'));
  const told = streams.reduce(
    (sum, { text }) => sum + (text.match(/^event: notification/gm) ?? []).length,
    0,
  );
  // Whoever wants to be told asks for it in the settings or the inbox, which this walk does not. What rings a device
  // has no contents that could be shown: the worker does not even look at it.
  const code = await inCode(world, /new Notification\(/g);
  const worker = await inCode(
    world,
    /addEventListener\(["'`]push["'`],\s*\(?(\w+)\)?\s*=>\s*\1\.waitUntil\(\w+\(\)\)\)/g,
  );
  return {
    troubles: [
      ...used(world, /^new Notification|^Notification\.|^push\.|^showNotification/),
      ...code.found,
      ...(worker.found.length === 1 ? [] : ['the service worker reads what it is rung with']),
      ...streams
        .filter(({ text }) => text.includes(planted.comment))
        .map(() => 'the stream of news carries what somebody wrote'),
    ],
    shown: `0 push subscriptions, 0 system notifications; ${count(told, 'notice')} inside the page, none with the comment’s words; the worker does not look at what rings it`,
  };
}

/** Addresses, programs and places in anything that is stored: asked with N8 and N7, shown for itself. */
export async function atRest(world) {
  const address = visitorAddress.split('.').map(Number);
  const words = [visitorAddress, visitorAddress.replace(/\d+$/, ''), Buffer.from(address).toString('hex')];
  const { found, files, size } = world.hunt(
    [...words, planted.agent, planted.place, planted.search],
    [address],
  );
  return {
    troubles: found,
    shown: `addresses, programs, places and searches: 0 hits in ${files} files and the log (${(size / 1e6).toFixed(1)} MB)`,
  };
}

export const negatives = [
  { id: 'N1', title: 'no reading of the clipboard', check: clipboard },
  { id: 'N2', title: 'no place, no sensors, no devices', check: senses },
  { id: 'N3', title: 'nothing typed leaves unsent', check: typing },
  { id: 'N4', title: 'no in-app browser, no redirector', check: links },
  { id: 'N5', title: 'no fingerprinting', check: prints },
  { id: 'N6', title: 'no other origin', check: origins },
  { id: 'N7', title: 'no identifiers', check: identifiers },
  { id: 'N8', title: 'no kept searches, no endless history', check: history },
  { id: 'N9', title: 'drafts stay on the device', check: drafts },
  { id: 'N10', title: 'no contacts', check: contacts },
  { id: 'N11', title: 'no biometric templates', check: biometrics },
  { id: 'N12', title: 'nothing but the published telemetry', check: telemetryOnly },
  { id: 'N13', title: 'no content in notifications', check: notices },
];
