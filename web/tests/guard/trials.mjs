/** What ./dev immunity tries on a running house. Each trial answers what went wrong, one line a thing; none is good. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { draw, drawPicture } from '../e2e/clips.mjs';
import { binary, password, Person } from '../e2e/house.mjs';
import { root } from '../e2e/places.mjs';
import { header, problemOf } from './client.mjs';
import { bytesOf, Wire } from './wire.mjs';

const nap = (ms) => new Promise((done) => setTimeout(done, ms));
const api = '/api/v1';

/** Words somebody would like to be taken for markup. */
const markup = '</title></script><script>alert(1)</script><img src=x onerror=alert(2)>"\'';

export async function markupStaysText({ cast, ask }) {
  const { author } = cast.people;
  const { id } = cast.videos.public;
  await author.call('PATCH', `/videos/${id}`, { description: `${markup} #clay` });
  await author.call('PATCH', '/me', { bio: markup, name: '<b>"author' });
  await author.call('PATCH', `/videos/${id}`, { title: `<script>x</script>${cast.videos.public.word}` });
  const wrong = [];
  const page = encodeURIComponent(`${cast.base}/v/${id}`);
  const paths = ['/v/', '/embed/'].map((start) => start + id);
  paths.push(
    '/@the_author',
    `/oembed?url=${page}`,
    '/rss/people/the_author',
    '/atom/latest',
    '/tag/clay',
    '/rising',
  );
  for (const path of paths) {
    const answer = await ask({ method: 'GET', path });
    if (answer.status !== 200) wrong.push(`${path}: ${answer.status}`);
    const data = header(answer, 'content-type').startsWith('application/json');
    if (!data && /<script>(alert|x)|<img src=x|<b>"author/.test(answer.text)) wrong.push(`${path}: markup`);
    if (data && !header(answer, 'x-content-type-options').includes('nosniff'))
      wrong.push(`${path}: may be sniffed`);
  }
  await author.call('PATCH', `/videos/${id}`, { title: cast.videos.public.word, description: '' });
  return wrong;
}

/** The ways in which filters of addresses have been led past loopback. */
export const spellings = [
  '127.0.0.1',
  '127.1',
  '0x7f000001',
  '2130706433',
  '0177.0.0.1',
  '0.0.0.0',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::]',
  'localhost',
  '127.0.0.1.nip.test',
];

export async function fetchesNothing({ cast, ask }) {
  const heard = [];
  const listener = createServer((socket) => {
    heard.push(socket.remoteAddress);
    socket.destroy();
  });
  await new Promise((done) => listener.listen(0, '::', done));
  const { port } = listener.address();
  const { author, creator } = cast.people;
  for (const spelling of spellings)
    for (const scheme of ['http', 'ftp', 'gopher']) {
      const url = `${scheme}://${spelling}:${port}/x`;
      const words = `${url} ![a](${url}) <img src="${url}"> <link rel=me href="${url}">`;
      await author.call('PATCH', '/me', { bio: words.slice(0, 290) });
      await author.call('POST', `/videos/${cast.videos.public.id}/comments`, { text: words.slice(0, 900) });
      await ask({
        method: 'GET',
        path: `/oembed?url=${encodeURIComponent(url)}`,
        headers: { referer: url, origin: url },
      });
      if (scheme === 'http')
        await ask({
          method: 'GET',
          path: `${api}/search?q=${encodeURIComponent(url)}`,
          token: creator.token,
        });
    }
  // The one thing the house does call, when somebody gives it as where their device is rung.
  for (const spelling of spellings) {
    await author.call('PUT', '/me/push/here', { endpoint: `https://${spelling}:${port}/x` });
    await creator.call('POST', `/videos/${cast.videos.public.id}/comments`, { text: 'Ring.' });
    await nap(2_500); // devices are looked after every two seconds
  }
  await author.call('DELETE', '/me/push/here');
  await nap(300);
  listener.close();
  await author.call('PATCH', '/me', { bio: '' });
  return heard.map((from) => `somebody called from ${from}`);
}

