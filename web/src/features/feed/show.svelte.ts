/**
 * Keeps three things in step: where the wall is scrolled to, which clip the store says is on show, and what the player
 * plays. Reads fingers, wheels and scrolling; keeps the account of what was watched. Knows no buttons and no panels.
 */
import { tick } from 'svelte';
import { announce } from '$lib/a11y/announce';
import { prefs } from '$lib/a11y/prefs.svelte';
import { api, ok } from '$lib/api/client';
import { feedEvents } from '$lib/feed/events';
import { PullReader, WheelGate } from '$lib/feed/gestures';
import type { Entry, FeedStore } from '$lib/feed/store.svelte';
import { WatchClock } from '$lib/feed/watch';
import { t } from '$lib/i18n/messages/feed';
import { FeedPlayer, type PlayerView } from '$lib/player/controller';
import { currentLocation, rename } from '$lib/router.svelte';

interface Heard {
  /** The clip on show began or stopped to be watched. */
  watching(on: boolean): void;
  /** It is over, and was not to begin again by itself. */
  over(): void;
  /** Pulled down at the very top. */
  pulled(): void;
}

export class Show {
  /** How the clip on show is doing. */
  view = $state.raw<PlayerView | null>(null);
  readonly player: FeedPlayer;

  readonly #store: () => FeedStore;
  readonly #heard: Heard;
  readonly #hosts = new Map<string, HTMLElement>();
  readonly #wheel = new WheelGate();
  readonly #pull = new PullReader();
  #scroller: HTMLElement | null = null;
  /** While we scroll by ourselves, the scroll position is not a wish. */
  #landing: number | null = null;
  #watched: { clip: Entry; clock: WatchClock } | null = null;

  constructor(store: () => FeedStore, heard: Heard) {
    this.#store = store;
    this.#heard = heard;
    this.player = new FeedPlayer({
      order: () => store().items,
      stage: (id) => this.#hosts.get(id),
      changed: (next) => (this.view = next),
      watching: (id, on) => {
        const clock = this.#clockOf(id);
        if (on) clock?.resume(performance.now());
        else clock?.pause(performance.now());
        heard.watching(on);
      },
      looped: (id) => this.#clockOf(id)?.loop(performance.now()),
      over: () => heard.over(),
      measured: (id, figures) => feedEvents.add({ kind: 'player', video: id, ...figures }),
      renew: (id) => this.#renew(id),
    });
  }

