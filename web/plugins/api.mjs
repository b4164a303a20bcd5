/**
 * The API client's types, from the document the server prints about itself.
 *   npm run api              writes src/lib/api/schema.gen.ts
 *   npm run api -- --check   fails when that file is not what the server would have
 * The server is ../build/release/vitrine, or $VITRINE_BINARY.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const binary = process.env.VITRINE_BINARY ?? here('../../build/release/vitrine');
const target = here('../src/lib/api/schema.gen.ts');

const document = execFileSync(binary, ['openapi'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
const types = astToString(await openapiTS(JSON.parse(document)));
const text = `// Generated from the server's OpenAPI by "npm run api". Do not edit.\n${types}`;

if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
  console.log(`wrote ${target}`);
} else if (readFileSync(target, 'utf8') !== text) {
  console.error(
    'The API has changed and its client has not: run `./dev build && ./dev web api`, and commit.',
  );
  process.exitCode = 1;
}