/** No code of ours dials out but the one process that is there for it; besides, the database's own library does. */
export async function dialsNowhere() {
  const wrong = [];
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (
        /\.(cpp|hpp|cc)$/.test(entry.name) &&
        !/_test\.|testing|commands\/(bench|demo)|adapters\/egress\//.test(path)
      ) {
        const text = readFileSync(path, 'utf8').replace(/\/\/[^\n]*/g, '');
        const found =
          /async_connect|async_resolve|getaddrinfo|gethostbyname|curl_easy|tcp::resolver|[^_\w.]::connect\(/.exec(
            text,
          );
        if (found) wrong.push(`${path.slice(root.length)} says ${found[0]}`);
      }
    }
  };
  walk(join(root, 'src'));
  return wrong;
}

export async function federatesWithNobody({ ask }) {
  const wrong = [];
  const paths = ['/inbox', '/outbox', '/actor', '/users/the_author', '/users/the_author/inbox', '/ap/inbox'];
  paths.push(
    '/.well-known/webfinger?resource=acct:the_author@localhost',
    '/.well-known/nodeinfo',
    '/nodeinfo/2.0',
  );
  const activity = {
    '@context': ['https://www.w3.org/ns/activitystreams', { '@base': 'https://elsewhere.test' }],
    type: 'Update',
    actor: 'https://elsewhere.test/users/the_author',
    object: { type: 'Person', preferredUsername: 'the_author' },
  };
  for (const path of paths)
    for (const method of ['GET', 'POST']) {
      const type = { 'content-type': 'application/ld+json', accept: 'application/activity+json' };
      const body = method === 'POST' ? JSON.stringify(activity) : undefined;
      const answer = await ask({ method, path, headers: type, body });
      // The inbox is a page of the app.
      const app = method === 'GET' && header(answer, 'content-type').startsWith('text/html');
      if (answer.status < 400 && !app) wrong.push(`${method} ${path}: ${answer.status}`);
    }
  return wrong;
}

const alive = async (ask, token) => (await ask({ method: 'GET', path: `${api}/me`, token })).status === 200;

export async function adminPasswordEndsSessions({ cast, ask, house }) {
  const someone = await Person.fresh(cast.base, 'the_reset');
  if (!(await alive(ask, someone.token))) return ['the session never lived'];
  const told = spawnSync(binary, ['admin', '--data', house.data, 'password', 'the_reset'], {
    input: 'another phrase, long enough\n',
  });
  if (told.status !== 0) return [`vitrine admin: ${told.stderr}`];
  const until = Date.now() + 1000;
  while (Date.now() < until) {
    if (!(await alive(ask, someone.token))) return [];
    await nap(20);
  }
  return ['a second later the old session still works'];
}

export async function streamsEndWithTheSession({ cast }) {
  const someone = await Person.fresh(cast.base, 'the_streamer');
  const stream = await fetch(`${cast.base}${api}/live`, {
    headers: { authorization: `Bearer ${someone.token}` },
  });
  const reader = stream.body.getReader();
  const ended = (async () => {
    try {
      while (!(await reader.read()).done);
    } catch {
      // Cut off is an end too.
    }
    return performance.now();
  })();
  const began = performance.now();
  await someone.call('DELETE', '/sessions');
  const at = await Promise.race([ended, nap(3000).then(() => Infinity)]);
  return at - began <= 1000 ? [] : [`the stream lived ${(at - began).toFixed(0)} ms longer`];
}

