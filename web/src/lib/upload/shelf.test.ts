import { describe, expect, it } from 'vitest';
import { fileOf, keep, lasting, shelved, unshelve, type Kept } from './shelf';

const kept = (id: string, account: string, created: number): Kept => ({
  id,
  account,
  name: `${id}.webm`,
  type: 'video/webm',
  bytes: 3,
  modified: 0,
  created,
  details: {
    title: id,
    description: '',
    language: 'en',
    visibility: 'public',
    audience: 'all',
    cover_ms: 0,
    ai_made: false,
    advert: false,
  },
  picture: '',
  duration_ms: 0,
  recorded: false,
  going: null,
  video: null,
});

// jsdom has no IndexedDB: this is the browser that keeps nothing. The other one is walked through in tests/e2e/drafts.
describe('drafts where the browser has no database', () => {
  it('are kept as long as the page, by person and in order, and it is said', async () => {
    await keep(kept('b', 'ada', 2), new Blob(['two']));
    await keep(kept('a', 'ada', 1), new Blob(['one']));
    await keep(kept('c', 'bob', 3), new Blob(['xyz']));
    expect(lasting()).toBe(false);
    expect((await shelved('ada')).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(await (await fileOf('a'))?.size).toBe(3);
    await unshelve('a');
    expect((await shelved('ada')).map(({ id }) => id)).toEqual(['b']);
    expect(await fileOf('a')).toBeNull();
  });

  it('take the last word, also when it is said before the one before it is written', async () => {
    const all = ['L', 'Lo', 'Low'].map((title) => {
      const one = kept('d', 'cleo', 1);
      return keep({ ...one, details: { ...one.details, title } });
    });
    await Promise.all(all);
    expect((await shelved('cleo'))[0]?.details.title).toBe('Low');
  });
});
