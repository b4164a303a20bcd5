import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { routes } from '../../src/routes';

const source = (name: string) => readFileSync(`../src/http/${name}`, 'utf8');
const shell = /shell_paths = \{([^;]*)\};/.exec(source('web_app.cpp'))?.[1] ?? '';
const served = [
  ...[...shell.matchAll(/"([^"]+)"/g)].map(([, path]) => path ?? ''),
  ...[...source('pages_routes.cpp').matchAll(/add\(table, needs, "([^"]+)"/g)].map(([, path]) => path ?? ''),
];
/** Names of parts are each side's own. */
const bare = (path: string) => path.replace(/\{[^}]*\}|:\w+/g, '*');

/** What the server does not know it answers with 404 and "Nothing here", though the app then draws the page. */
describe('the server', () => {
  it('knows every page of the app', () => {
    expect(served.length).toBeGreaterThan(30);
    const known = new Set(served.map(bare));
    const missing = routes.map(({ path }) => path).filter((path) => !known.has(bare(path)));
    expect(missing).toEqual([]);
  });
});
