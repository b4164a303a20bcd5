import { afterEach, describe, expect, it, vi } from 'vitest';
import { beginAnew } from '$lib/feed/anew';
import { feeds, FeedStore } from '$lib/feed/store.svelte';
import { fakeServer } from './fake-server';

const page = (ids: string[], next: string | null) => ({
  body: {
    items: ids.map((id) => ({ id, media: {}, author: { handle: 'ann' } })),
    next,
    receipt: { id: 'r' },
  },
});
const ids = (store: FeedStore) => store.items.map((item) => item.id);

describe('a wish', () => {
  afterEach(() => {
    feeds.length = 0;
    vi.unstubAllGlobals();
  });

  it('counts from the next clip on: what nobody has seen yet gives way', async () => {
    let asked = 0;
    fakeServer({
      'GET /feed/for_you': () =>
        (asked += 1) === 1
          ? page(['a', 'b', 'slow1', 'slow2'], 'c1')
          : page(['b', 'c', 'd', 'e', 'f', 'g', 'h'], 'c2'),
    });
    const store = new FeedStore('for_you');
    await store.open();
    store.index = 1;
    await beginAnew();
    expect(ids(store)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
    expect(store.index).toBe(1);
    expect(store.next).toBe('c2');
    expect(store.ended).toBe(false);
  });

  it('keeps what there is when the server does not answer', async () => {
    let asked = 0;
    fakeServer({
      'GET /feed/for_you': () => ((asked += 1) === 1 ? page(['a', 'b'], null) : { status: 503 }),
    });
    const store = new FeedStore('for_you');
    await store.open();
    await beginAnew();
    expect(ids(store)).toEqual(['a', 'b']);
  });

  it('does not let a page of before come behind', async () => {
    let asked = 0;
    fakeServer({
      'GET /feed/for_you': () =>
        [page(['a', 'b'], 'c1'), page(['slow'], 'c2'), page(['c', 'd', 'e', 'f', 'g', 'h'], null)][
          asked++
        ] ?? { status: 500 },
    });
    const store = new FeedStore('for_you');
    await store.open();
    const more = store.more();
    await Promise.all([more, beginAnew()]);
    expect(ids(store)).toEqual(['a', 'c', 'd', 'e', 'f', 'g', 'h']);
  });
});
