/**
 * ./dev immunity [--write]: what others got CVEs for cannot happen here. Tries on a running house what can be tried
 * from outside, and checks that every unit test and matrix row that docs/security/immunity.md names is there, and that
 * docs/security/asvs.md is whole.
 *   --write   writes docs/security/immunity.md from the table (otherwise it must be the same)
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openHouse } from '../e2e/house.mjs';
import { root } from '../e2e/places.mjs';
import { checkAsvs } from './asvs.mjs';
import { Cast } from './cast.mjs';
import { client } from './client.mjs';
import { rows } from './immunity-rows.mjs';
import { routes } from './table.mjs';

const write = process.argv.includes('--write');
const page = join(root, 'docs/security/immunity.md');
let failed = 0;
const say = (good, text) => {
  if (!good) failed += 1;
  console.log(`${good ? 'immune' : 'FAILED'}  ${text}`);
};

const text = document();
if (write) writeFileSync(page, text);
if (!existsSync(page) || readFileSync(page, 'utf8') !== text)
  say(false, 'docs/security/immunity.md is not the table: ./dev immunity --write');

const everyTest = ['src', 'tests'].map(sources).join('\n');
const { troubles: missing, counts } = checkAsvs((name) => everyTest.includes(`"${name}"`));
say(
  missing.length === 0,
  `docs/security/asvs.md: ${Object.entries(counts)
    .map(([state, n]) => `${n} ${state}`)
    .join(', ')}`,
);
for (const trouble of missing) console.log(`        ${trouble}`);

const house = await openHouse('immunity');
const { ask, close } = client(house.base, 64);
const began = performance.now();
let tried = 0;
try {
  const cast = await Cast.gather(house);
  const known = new Map();
  for (const row of rows) {
    const troubles = [];
    for (const [file, name] of row.cases ?? [])
      if (!stands(file, name)) troubles.push(`${file} has no test “${name}”`);
    for (const key of row.matrix ?? []) if (!routes[key]) troubles.push(`table.mjs has no row ${key}`);
    if (!row.trial && !row.cases && !row.matrix) troubles.push('nothing shows it');
    if (row.trial) {
      if (!known.has(row.trial)) {
        tried += 1;
        known.set(
          row.trial,
          await row.trial({ cast, ask, house }).catch((error) => [error.stack ?? String(error)]),
        );
      }
      troubles.push(...known.get(row.trial));
    }
    say(troubles.length === 0, `${row.seen}: ${row.what}`);
    for (const trouble of troubles.slice(0, 8)) console.log(`        ${trouble}`);
  }
  if (!house.alive) say(false, 'the house has ended');
} catch (error) {
  say(false, error.stack ?? String(error));
} finally {
  close();
  await house.stop();
}
console.log(
  `${rows.length} rows, ${tried} trials on a running house, ${failed} failed; ${((performance.now() - began) / 1000).toFixed(1)} s`,
);
process.exit(failed === 0 ? 0 : 1);

/** Whether a file holds a test of that name, which may be written in two pieces. */
function stands(file, name) {
  const path = join(root, file);
  if (!existsSync(path)) return false;
  const source = inOneLine(readFileSync(path, 'utf8'));
  return source.includes(`"${name}"`);
}

function inOneLine(source) {
  return source.replace(/"\s*\n\s*"/g, '');
}

/** Every test's source below a folder. */
function sources(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sources(path);
      return entry.name.endsWith('_test.cpp') ? inOneLine(readFileSync(join(root, path), 'utf8')) : '';
    })
    .join('\n');
}

function document() {
  const lines = [
    '# What others got CVEs for',
    '',
    'Written by `./dev immunity --write` from `web/tests/guard/immunity-rows.mjs`; `./dev immunity` fails when this page is',
    'not the table, when a test named here is gone, or when a trial finds something. Trials run against a real release server;',
    'unit tests run with `./dev test` (one alone: `build/dev/src/vitrine_MODULE_test -tc="NAME"`); rows of the matrix with',
    '`./dev matrix`. SECURITY.md says how to report what is missing here.',
    '',
    '| # | seen at | what happened there | what shows that it cannot here |',
    '| --- | --- | --- | --- |',
  ];
  rows.forEach((row, at) => {
    const shown = [];
    if (row.trialName) shown.push(`trial \`${row.trialName}\``);
    for (const [file, name] of row.cases ?? []) shown.push(`\`${file}\`: ${name}`);
    if (row.matrix) shown.push(`matrix: ${row.matrix.map((key) => `\`${key}\``).join(', ')}`);
    if (row.other) shown.push(`\`${row.other}\``);
    lines.push(`| ${at + 1} | ${row.seen} | ${row.what} | ${shown.join('; ')} |`);
  });
  return `${lines.join('\n')}\n`;
}
