import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Video } from '$lib/api/types';
import { chooseFrom, FeedStore } from '$lib/feed/store.svelte';
import { fakeServer } from './fake-server';

const video = (id: string, media: object | null = {}) => ({ id, media }) as unknown as Video;
const ids = (store: FeedStore) => store.items.map((item) => item.id);

describe('a clip chosen from a wall', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('stands among the others, in their order, without asking the server', async () => {
    const asked = fakeServer({});
    const clips = [video('a'), video('broken', null), video('b'), video('c')];
    chooseFrom({ clips, more: async () => false });
    const store = new FeedStore('for_you');
    await store.open('b');
    expect(ids(store)).toEqual(['a', 'b', 'c']);
    expect(store.index).toBe(1);
    expect(store.fromWall).toBe(true);
    await store.more();
    expect(store.ended).toBe(true);
    store.moveTo(2);
    expect(asked).toEqual([]);
  });

  it('goes on with what the wall fetches, each clip once', async () => {
    const clips = [video('a')];
    const more = async () => {
      clips.push(video(`clip${clips.length}`));
      return clips.length < 3;
    };
    chooseFrom({ clips, more });
    const store = new FeedStore('for_you');
    await store.open('a');
    await store.more();
    store.patch('a', { title: 'patched' });
    await store.more();
    expect(ids(store)).toEqual(['a', 'clip1', 'clip2']);
    expect(store.items[0]!.title).toBe('patched');
    expect(store.ended).toBe(true);
  });

  it('is forgotten when another clip is opened', async () => {
    fakeServer({
      'GET /videos/z': { body: video('z') },
      'GET /feed/for_you': { body: { items: [], next: null, receipt: null } },
    });
    chooseFrom({ clips: [video('a')], more: async () => false });
    const store = new FeedStore('for_you');
    await store.open('z');
    expect(ids(store)).toEqual(['z']);
    expect(store.fromWall).toBe(false);
  });
});
