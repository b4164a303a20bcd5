// Writes src/lib/api/schema.gen.ts from an OpenAPI document: npm run api -- path/to/openapi.json (or an http URL).
import { writeFileSync, readFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const from = process.argv[2];
if (!from) {
  console.error('usage: npm run api -- <openapi.json | http://127.0.0.1:PORT/api/v1/openapi.json>');
  process.exit(2);
}
const document = from.startsWith('http') ? new URL(from) : readFileSync(from, 'utf8');
const text = astToString(await openapiTS(document));
const target = new URL('../src/lib/api/schema.gen.ts', import.meta.url);
writeFileSync(target, `// Generated from the server's OpenAPI by "npm run api". Do not edit.\n${text}`);
console.log(`wrote ${target.pathname}`);
