/**
 * Calls as nobody should send them: first a fitting one is made from the API document, then it is spoilt in one to
 * three places. Everything follows from (seed, index), the ids of the house aside.
 */
import { Seeded } from './seeded.mjs';

const long = (n, text = 'a') => text.repeat(Math.ceil(n / text.length)).slice(0, n);

/** Texts that have broken somebody's server before. */
const texts = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\u202egnp.exe',
  '\ufeff',
  '\ud83d\udc7e'.repeat(40),
  'a\u0300'.repeat(400),
  '\r\nSet-Cookie: vitrine=1',
  '../../../../etc/passwd',
  '..\\..\\windows',
  '%00%0a%0d',
  "'; DROP TABLE accounts_account; --",
  "' OR '1'='1",
  '" OR ""="',
  '$(id)',
  '`id`',
  '{{7*7}}',
  '%s%s%s%n',
  '<script>alert(1)</script>',
  'javascript:alert(1)',
  '__proto__',
  'constructor',
  'null',
  'true',
  '0',
  '-1',
  '1e400',
  'NaN',
  '0x7fffffffffffffff',
  '2026-02-30T25:61:61Z',
  '\u0660\u0661',
  '\ufdfa'.repeat(30),
  '#tag #'.repeat(200),
  '@the_author '.repeat(80),
  '*'.repeat(300),
  '"'.repeat(300),
  '(((((((((((((((((((((((((((((((((',
  'NEAR(a b, 1) AND OR NOT',
  'a* OR b*',
  '\\',
  '\uffff\ufffe',
  long(129),
  long(5000, 'ä'),
  long(70_000),
];
const numbers = [
  '-1',
  '0',
  '-0',
  '0.5',
  '1e3',
  '2147483647',
  '2147483648',
  '-2147483649',
  '9007199254740993',
  '9223372036854775807',
  '9223372036854775808',
  '-9223372036854775809',
  '18446744073709551616',
  '1e308',
  '1e999',
  '-1e999',
  long(400, '9'),
  `0.${long(400, '1')}`,
  '01',
  '+1',
  'NaN',
  'Infinity',
];
const types = [
  '',
  'text/plain',
  'application/json; charset=utf-16',
  'application/JSON',
  'application/json,application/json',
  'multipart/form-data; boundary=a',
  'application/x-www-form-urlencoded',
  'application/offset+octet-stream',
  'application/json\t',
  long(9000, 'application/json; '),
  '/',
];
const fields = [
  ['Authorization', 'Bearer '],
  ['Authorization', `Bearer ${long(9000)}`],
  ['Authorization', 'Basic dmlvbGV0OmFuY2hvcg=='],
  ['Authorization', 'Bearer \x80\xff'],
  ['Cookie', 'vitrine=; vitrine=; vitrine'],
  ['Cookie', long(7000, 'a=b; ')],
  ['Cookie', 'vitrine="\\"'],
  ['Idempotency-Key', ''],
  ['Idempotency-Key', 'short'],
  ['Idempotency-Key', long(65)],
  ['Idempotency-Key', 'the-same-key-every-time'],
  ['Range', 'bytes=9-1,-,0-0,99999999999999999999-'],
  ['If-None-Match', long(3000, '"a",')],
  ['If-Modified-Since', 'yesterday'],
  ['Accept-Language', long(4000, 'de;q=0.5,')],
  ['Accept-Language', ';;;q=;q=q,,-'],
  ['Accept-Encoding', long(2000, 'gzip;q=0,')],
  ['Accept', '\t'],
  ['Origin', 'null'],
  ['Origin', 'http://elsewhere.test'],
  ['Sec-Fetch-Site', 'cross-site'],
  ['Sec-Fetch-Site', 'whatever'],
  ['X-Forwarded-For', long(3000, '1.2.3.4, ')],
  ['X-HTTP-Method-Override', 'DELETE'],
  ['Tus-Resumable', '0.2.2'],
  ['Upload-Length', '-1'],
  ['Upload-Length', '99999999999999999999'],
  ['Upload-Length', '1e3'],
  ['Upload-Offset', '18446744073709551615'],
  ['Upload-Offset', ' 0'],
  ['Upload-Metadata', 'filename,,,filename a b c'],
  ['Upload-Metadata', `filename ${long(6000, 'Li4v')}`],
  ['Upload-Checksum', 'sha1 AAAA'],
  ['Upload-Checksum', 'md5 '],
  ['Upload-Defer-Length', '1'],
  ['Expect', '100-continue'],
  ['Expect', 'the unexpected'],
  ['Upgrade', 'websocket'],
  ['Content-Encoding', 'gzip'],
  ['Vitrine-Restricted', '1'],
  ['Host', 'elsewhere.test'],
  ['Host', 'a b'],
  ['User-Agent', long(6000, 'Mozilla/5.0 (')],
  ['X-\0', 'a'],
  ['Folded', 'a\r\n b'],
  ['Bad Name', 'a'],
  ['Long', long(20_000)],
];
const methods = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'CONNECT',
  'get',
  'BREW',
  '',
];
const segments = [
  '.',
  '..',
  '%2e%2e',
  '%2F',
  '%00',
  '%zz',
  '%',
  '%f0%28%8c%28',
  '',
  ';a=b',
  '\xff',
  long(300),
  long(9000),
  'null',
  '0000000000zz',
  '0000000000zzzz',
  '0000000000ZZZ',
  'uuuuuuuuuuuuu',
  'zzzzzzzzzzzzz',
];