export async function guessesCannotDodge({ cast, ask }) {
  await Person.fresh(cast.base, 'the_target');
  const guess = (handle, path = `${api}/session`, method = 'POST') =>
    ask({ method, path, body: { handle, password: 'a wrong guess', deliver: 'token' } });
  let slowed = false;
  for (let i = 0; i < 40 && !slowed; i += 1) slowed = (await guess('the_target')).status === 429;
  if (!slowed) return ['forty guesses are not slowed down'];
  const wrong = [];
  for (const handle of ['THE_TARGET', 'The_Target', 'the_target'])
    if ((await guess(handle)).status !== 429) wrong.push(`spelt ${handle} there are more guesses`);
  for (const path of [
    '/api/v1//session',
    '/api/v1/session/',
    '/API/v1/session',
    '/api/v1/%73ession',
    '/api/v1/./session',
  ]) {
    const answer = await guess('the_target', path);
    if (answer.status !== 429 && answer.status !== 404 && answer.status !== 400)
      wrong.push(`${path}: ${answer.status}`);
  }
  for (const [field, value] of [
    ['x-forwarded-for', '203.0.113.9'],
    ['x-real-ip', '203.0.113.9'],
    ['forwarded', 'for=203.0.113.9'],
  ]) {
    const answer = await ask({
      method: 'POST',
      path: `${api}/session`,
      headers: { [field]: value },
      body: { handle: 'the_target', password: 'a wrong guess' },
    });
    if (answer.status !== 429) wrong.push(`with ${field} there are more guesses`);
  }
  return wrong;
}

const documented = async (ask) =>
  JSON.parse((await ask({ method: 'GET', path: `${api}/openapi.json` })).text);

/** Walks every schema that a call may send. */
function* inputs(document) {
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, told] of Object.entries(methods)) {
      const where = `${method.toUpperCase()} ${path}`;
      const body = told.requestBody?.content?.['application/json']?.schema;
      if (body) yield { where, schema: body, body: true, path, method: method.toUpperCase() };
      for (const each of told.parameters ?? [])
        if (each.schema)
          yield { where: `${where} ${each.name}`, schema: each.schema, parameter: each, path, method };
    }
}

export async function everyInputIsBounded({ ask }) {
  const document = await documented(ask);
  const wrong = [];
  let leaves = 0;
  const walk = (schema, where, header) => {
    if (schema.$ref) return walk(document.components.schemas[schema.$ref.split('/').pop()], where, header);
    for (const each of schema.oneOf ?? schema.anyOf ?? []) walk(each, where, header);
    const types = [schema.type].flat();
    leaves += 1;
    if (types.includes('string') && !schema.enum && schema.const === undefined)
      if (schema.maxLength === undefined && !/\{(\d+,)?\d+\}\$$/.test(schema.pattern ?? '') && !header)
        wrong.push(`${where}: a text without an end`);
    if (
      types.includes('integer') &&
      (schema.minimum === undefined || schema.maximum === undefined) &&
      !schema.format
    )
      wrong.push(`${where}: a number without bounds`);
    if (types.includes('array')) {
      if (schema.maxItems === undefined) wrong.push(`${where}: a list without an end`);
      walk(schema.items, `${where}[]`);
    }
    if (schema.properties) {
      if (schema.additionalProperties !== false) wrong.push(`${where}: takes fields nobody named`);
      for (const [name, each] of Object.entries(schema.properties)) walk(each, `${where}.${name}`);
    }
  };
  // The size of a header as a whole is bounded by the server: 431.
  for (const { where, schema, parameter } of inputs(document))
    walk(schema, where, parameter?.in === 'header');
  if (leaves < 100) wrong.push(`only ${leaves} inputs were looked at`);
  return wrong;
}

export async function everyBodyIsBounded({ ask, cast }) {
  const wrong = [];
  for (const { body, path, method } of inputs(await documented(ask))) {
    if (!body) continue;
    const real = path.replace(/\{\w+\}/g, '0000000000zzz');
    const answer = await ask({
      method,
      path: real,
      token: cast.token('owner'),
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: `{"a":"${'a'.repeat(1_100_000)}"}`,
    }).catch(() => null);
    // Hanging up on somebody who goes on sending is an answer too.
    if (answer && ![404, 413].includes(answer.status)) wrong.push(`${method} ${path}: ${answer.status}`);
  }
  return wrong;
}

