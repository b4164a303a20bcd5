import { afterEach, expect, it } from 'vitest';
import type { Entry, FeedStore } from '$lib/feed/store.svelte';
import { currentToast, dismissToast } from '$ui/toasts.svelte';
import { refresh, type Room } from '../../src/features/feed/wishes';

afterEach(dismissToast);

const clip = (id: string, move = 'none') => ({ id, move }) as unknown as Entry;

/** Somebody has come to `index` of these, and looks for new ones; `found` is what there is. */
async function look(items: Entry[], index: number, found: Entry[]): Promise<string | undefined> {
  const store = { items, index, status: 'ready' } as unknown as FeedStore;
  const open = () => {
    Object.assign(store, { items: found, index: 0 });
    return Promise.resolve();
  };
  await refresh({ store, show: { open, jump: () => Promise.resolve() } } as unknown as Room);
  return currentToast()?.text;
}

const none = 'Nothing new yet: these you have seen.';

it('says so when there is nothing new', async () => {
  expect(await look([clip('a'), clip('b')], 2, [clip('b'), clip('a')])).toBe(none);
  expect(await look([clip('a')], 1, [clip('a'), clip('z', 'again')])).toBe(none);
});

it('calls fresh what nobody here has seen, fetched before or not', async () => {
  expect(await look([clip('a')], 1, [clip('a'), clip('c')])).toBe('Fresh clips');
  expect(await look([clip('a'), clip('b')], 0, [clip('b')])).toBe('Fresh clips');
});
