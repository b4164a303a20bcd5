import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

interface ClosedList {
  calls: string[];
  storage: Record<string, unknown>;
}
const { calls, storage } = (await import('../negatives/allowed.mjs' as string)) as ClosedList;

const source = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ts|svelte)$/.test(name) && !/\.test\.|schema\.gen/.test(name))
  .map((name) => readFileSync(join('src', name), 'utf8'))
  .join('\n');

/** What is looked for in a running page by `./dev negatives` is looked for here in its words, at once. */
describe('the closed list', () => {
  it('has every call of the API that the page makes', () => {
    const made = [...source.matchAll(/api\.(GET|PUT|POST|PATCH|DELETE)\(\s*'([^']+)'/g)].map(
      ([, method, path]) => `${method} ${path?.replace(/\{\w+\}/g, '{}')}`,
    );
    expect(made.length).toBeGreaterThan(50);
    expect(made.filter((call) => !calls.includes(call) && !call.endsWith('/'))).toEqual([]);
  });

  it('has every item that the page stores', () => {
    const kept = [...source.matchAll(/(?:Item\(|ey = )'(vitrine:[\w-]+)'/g)].map(([, key]) => key ?? '');
    expect(kept.length).toBeGreaterThan(5);
    expect(kept.filter((key) => !(key in storage))).toEqual([]);
  });
});