export async function strangersFieldsAreRefused({ ask, cast }) {
  const wrong = [];
  for (const { body, path, method } of inputs(await documented(ask))) {
    if (!body) continue;
    const answer = await ask({
      method,
      path: path.replace(/\{\w+\}/g, '0000000000zzz'),
      token: cast.token('viewer'),
      body: { role: 'owner', is_admin: true, __proto__x: { a: 1 }, id: '0000000000001' },
    });
    if (answer.status < 400) wrong.push(`${method} ${path}: ${answer.status}`);
  }
  const me = await ask({
    method: 'PATCH',
    path: `${api}/me`,
    token: cast.token('viewer'),
    body: { role: 'owner' },
  });
  if (problemOf(me)?.code !== 'unknown_field') wrong.push(`PATCH /me with a role: ${me.status}`);
  return wrong;
}

/** The addresses a playlist names, as paths. */
const named = (text) => [...text.matchAll(/(?:URI=")?(\/media\/[^"\s]+)/g)].map(([, path]) => path);

export async function privateFilesNeedTheirOwnSignature({ cast, ask }) {
  const wrong = [];
  const get = async (path) => (await ask({ method: 'GET', path })).status;
  // A clip of its own: the same bytes under a public clip would be public.
  const { author } = cast.people;
  const file = draw('guard-alone', 'mandelbrot=s=90x160:r=25', { seconds: 2 });
  const id = await author.publish(file, { title: 'alone', visibility: 'private' });
  while ((await author.call('GET', `/videos/${id}`)).state !== 'ready') await nap(100);
  const shown = await author.call('GET', `/videos/${id}`);
  const hls = new URL(shown.media.hls, cast.base);
  if ((await get(hls.pathname)) !== 404) wrong.push('the playlist opens without a signature');
  const master = await ask({ method: 'GET', path: hls.pathname + hls.search });
  if (master.status !== 200) return [`the signed playlist: ${master.status}`];
  const rung = named(master.text)[0];
  const media = await ask({ method: 'GET', path: rung });
  const part = named(media.text)[0];
  if (!part || (await get(part)) !== 200) return ['the signed file does not open'];
  const [path, query] = part.split('?');
  if ((await get(path)) !== 404) wrong.push('a segment file opens without a signature');
  const later = query.replace(/expires=(\d+)/, (_, at) => `expires=${Number(at) + 1000}`);
  if ((await get(`${path}?${later}`)) !== 404) wrong.push('the time in an address can be moved');
  const poster = shown.poster && new URL(shown.poster, cast.base);
  if (poster && (await get(`${poster.pathname}?${query}`)) !== 404)
    wrong.push('one signature opens another file');
  if ((await get(`${hls.pathname}?${query}`)) !== 404)
    wrong.push('the signature of a file opens the playlist');
  const flipped = query.replace(/signature=(.)/, (_, c) => `signature=${c === 'a' ? 'b' : 'a'}`);
  if ((await get(`${path}?${flipped}`)) !== 404) wrong.push('a changed signature opens');
  return wrong;
}

export async function pathsLeadNowhere({ house, cast }) {
  const wire = new Wire(Number(new URL(house.base).port));
  const wrong = [];
  const starts = ['/media/', '/assets/', '/', '/media/hls/', `${api}/me/exports/`, '/tag/', '/sitemap/'];
  const ups = ['../', '..%2f', '%2e%2e/', '%2e%2e%2f', '..\\', '....//', '%252e%252e%252f', '/', '.%00./'];
  for (const start of starts)
    for (const up of ups)
      for (const end of ['etc/passwd', 'secret', 'vitrine.sqlite']) {
        const target = start + up.repeat(6) + end;
        const answer = await wire.send(
          bytesOf({ method: 'GET', target, fields: [] }, cast.token('owner'), new URL(house.base).host),
        );
        if (/root:|SQLite format 3/.test(answer.text)) wrong.push(`${target}: a file of the machine`);
        else if (answer.status === 200 && !answer.type.startsWith('text/html')) wrong.push(`${target}: 200`);
        else if (answer.status >= 500) wrong.push(`${target}: ${answer.status}`);
      }
  for (const target of ['/media/', '/assets/', '/media', '/media/hls/']) {
    const answer = await wire.send(
      bytesOf({ method: 'GET', target, fields: [] }, '', new URL(house.base).host),
    );
    if (answer.status < 400) wrong.push(`${target} lists something: ${answer.status}`);
  }
  wire.close();
  return wrong;
}

