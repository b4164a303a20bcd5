/**
 * The clips of one feed, in order: pages with a cursor, each clip once, the unseen rest ranked again after each
 * swipe. Lives outside the components, so leaving the feed and coming back finds it as it was.
 */
import { api, ok } from '$lib/api/client';
import { ApiError } from '$lib/api/problem';
import type { FeedItem, FeedPage, Video } from '$lib/api/types';

export interface Entry extends FeedItem {
  /** The page it came with; null for a clip that was opened by its address. */
  receipt: string | null;
}

export type FeedStatus = 'loading' | 'ready' | 'empty' | 'failed' | 'signed_out';

/** The next page is fetched when fewer than this are left. */
const lowWater = 5;
const rerankAfterMs = 200;

/** Every feed there is, that of the first tab first: for what changes them all (anew.ts). */
export const feeds: FeedStore[] = [];

/** Clips somebody chose one of: a profile, a search, what they saved. */
export interface Wall {
  readonly clips: readonly Video[];
  /** Fetches further ones into `clips`; false when there are no more. */
  more(): Promise<boolean>;
}

let wall: Wall | null = null;

/** Where the next clip is opened from: it is shown among the others there, in their order. */
export function chooseFrom(these: Wall): void {
  wall = these;
}

/** With an account, the feed it chose: that choice wins over the one of this browser. */
type BootPage = FeedPage & { name?: string };

function bootPage(): BootPage | null {
  const element = document.getElementById('boot');
  if (!element) return null;
  element.remove(); // It is good once: later it would be yesterday's page.
  try {
    const boot = JSON.parse(element.textContent ?? 'null') as { feed?: BootPage } | null;
    return boot?.feed?.items ? boot.feed : null;
  } catch {
    return null;
  }
}

function asEntry(video: Video): Entry {
  const unranked = { position: 0, source: 'direct', score: 0, why: [], policy: '', move: 'none' } as const;
  return { ...video, ...unranked, why: [], receipt: null };
}

export class FeedStore {
  items = $state.raw<Entry[]>([]);
  index = $state(0);
  status = $state<FeedStatus>('loading');
  /** No further pages; the end card is the last slot. */
  ended = $state(false);
  problem = $state.raw<unknown>(null);
  /** These are the clips of a wall, not a feed. */
  fromWall = $state(false);

  /** The cursor and the receipt of the last page. */
  next: string | null = null;
  receipt: string | null = null;
  /** Grows when what is asked for is not wanted any more. */
  turn = 0;
  #fetching: Promise<void> | null = null;
  #rerankTimer: ReturnType<typeof setTimeout> | undefined;
  #wall: Wall | null = null;
  /** How many of the wall's clips were taken over. */
  #hung = 0;

  /** As the API names it. */
  name: string;

  constructor(name: string) {
    this.name = name;
    feeds.push(this);
  }

  get current(): Entry | null {
    return this.items[this.index] ?? null;
  }

  find(id: string): Entry | undefined {
    return this.items.find((item) => item.id === id);
  }

  /** The first page, with `firstVideo` in front if one is named. Asking again starts over. */
  async open(firstVideo: string | null = null): Promise<void> {
    this.turn += 1;
    clearTimeout(this.#rerankTimer);
    this.status = 'loading';
    this.ended = false;
    this.problem = null;
    this.next = null;
    const chosen = wall;
    wall = null;
    if (this.#openAt(chosen, firstVideo)) return;
    const direct = firstVideo ? this.#fetchVideo(firstVideo) : Promise.resolve(null);
    const boot = bootPage();
    this.name = boot?.name ?? this.name;
    const page =
      boot?.name || (boot && this.name === 'for_you') ? Promise.resolve(boot) : this.fetchPage(null);
    try {
      const [head, list] = await Promise.allSettled([direct, page]);
      if (head.status === 'rejected') throw head.reason;
      if (list.status === 'rejected' && !head.value) throw list.reason;
      const first = head.value ? [asEntry(head.value)] : [];
      const rest = list.status === 'fulfilled' ? this.accept(list.value) : [];
      this.items = [...first, ...rest.filter((item) => item.id !== firstVideo)];
      this.index = 0;
      this.status = this.items.length > 0 ? 'ready' : 'empty';
    } catch (error) {
      this.items = [];
      this.problem = error;
      this.status = error instanceof ApiError && error.status === 401 ? 'signed_out' : 'failed';
    }
  }

  /** Fetches the next page when the end comes near. */
  async more(): Promise<void> {
    if (this.ended || this.status !== 'ready' || this.items.length - this.index > lowWater) return;
    this.#fetching ??= this.#append().finally(() => (this.#fetching = null));
    await this.#fetching;
  }

  /** Hangs a whole wall and stands before one clip of it; false when it is not there. */
  #openAt(chosen: Wall | null, video: string | null): boolean {
    const there = chosen?.clips.some(({ id, media }) => id === video && media !== null) ?? false;
    this.fromWall = there;
    this.#wall = there ? chosen : null;
    this.#hung = 0;
    if (!there) return false;
    this.items = [];
    this.#hang();
    this.index = this.items.findIndex(({ id }) => id === video);
    this.status = 'ready';
    void this.more();
    return true;
  }

  /** What has come to the wall since. */
  #hang(): void {
    const fresh = this.#wall?.clips.slice(this.#hung) ?? [];
    this.#hung += fresh.length;
    this.items = [...this.items, ...fresh.filter(({ media }) => media !== null).map(asEntry)];
  }