/** The value of a schema, as a JSON text; `spoil`: how likely each part is something else. */
function valueOf(r, schema, world, spoil, depth = 0) {
  if (r.chance(spoil)) return oddity(r);
  let told = schema ?? {};
  if (told.$ref) return valueOf(r, world.schema(told.$ref), world, spoil, depth);
  if (told.oneOf ?? told.anyOf) return valueOf(r, r.pick(told.oneOf ?? told.anyOf), world, spoil, depth);
  if (told.const !== undefined) return JSON.stringify(told.const);
  if (told.enum) return JSON.stringify(r.pick(told.enum));
  const type = Array.isArray(told.type) ? r.pick(told.type) : told.type;
  if (type === 'null') return 'null';
  if (type === 'boolean') return r.pick(['true', 'false']);
  if (type === 'integer' || type === 'number') {
    const low = told.minimum ?? 0;
    const high = told.maximum ?? 1000;
    return String(r.pick([low, high, Math.floor(low + r.next() * (high - low))]));
  }
  if (type === 'array') {
    const most = Math.min(told.maxItems ?? 3, r.chance(0.02) ? 300 : 3);
    const items = Array.from({ length: r.below(most + 1) }, () =>
      valueOf(r, told.items, world, spoil, depth + 1),
    );
    return `[${items.join(',')}]`;
  }
  if (type === 'object' || told.properties) {
    const wanted = new Set(told.required ?? []);
    const parts = [];
    for (const [name, each] of Object.entries(told.properties ?? {})) {
      if (!wanted.has(name) && r.chance(0.5)) continue;
      if (r.chance(spoil / 3)) continue;
      const part = `${JSON.stringify(name)}:${valueOf(r, each, world, spoil, depth + 1)}`;
      parts.push(part);
      if (r.chance(spoil / 4)) parts.push(part);
    }
    if (r.chance(spoil / 3)) parts.push(`${JSON.stringify(r.pick(texts).slice(0, 50))}:${oddity(r)}`);
    return `{${parts.join(',')}}`;
  }
  return JSON.stringify(textOf(r, told, world));
}