export async function metadataIsGone({ cast, ask }) {
  const { author } = cast.people;
  const word = 'qzcameraq';
  const wrong = [];
  const picture = readFileSync(drawPicture('guard-picture', word));
  if (!picture.includes(word)) return ['the picture never held the word'];
  const kept = await ask({
    method: 'PUT',
    path: `${api}/me/portrait`,
    token: author.token,
    headers: { 'content-type': 'application/offset+octet-stream' },
    body: picture,
  });
  if (kept.status !== 200) return [`the portrait: ${kept.status} ${kept.text}`];
  for (const [, path] of kept.text.matchAll(/"(\/media\/[^"]+)"/g)) {
    const served = await ask({ method: 'GET', path });
    if (served.status !== 200) wrong.push(`${path}: ${served.status}`);
    if (served.text.includes(word)) wrong.push(`${path} says what the camera wrote`);
  }
  const plain = draw('guard', 'testsrc2=s=90x160:r=25', { seconds: 2 });
  const marked = plain.replace('.mp4', '-marked.mp4');
  const say = ['title', 'comment', 'location', 'artist'].flatMap((name) => ['-metadata', `${name}=${word}`]);
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', plain, '-c', 'copy', ...say, marked]);
  if (!readFileSync(marked).includes(word)) return ['the clip never held the word'];
  const id = await author.publish(marked, { title: 'marked', visibility: 'public' });
  await author.settled([id], ['ready']);
  const shown = await author.call('GET', `/videos/${id}`);
  for (const [, path] of JSON.stringify(shown).matchAll(/"(\/media\/[^"]+)"/g)) {
    const served = await ask({ method: 'GET', path });
    if (served.text.includes(word)) wrong.push(`${path} says what the camera wrote`);
  }
  return wrong;
}

export async function redirectsStayHere({ house }) {
  const wire = new Wire(Number(new URL(house.base).port));
  const wrong = [];
  const evil = [
    '//evil.test',
    '/\\evil.test',
    '/%2f%2fevil.test',
    '///evil.test/..',
    '/sign-in?next=https://evil.test',
  ];
  evil.push(
    '/?next=//evil.test',
    '/v/0000000000zzz?return_to=//evil.test',
    '/%0d%0aLocation:%20https://evil.test',
  );
  for (const target of evil)
    for (const host of [new URL(house.base).host, 'evil.test']) {
      const answer = await wire.send(bytesOf({ method: 'GET', target, fields: [['Host', host]] }, '', host));
      const where = /\r\nlocation: *([^\r]*)/i.exec(answer.header ?? '')?.[1] ?? '';
      if (/evil/.test(where)) wrong.push(`${target}: leads to ${where}`);
    }
  wire.close();
  return wrong;
}

export async function headersCannotBeSplit({ house }) {
  const wire = new Wire(Number(new URL(house.base).port));
  const wrong = [];
  const line = '%0d%0aSet-Cookie:%20vitrine=evil';
  for (const target of [
    `/oembed?url=${line}`,
    `/tag/${line}`,
    `/@${line}`,
    `${api}/search?q=${line}`,
    `/rss/tags/${line}`,
    `/${line}`,
  ]) {
    const answer = await wire.send(
      bytesOf({ method: 'GET', target, fields: [] }, '', new URL(house.base).host),
    );
    if (/\r\nset-cookie/i.test(answer.header ?? '')) wrong.push(`${target}: a cookie`);
  }
  wire.close();
  return wrong;
}