  /** Begins to listen to the element that scrolls; answers how to stop. */
  hang(scroller: HTMLElement): () => void {
    this.#scroller = scroller;
    const stop = new AbortController();
    const { signal } = stop;
    addEventListener('wheel', this.#wheeled, { passive: false, signal });
    scroller.addEventListener('scroll', this.#scrolled, { signal });
    scroller.addEventListener('scrollsnapchanging', this.#snapping, { signal });
    scroller.addEventListener('touchstart', this.#touched, { passive: true, signal });
    scroller.addEventListener('touchmove', this.#dragged, { passive: true, signal });
    scroller.addEventListener('touchend', this.#released, { signal });
    addEventListener('pagehide', () => this.settle(), { capture: true, signal });
    return () => {
      stop.abort();
      this.#scroller = null;
      this.settle();
      this.player.destroy();
    };
  }

  /** Where a clip's picture goes; answers how to take the place back. */
  readonly keepHost = (id: string, element: HTMLElement): (() => void) => {
    this.#hosts.set(id, element);
    if (id === this.player.activeClip) this.player.retry(); // Swiped to before it had its place.
    return () => {
      if (this.#hosts.get(id) === element) this.#hosts.delete(id);
    };
  };

  /** The last place there is to go to: a clip, or the card after them all. */
  get last(): number {
    const store = this.#store();
    return store.items.length - (store.ended ? 0 : 1);
  }

  goTo(wanted: number): void {
    const scroller = this.#scroller;
    const index = Math.max(0, Math.min(this.last, wanted));
    if (!scroller || (index === this.#store().index && this.#landing === null)) return;
    this.#landing = index;
    this.#present(index);
    const behavior = prefs.calm ? 'instant' : 'smooth';
    scroller.scrollTo({ top: index * scroller.clientHeight, behavior });
  }

  /** Without a way there: what is on the wall has changed. */
  async jump(index: number): Promise<void> {
    await tick();
    const scroller = this.#scroller;
    if (!scroller) return; // Left for another page meanwhile.
    this.#landing = index;
    scroller.scrollTo({ top: index * scroller.clientHeight, behavior: 'instant' });
    this.#present(index);
    // The browser tells of this scroll (and of the snapping after it) with the next two frames.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => (this.#landing = this.#landing === index ? null : this.#landing)),
    );
  }

  /** Fetches the wall anew, with this clip in front if one is named. */
  async open(firstVideo: string | null): Promise<void> {
    this.settle();
    await this.#store().open(firstVideo);
    await this.jump(this.#store().index);
  }

  /** Closes the account of the clip that leaves the show. */
  settle(): void {
    const seen = this.#watched;
    this.#watched = null;
    const watched = seen?.clock.end(performance.now());
    if (seen && watched) feedEvents.add({ kind: 'watched', ...originOf(seen.clip), ...watched });
  }

  #clockOf(id: string): WatchClock | null {
    return this.#watched?.clip.id === id ? this.#watched.clock : null;
  }

  #present(index: number): void {
    const store = this.#store();
    const clip = store.items[index];
    if (clip?.id === this.player.activeClip && this.#watched) return;
    this.settle();
    if (!clip) {
      if (index === store.items.length && store.ended) store.moveTo(index);
      return;
    }
    this.#watched = { clip, clock: new WatchClock(clip.duration_ms) };
    store.moveTo(index);
    this.player.activate(clip.id);
    feedEvents.add({ kind: 'shown', ...originOf(clip) });
    announce(t.clipBy({ name: `@${clip.author.handle}`, text: clip.title || clip.description }));
    if (currentLocation().path.startsWith('/v/')) rename(`/v/${clip.id}`);
  }

  async #renew(id: string): Promise<Entry['media']> {
    try {
      const { media } = await ok(api.GET('/videos/{video}', { params: { path: { video: id } } }));
      this.#store().patch(id, { media });
      return media;
    } catch {
      return null;
    }
  }

  readonly #scrolled = (): void => {
    const { scrollTop = 0, clientHeight = 1 } = this.#scroller ?? {};
    if (this.#landing === null) this.#present(Math.min(this.last, Math.round(scrollTop / clientHeight)));
    else if (Math.abs(scrollTop - this.#landing * clientHeight) < 2) this.#landing = null;
  };

  /** Chromium says which clip the swipe will end on before it has ended. */
  readonly #snapping = (event: Event): void => {
    const target = (event as Event & { snapTargetBlock?: HTMLElement }).snapTargetBlock;
    if (this.#landing === null && target?.dataset.index) this.#present(Number(target.dataset.index));
  };

  readonly #wheeled = (event: WheelEvent): void => {
    // While the page before it fades, the browser says that the whole document was meant.
    const target = event.target as Node | null;
    if (target !== document.documentElement && !this.#scroller?.contains(target)) return;
    if (event.ctrlKey) return;
    event.preventDefault();
    const step = this.#wheel.take(event.deltaY, performance.now());
    if (step !== 0) this.goTo(this.#store().index + step);
  };

  readonly #touched = (event: TouchEvent): void => {
    this.#landing = null;
    this.#pull.down(event.touches[0]?.clientY ?? 0);
  };

  readonly #dragged = (event: TouchEvent): void => {
    const side = this.#pull.move(event.touches[0]?.clientY ?? 0);
    const store = this.#store();
    const neighbour = side === 0 ? undefined : store.items[store.index + side];
    if (neighbour) this.player.speculate(neighbour.id);
  };

  readonly #released = (): void => {
    this.player.letGo();
    const atTop = this.#store().index === 0 && (this.#scroller?.scrollTop ?? 0) <= 0;
    if (this.#pull.up() && atTop) this.#heard.pulled();
  };
}

const originOf = (clip: Entry) => ({ video: clip.id, position: clip.position, receipt: clip.receipt });