function textOf(r, told, world) {
  if (told.pattern?.includes('{13}')) return world.anyId(r);
  if (told.pattern?.includes('{1,30}')) return r.pick(world.handles);
  if (told.maxLength === 1024) return world.cursor(r);
  const low = told.minLength ?? 0;
  const high = Math.min(told.maxLength ?? 20, r.chance(0.05) ? 100_000 : 24);
  return long(Math.max(low, r.below(high + 1)), r.pick(['word ', 'ä', 'x', '#tag ', '\ud83d\ude00']));
}

function oddity(r) {
  return r.pick([
    () => 'null',
    () => r.pick(numbers),
    () => JSON.stringify(r.pick(texts)),
    () => '[]',
    () => '{}',
    () => 'true',
    () => `"\\ud800${r.pick(['', '\\u0000', 'x'])}"`,
    () => `${'['.repeat(r.pick([5, 40, 2000]))}${']'.repeat(5)}`,
    () => `[${r.pick(numbers)},${JSON.stringify(r.pick(texts).slice(0, 200))}]`,
    () => `{"a":${'{"a":'.repeat(r.pick([3, 60, 1000]))}1${'}'.repeat(60)}}`,
  ])();
}

/** Spoils a JSON text as a text. */
function brokenJson(r, text) {
  const at = r.below(text.length + 1);
  return r.pick([
    () => text.slice(0, at),
    () => `${text}${text}`,
    () => `\ufeff${text}`,
    () => text.replaceAll('"', "'"),
    () => `${text.slice(0, at)}\0${text.slice(at)}`,
    () => Buffer.concat([Buffer.from(text.slice(0, at)), r.bytes(3), Buffer.from(text.slice(at))]),
    () => Buffer.from(text, 'utf16le'),
    () => long(r.pick([70_000, 300_000]), ' ') + text,
    () => '['.repeat(r.pick([100, 10_000, 60_000])),
    () => '{"a":'.repeat(r.pick([100, 10_000])),
    () => `/* */${text}`,
    () => text.replace(/\}$/, ',}'),
    () => '',
    () => r.bytes(r.below(400)),
    () => '"'.repeat(r.below(50)),
    () => text.replace(/:/g, '::'),
  ])();
}

/** One call: {role, method, target, fields, body, cut}, and in `about` which route it was made of. */
export function makeCall(seed, index, world) {
  const r = new Seeded(seed, index);
  const route = r.pick(world.routes);
  const call = {
    about: route.key,
    role: world.roleFor(r, route),
    method: route.method,
    target: route.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(world.idFor(r, name))),
    fields: [...route.headers],
    body: undefined,
    cut: false,
  };
  const query = route.query.flatMap(({ name, required, schema }) =>
    required || r.chance(0.4) ? [[name, queryValue(r, schema, world)]] : [],
  );
  if (route.body) {
    call.fields.push(['Content-Type', 'application/json']);
    call.body = valueOf(r, route.body, world, r.pick([0, 0, 0.1, 0.3]));
  } else if (route.bytes) {
    call.fields.push(['Content-Type', 'application/offset+octet-stream']);
    call.body = r.bytes(r.pick([0, 1, 10, 4000]));
  }
  const spoils = r.chance(0.06) ? 0 : 1 + r.below(3);
  for (let i = 0; i < spoils; i += 1) r.pick(spoiling)(r, call, query, world, route);
  if (query.length > 0)
    call.target += `?${query.map(([name, value]) => `${name}=${value}`).join(r.chance(0.03) ? '&&' : '&')}`;
  return call;
}

function queryValue(r, schema, world) {
  const text = valueOf(r, schema, world, 0).replace(/^"|"$/g, '');
  return encodeURIComponent(
    text.slice(0, 300).toWellFormed?.() ?? text.slice(0, 300).replace(/[\ud800-\udfff]/g, ''),
  );
}

/** What a text looks like in an address: percent-encoded, or raw bytes that do not belong there. */
const inAddress = (r, text) =>
  r.chance(0.8) ? encodeURIComponent(text.replace(/[\ud800-\udfff]/g, '')) : text.replace(/[\0\r\n ]/g, '%');