export async function answersAreKeptByNobody({ ask, cast }) {
  const wrong = [];
  const document = await documented(ask);
  for (const [path, methods] of Object.entries(document.paths)) {
    if (!methods.get || path.endsWith('/live') || path.includes('{')) continue;
    const answer = await ask({ method: 'GET', path, token: cast.token('author') });
    const open = path.endsWith('/openapi.json');
    if (!open && !/no-store/.test(header(answer, 'cache-control')))
      wrong.push(`${path}: ${header(answer, 'cache-control')}`);
  }
  return wrong;
}

export async function signingInMakesANewToken({ ask }) {
  const wrong = [];
  const sign = ({ deliver, ...more }) =>
    ask({
      method: 'POST',
      path: `${api}/session`,
      ...more,
      body: { handle: 'the_viewer', password, deliver },
    });
  const before = JSON.parse((await sign({ deliver: 'token' })).text).token;
  const answer = await sign({ cookie: before, headers: { 'sec-fetch-site': 'same-origin' } });
  const set = header(answer, 'set-cookie');
  const token = /^vitrine=([^;]*)/.exec(set)?.[1] ?? '';
  if (answer.status !== 200 || token === '' || token === before) wrong.push('signing in keeps the old token');
  if (Buffer.from(token, 'base64url').length * 8 < 128 && token.length < 26)
    wrong.push(`a token of ${token.length} letters`);
  if (!/HttpOnly/.test(set) || !/SameSite=Lax/.test(set) || !/Path=\//.test(set))
    wrong.push(`the cookie: ${set}`);
  if (answer.text.includes(token)) wrong.push('the token stands in the answer too');
  const { status } = await ask({ method: 'GET', path: `${api}/me`, token: before });
  if (status !== 401) wrong.push(`the token of before goes on: ${status}`);
  return wrong;
}

export async function otherSitesCannotAct({ cast, ask }) {
  const wrong = [];
  const cookie = cast.token('viewer');
  const send = (headers) =>
    ask({
      method: 'PATCH',
      path: `${api}/me`,
      cookie,
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{}',
    });
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.test' },
    { origin: 'null' },
    {},
  ]) {
    const answer = await send(headers);
    if (answer.status !== 403) wrong.push(`${JSON.stringify(headers)}: ${answer.status}`);
  }
  const own = await send({ origin: cast.base });
  if (own.status !== 200) wrong.push(`one's own page: ${own.status}`);
  const form = await ask({
    method: 'POST',
    path: `${api}/session`,
    headers: { 'content-type': 'text/plain', 'sec-fetch-site': 'cross-site' },
    body: JSON.stringify({ handle: 'the_viewer', password }),
  });
  if (form.status < 400) wrong.push(`a form of another site signs in: ${form.status}`);
  for (const path of ['/', `${api}/instance`]) {
    const answer = await ask({ method: 'GET', path, headers: { origin: 'https://evil.test' } });
    if (header(answer, 'access-control-allow-origin')) wrong.push(`${path} may be read by other sites`);
  }
  return wrong;
}

export async function bombsOfTextAreCheap({ cast, ask }) {
  const wrong = [];
  const bodies = {
    nested: '['.repeat(60_000),
    objects: '{"a":'.repeat(10_000),
    keys: `{${Array.from({ length: 5000 }, (_, i) => `"${i.toString(36)}":1`).join(',')}}`,
    same: `{${'"text":"a",'.repeat(5000)}"other":"b"}`,
    number: `{"text":${'9'.repeat(60_000)}}`,
    spaces: `${' '.repeat(60_000)}{}`,
  };
  for (const [name, body] of Object.entries(bodies)) {
    const answer = await ask({
      method: 'POST',
      path: `${api}/videos/${cast.videos.public.id}/comments`,
      token: cast.token('viewer'),
      headers: { 'content-type': 'application/json' },
      body,
    });
    if (answer.status !== 400 && answer.status !== 413) wrong.push(`${name}: ${answer.status}`);
  }
  return wrong;
}