  async #append(): Promise<void> {
    if (this.#wall) {
      const more = await this.#wall.more();
      this.#hang();
      this.ended = !more;
      return;
    }
    const cursor = this.next;
    if (cursor === null) {
      this.ended = true;
      return;
    }
    try {
      const page = await this.fetchPage(cursor);
      if (this.next !== cursor) return; // Begun anew meanwhile.
      const fresh = this.accept(page);
      const known = new Set(this.items.map((item) => item.id));
      const added = fresh.filter((item) => !known.has(item.id));
      this.items = [...this.items, ...added];
      if (this.next === null) this.ended = true;
    } catch {
      // The next swipe asks again; until then there is still something to watch.
    }
  }

  /** Another clip is on show. Moving on lets the rest be ranked by what was just learned. */
  moveTo(index: number): void {
    const on = index > this.index;
    this.index = index;
    if (on && !this.#wall && this.name !== 'following' && this.name !== 'latest') {
      clearTimeout(this.#rerankTimer);
      // Without a connection it may not be there to fetch: then the order stays.
      const rank = () => import('./anew').then((anew) => anew.rerank(this)).catch(() => undefined);
      this.#rerankTimer = setTimeout(rank, rerankAfterMs);
    }
    void this.more();
  }

  /** Changes one clip in place: a like, a follow, new counts. */
  patch(id: string, change: Partial<Video>): void {
    this.items = this.items.map((item) => (item.id === id ? { ...item, ...change } : item));
  }

  patchAuthor(handle: string, follow: boolean): void {
    this.items = this.items.map((item) =>
      item.author.handle === handle && item.my ? { ...item, my: { ...item.my, follow } } : item,
    );
  }

  /** Takes a clip off the wall; answers how to hang it back. */
  remove(id: string): () => void {
    const at = this.items.findIndex((item) => item.id === id);
    const entry = this.items[at];
    if (!entry) return () => undefined;
    this.items = this.items.filter((item) => item.id !== id);
    if (at < this.index || this.index >= this.items.length) this.index = Math.max(0, this.index - 1);
    if (this.items.length === 0) this.status = 'empty';
    return () => {
      if (this.find(id)) return;
      this.items = [...this.items.slice(0, at), entry, ...this.items.slice(at)];
      this.status = 'ready';
      if (at <= this.index) this.index += 1;
    };
  }

  accept(page: FeedPage): Entry[] {
    this.next = page.next;
    this.receipt = page.receipt?.id ?? null;
    const playable = page.items.filter((item) => item.media !== null);
    return playable.map((item) => ({ ...item, receipt: page.receipt?.id ?? null }));
  }

  fetchPage(cursor: string | null): Promise<FeedPage> {
    const interests = sessionStorage.getItem('vitrine:interests');
    const query = cursor ? { cursor } : interests ? { interests } : {};
    return ok(api.GET('/feed/{feed}', { params: { path: { feed: this.name }, query } }));
  }

  #fetchVideo(id: string): Promise<Video> {
    return ok(api.GET('/videos/{video}', { params: { path: { video: id } } }));
  }
}