const spoiling = [
  (r, call, query, world, route) => {
    if (route.body) call.body = valueOf(r, route.body, world, r.pick([0.2, 0.5, 0.9]));
  },
  (r, call, query, world, route) => {
    if (route.body) call.body = brokenJson(r, String(call.body));
  },
  (r, call) => {
    const at = call.fields.findIndex(([name]) => name === 'Content-Type');
    if (at >= 0) call.fields[at] = ['Content-Type', r.pick(types)];
    else if (r.chance(0.5)) call.body = r.pick(['{}', '[]', 'x', '\0']);
  },
  (r, call) => {
    for (let i = r.below(4); i >= 0; i -= 1) call.fields.push(r.pick(fields));
  },
  (r, call) => {
    if (call.fields.length > 0) call.fields.push(r.pick(call.fields));
    else call.fields.push(['Accept', '*/*'], ['Accept', '*/*']);
  },
  (r, call) => {
    if (r.chance(0.1)) for (let i = 0; i < 300; i += 1) call.fields.push([`X-${i}`, 'a']);
  },
  (r, call) => {
    const parts = call.target.split('/');
    const at = 1 + r.below(parts.length - 1);
    r.pick([
      () => (parts[at] = r.pick(segments)),
      () => parts.splice(at, 0, r.pick(segments)),
      () => (parts[at] += r.pick(segments)),
      () => parts.splice(at, 1),
      () => (parts[at] = inAddress(r, r.pick(texts).slice(0, 2000))),
    ])();
    call.target = parts.join('/') || '/';
  },
  (r, call, query, world) => {
    query.push([r.pick(['cursor', 'q', 'tag', 'video', 'a', '', '__proto__']), inAddress(r, r.pick(texts))]);
    if (r.chance(0.5)) query.push(['cursor', world.cursor(r)]);
  },
  (r, call, query, world) => {
    if (query.length === 0) query.push(['cursor', world.cursor(r)]);
    const at = r.below(query.length);
    r.pick([
      () => (query[at][1] = inAddress(r, r.pick(texts))),
      () => (query[at][1] = r.pick(numbers)),
      () => query.push([...query[at]]),
      () => (query[at][1] = world.cursor(r)),
      () => (query[at][1] += '%'),
    ])();
  },
  (r, call) => {
    if (r.chance(0.4)) call.method = r.pick(methods);
  },
  (r, call) => {
    if (r.chance(0.15))
      call.target = r.pick(['*', '', 'http://elsewhere.test/api/v1/me', '//', '/\0', '/ /', '?']);
  },
  (r, call) => {
    // The frame of the message itself.
    if (!r.chance(0.3)) return;
    r.pick([
      () => call.fields.push(['Content-Length', '5'], ['Content-Length', '6']),
      () => call.fields.push(['Content-Length', '-1']),
      () => call.fields.push(['Content-Length', '99999999999999999999']),
      () => call.fields.push(['Transfer-Encoding', 'chunked'], ['Content-Length', '3']),
      () => {
        call.fields.push(['Transfer-Encoding', 'chunked']);
        call.raw = `${r.pick(['fffffffffffffffff', '-1', '0x5', '', 'g'])}\r\nab\r\n0\r\n\r\n`;
      },
      () => {
        // The rest never comes.
        call.fields.push(['Transfer-Encoding', 'chunked']);
        call.raw = 'ffff\r\nab\r\n';
        call.cut = true;
      },
      () => {
        call.fields.push(['Transfer-Encoding', 'chunked']);
        call.raw = `${Buffer.byteLength(String(call.body ?? '')).toString(16)};x=y\r\n${call.body ?? ''}\r\n0\r\nT: a\r\n\r\n`;
      },
      () => call.fields.push(['Transfer-Encoding', 'gzip, chunked']),
      () => {
        call.fields.push(['Content-Length', '4000']);
        call.cut = true;
      },
    ])();
  },
];