export async function passwordFloodsLeaveRoom({ ask }) {
  const flood = Array.from({ length: 60 }, (_, i) =>
    ask({
      method: 'POST',
      path: `${api}/session`,
      body: { handle: `flood_${i}`, password: 'x'.repeat(100) },
    }),
  );
  const others = [];
  for (let i = 0; i < 10; i += 1) others.push((await ask({ method: 'GET', path: `${api}/instance` })).status);
  const said = (await Promise.all(flood)).map(({ status }) => status);
  const wrong = others.filter((status) => status !== 200).map((status) => `somebody else got ${status}`);
  for (const status of new Set(said))
    if (![401, 429, 503].includes(status)) wrong.push(`the flood got ${status}`);
  return wrong;
}

export async function queriesAreNoProgram({ ask, cast }) {
  const wrong = [];
  const odd = [
    "'",
    '"',
    '\\',
    "' OR '1'='1' --",
    '") OR 1 --',
    '#t',
    '*',
    'a* NEAR b',
    '%',
    '_',
    "'; SELECT pg_sleep(9) --",
  ];
  for (const { parameter, path, method } of inputs(await documented(ask))) {
    if (parameter?.in !== 'query' || method !== 'get') continue;
    for (const text of odd) {
      const query = new URLSearchParams({ q: 'word', [parameter.name]: text });
      if (!path.includes('/search')) query.delete('q');
      if (parameter.name !== 'q' && path.includes('/search')) query.set('q', 'qzclippublicx');
      const real = path
        .replace('{feed}', 'latest')
        .replace('{handle}', 'the_author')
        .replace(/\{\w+\}/g, cast.videos.public.id);
      const answer = await ask({ method: 'GET', path: `${real}?${query}`, token: cast.token('viewer') });
      if (answer.status >= 500) wrong.push(`${path} ${parameter.name}=${text}: ${answer.status}`);
    }
  }
  return wrong;
}

export async function filesCannotRun({ cast, ask }) {
  const wrong = [];
  const shown = await cast.people.author.call('GET', `/videos/${cast.videos.public.id}`);
  const paths = [...JSON.stringify(shown).matchAll(/"(\/media\/[^"]+)"/g)].map(([, path]) => path);
  if (paths.length < 2) return ['there are no files'];
  for (const path of paths) {
    const answer = await ask({ method: 'GET', path, headers: { range: 'bytes=0-9' } });
    const type = header(answer, 'content-type');
    if (!/^(video|image|audio|application\/vnd\.apple)/.test(type)) wrong.push(`${path} is ${type}`);
    if (header(answer, 'x-content-type-options') !== 'nosniff') wrong.push(`${path} may be sniffed`);
    if (!/default-src 'none'/.test(header(answer, 'content-security-policy'))) wrong.push(`${path} may run`);
  }
  return wrong;
}

export async function copiesSayNothingOfOthers({ cast, ask }) {
  const wrong = [];
  const authorsId = (await cast.people.author.call('GET', '/me')).account.id;
  const viewersId = (await cast.people.viewer.call('GET', '/me')).account.id;
  const number = (id) => {
    let n = 0n;
    for (const c of id) n = n * 32n + BigInt('0123456789abcdefghjkmnpqrstvwxyz'.indexOf(c));
    return BigInt.asIntN(64, n).toString();
  };
  for (const path of ['/me/data', '/me/data/copy']) {
    await cast.people.blocked.call('POST', '/me/proof', { password });
    await cast.people.author.call('POST', '/me/proof', { password });
    const blocked = await ask({ method: 'GET', path: api + path, token: cast.token('blocked') });
    const author = await ask({ method: 'GET', path: api + path, token: cast.token('author') });
    if (blocked.status !== 200 || author.status !== 200)
      wrong.push(`${path}: ${blocked.status} ${author.status}`);
    for (const id of [authorsId, number(authorsId)])
      if (blocked.text.includes(id)) wrong.push(`${path} tells somebody who blocks them`);
    const reports = JSON.parse(author.text).items.filter(({ name }) => name === 'reports_about_videos');
    const told = JSON.stringify(reports);
    for (const word of [cast.reports.open.word, viewersId, number(viewersId)])
      if (told.includes(word)) wrong.push(`${path} tells somebody who reported them (${word})`);
  }
  return wrong;
}

