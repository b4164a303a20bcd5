/** What changes the clips ahead: each swipe ranks the unseen rest again, and a wish fetches it anew. */
import { api, ok } from '$lib/api/client';
import type { FeedPage } from '$lib/api/types';
import { feedEvents } from './events';
import { feeds, type FeedStore } from './store.svelte';

/** Clips ahead of the one on show that are not ranked again: they are loaded already. */
const fixedAhead = 3;

export async function rerank(store: FeedStore): Promise<void> {
  const { receipt } = store;
  const keep = store.index + 1 + fixedAhead;
  const unseen = store.items.slice(keep, keep + 50).map((item) => item.id);
  if (!receipt || unseen.length < 2) return;
  store.turn += 1;
  const { turn } = store;
  await feedEvents.flush(); // What was just watched must be known before it can count.
  let page: FeedPage;
  try {
    page = await ok(
      api.POST('/feed/{feed}/rerank', { params: { path: { feed: store.name } }, body: { receipt, unseen } }),
    );
  } catch {
    return; // The order we have is good enough.
  }
  const behind = store.index + 1 + fixedAhead;
  if (turn !== store.turn || page.items.length === 0 || behind > keep) return;
  const head = store.items.slice(0, keep);
  const shown = new Set(head.map((item) => item.id));
  const { next } = store;
  const tail = store.accept(page).filter((item) => !shown.has(item.id));
  // The answer ranks what we sent; the cursor for what comes after it stays ours unless a new one came.
  store.next ??= next;
  store.items = [...head, ...tail];
}

/** What nobody has seen yet gives way to a fresh page; the clip on show and those before it stay. */
async function renew(store: FeedStore): Promise<void> {
  if (store.status !== 'ready' || store.fromWall) return;
  store.turn += 1;
  const { turn } = store;
  let page: FeedPage;
  try {
    page = await store.fetchPage(null);
  } catch {
    return; // The next page follows the wish all the same.
  }
  if (turn !== store.turn || store.status !== 'ready') return;
  const head = store.items.slice(0, store.index + 1);
  const shown = new Set(head.map((item) => item.id));
  store.items = [...head, ...store.accept(page).filter((item) => !shown.has(item.id))];
  store.ended = store.next === null;
  void store.more();
}

/** A mute, a wish or a slider counts from the next clip on: after the server has it. */
export async function beginAnew(): Promise<void> {
  await feedEvents.flush(); // What was seen already must not come again.
  await Promise.all(feeds.map(renew));
}
