// Fails when the built page outgrows budget.json. Usage: node plugins/budget.mjs dist
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = process.argv[2] ?? 'dist';
const budget = JSON.parse(readFileSync(new URL('../budget.json', import.meta.url), 'utf8'));
const packed = (bytes) => gzipSync(bytes, { level: 9 }).length;

const html = readFileSync(join(dist, 'index.html'), 'utf8');
const assets = readdirSync(join(dist, 'assets'));
const sizes = new Map(
  assets
    .filter((name) => name.endsWith('.js'))
    .map((name) => [name, packed(readFileSync(join(dist, 'assets', name)))]),
);
const first = [...sizes.keys()].filter((name) => html.includes(`/assets/${name}"`));
const styles = [...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map((match) => match[1]).join('');
const linked = assets.filter((name) => name.endsWith('.css') && html.includes(`/assets/${name}"`));

const sum = (names) => names.reduce((total, name) => total + sizes.get(name), 0);
const rest = [...sizes.keys()].filter((name) => !first.includes(name));
const largest = rest.sort((a, b) => sizes.get(b) - sizes.get(a))[0];
const rows = [
  ['first_js', sum(first), `${first.length} files`],
  [
    'first_css',
    packed(styles) + linked.reduce((n, name) => n + packed(readFileSync(join(dist, 'assets', name))), 0),
    '',
  ],
  ['chunk_js', largest ? sizes.get(largest) : 0, largest ?? ''],
  ['all_js', sum([...sizes.keys()]), `${sizes.size} files`],
  ['service_worker', packed(readFileSync(join(dist, 'sw.js'))), ''],
];

let over = 0;
for (const [name, bytes, note] of rows) {
  const good = bytes <= budget[name];
  if (!good) over += 1;
  console.log(
    `${good ? 'ok  ' : 'OVER'} ${name.padEnd(15)} ${String(bytes).padStart(7)} of ${budget[name]}  ${note}`,
  );
}
process.exitCode = over ? 1 : 0;