export async function ownWordsCanBeTakenBack({ cast }) {
  const { author, creator } = cast.people;
  const said = await creator.call('POST', `/videos/${cast.videos.public.id}/comments`, {
    text: 'hasty words',
  });
  await author.call('PUT', '/accounts/the_creator/block');
  const wrong = [];
  await creator.call('DELETE', `/comments/${said.id}`).catch((error) => wrong.push(error.message));
  await author.call('DELETE', '/accounts/the_creator/block');
  return wrong;
}

export async function protocolIsSmall({ house }) {
  const wire = new Wire(Number(new URL(house.base).port));
  const host = new URL(house.base).host;
  const wrong = [];
  const trace = await wire.send(
    bytesOf({ method: 'TRACE', target: '/', fields: [['X-Secret', 'qztraceq']] }, '', host),
  );
  if (trace.status < 400 || /qztraceq/.test(trace.text)) wrong.push(`TRACE: ${trace.status}`);
  const connect = await wire.send(
    bytesOf({ method: 'CONNECT', target: '127.0.0.1:22', fields: [] }, '', host),
  );
  if (connect.status > 0 && connect.status < 400) wrong.push(`CONNECT: ${connect.status}`);
  const whole = await wire.send(
    bytesOf({ method: 'GET', target: 'http://127.0.0.1:22/', fields: [] }, '', host),
  );
  if (/SSH|OpenSSH/.test(whole.text)) wrong.push('it is a proxy');
  const page = await wire.send(bytesOf({ method: 'GET', target: '/', fields: [] }, '', host));
  if (/\r\n(server|x-powered-by):/i.test(page.header)) wrong.push('the answer says which server it is');
  wire.close();
  return wrong;
}

export async function framingIsReadOneWay({ house }) {
  const port = Number(new URL(house.base).port);
  const host = new URL(house.base).host;
  const wrong = [];
  const inner = `GET ${api}/instance HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
  const heads = {
    'two lengths': `Content-Length: 0\r\nContent-Length: ${inner.length}`,
    'length and chunks': `Content-Length: ${inner.length}\r\nTransfer-Encoding: chunked`,
    'chunks and length': 'Transfer-Encoding: chunked\r\nContent-Length: 0',
    'chunks spelt oddly': 'Transfer-Encoding: xchunked',
    'chunks twice': 'Transfer-Encoding: chunked, chunked',
    'a space before the colon': `Content-Length : ${inner.length}`,
    'a signed length': `Content-Length: +${inner.length}`,
    'a folded line': `X-A: b\r\n Content-Length: ${inner.length}`,
  };
  for (const [name, head] of Object.entries(heads)) {
    const wire = new Wire(port);
    const answer = await wire.send(
      Buffer.from(
        `POST ${api}/events HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n${head}\r\n\r\n${inner}`,
      ),
      { patience: 3000 },
    );
    if (answer.status < 400 && answer.status > 0) wrong.push(`${name}: ${answer.status}`);
    if (answer.status >= 400 && !/\r\nconnection: *close/i.test(answer.header))
      wrong.push(`${name}: the connection goes on`);
    wire.close();
  }
  return wrong;
}

/** Comes last: what the house has written down meanwhile. */
export async function theLogHoldsNoSecrets({ house, cast }) {
  const log = readFileSync(house.log, 'utf8');
  const words = [
    password,
    'a wrong guess',
    'another phrase',
    ...Object.values(cast.people).map(({ token }) => token),
  ];
  words.push('the_author', 'the_target', '127.0.0.1:', cast.farewell, cast.invite);
  return words
    .filter((word) => log.split('\n').some((line) => line.startsWith('{') && line.includes(word)))
    .map((word) => `the log says ${word.slice(0, 12)}…`);
}
