import { describe, expect, it } from 'vitest';

const tables = import.meta.glob<{ default: Record<string, unknown> }>('../../src/lib/i18n/messages/*.ts', {
  eager: true,
});
const named = (language: string) =>
  Object.entries(tables)
    .filter(([path]) => path.endsWith(`.${language}.ts`))
    .map(([path, module]) => [path.split('/').pop()!.split('.')[0]!, module.default] as const);

describe('words', () => {
  const german = new Map(named('de'));

  it.each(named('en'))('%s: German says everything English says, and nothing else', (feature, english) => {
    const other = german.get(feature);
    expect(other, `${feature}.de.ts`).toBeDefined();
    expect(Object.keys(other!).sort()).toEqual(Object.keys(english).sort());
    for (const [key, words] of Object.entries(english)) expect(typeof other![key], key).toBe(typeof words);
  });

  it.each([...named('en'), ...named('de')])('%s: no message is empty', (_feature, table) => {
    for (const [key, words] of Object.entries(table))
      if (typeof words === 'string') expect(words, key).not.toBe('');
  });
});
