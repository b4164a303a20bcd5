import { describe, expect, it } from 'vitest';
import { Pages } from './pages.svelte';

const page = (from: number, to: number, next: string | null) => ({
  items: Array.from({ length: to - from }, (_none, index) => ({ id: `n${from + index}` })),
  next,
});

describe('Pages', () => {
  it('follows the cursor, drops what it has already, and stops at the end', async () => {
    const asked: (string | undefined)[] = [];
    const pages = new Pages<{ id: string }>((cursor) => {
      asked.push(cursor);
      return Promise.resolve(cursor ? page(2, 5, null) : page(0, 3, 'c1'));
    });
    await pages.load();
    await Promise.all([pages.load(), pages.load()]);
    await pages.load();
    expect(asked).toEqual([undefined, 'c1']);
    expect(pages.items.map((item) => item.id)).toEqual(['n0', 'n1', 'n2', 'n3', 'n4']);
    expect(pages.more).toBe(false);
  });

  it('can be tried again after a failure', async () => {
    let fails = true;
    const pages = new Pages<{ id: string }>(() =>
      fails ? Promise.reject(new Error('line')) : Promise.resolve(page(0, 1, null)),
    );
    await pages.load();
    expect(pages.trouble).toBeInstanceOf(Error);
    expect(pages.fresh).toBe(true);
    fails = false;
    await pages.load();
    expect(pages.items).toHaveLength(1);
    expect(pages.trouble).toBeNull();
  });
});
