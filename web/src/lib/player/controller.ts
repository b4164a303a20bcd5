/**
 * The player of a feed: requests in, state out. It owns every <video> element (four at most, used again and again),
 * and knows which clip is on show, which ones may come next, and how far each may load.
 *
 *   activate(id)    this clip is on show: play it with sound as chosen
 *   speculate(id)   a finger has begun to pull it in: let it move already, silently
 *   refresh()       the order of clips has changed
 *   lend()          an element for a look at another moment (glance.ts)
 *
 * What makes a swipe feel instant, in order of effect: the neighbours' first two seconds are there before they are
 * needed; a pull of eight pixels starts the next clip; each waiting clip has been run for one frame and stopped.
 */
import type { Media } from '$lib/api/types';
import { line } from './abr';
import { CmafSource, playableRungs, takeEarly, type Early } from './cmaf';
import { Metrics, type PlayerFigures } from './metrics';
import { NativeSource } from './native';
import type { Source, Trouble } from './source';

export interface Playable {
  id: string;
  media: Media | null;
}

export interface PlayerView {
  id: string | null;
  playing: boolean;
  /** The picture has stopped to load, for long enough to be worth saying. */
  waiting: boolean;
  muted: boolean;
  rate: number;
  /** The browser wants a press before anything may move. */
  blocked: boolean;
  trouble: Trouble | null;
  /** The clip has shown its first frame; until then the poster stands for it. */
  shown: boolean;
}

export interface PlayerHost {
  /** The clips in order. */
  order(): readonly Playable[];
  /** Where a clip's picture goes, if that place is on the page. */
  stage(id: string): HTMLElement | undefined;
  changed(view: Readonly<PlayerView>): void;
  /** The active clip began (true) or stopped (false) to be watched: on show, visible and moving. */
  watching(id: string, on: boolean): void;
  looped(id: string): void;
  /** The active clip is over and stands on its last frame; only when it is not to begin again by itself. */
  over(id: string): void;
  measured(id: string, figures: PlayerFigures): void;
  /** Fresh addresses for a clip whose old ones are refused; null when there are none. */
  renew(id: string): Promise<Media | null>;
}

/** An element for a while, and the clip to be looked at in it. */
export interface Loan {
  video: HTMLVideoElement;
  media: Media;
}

const poolMax = 4;
const preloadAheadS = 2;
const activeAheadS = 8;
/** Only a clip that is still on show after this long may load beyond its first seconds. */
const dwellMs = 700;
/** After a swipe, neighbours wait this long, so that the clip on show comes first. */
const neighboursAfterMs = 150;
const waitingShownAfterMs = 280;
/** A clip that was left goes back to its first frame after this: meanwhile the decoder is the next one's. */
const rewindAfterMs = 300;
/** A pull that was let go again: the clip it started stops after this. */
const speculationEndsMs = 500;

interface Live {
  id: string;
  video: HTMLVideoElement;
  source: Source;
  renewed: boolean;
  moving: boolean;
  lastTime: number;
  rewinding?: ReturnType<typeof setTimeout>;
  stop: AbortController;
}

type SaveData = Navigator & { connection?: { saveData?: boolean } };

function prepared(video: HTMLVideoElement): HTMLVideoElement {
  video.playsInline = true;
  video.muted = true;
  video.preload = 'auto';
  video.disablePictureInPicture = true;
  video.tabIndex = -1;
  video.setAttribute('aria-hidden', 'true'); // The article around it says what it shows.
  return video;
}

export class FeedPlayer {
  readonly #live = new Map<string, Live>();
  readonly #spare: HTMLVideoElement[] = [];
  readonly #metrics = new Metrics();
  #frugal = false;
  #loops = true;
  #lent: HTMLVideoElement | null = null;
  readonly #stop = new AbortController();
  #activeId: string | null = null;
  #pulled: string | null = null;
  #pausedByViewer = false;
  #heldBack = false;
  #neighboursTimer: ReturnType<typeof setTimeout> | undefined;
  #dwellTimer: ReturnType<typeof setTimeout> | undefined;
  #waitingTimer: ReturnType<typeof setTimeout> | undefined;
  #letGoTimer: ReturnType<typeof setTimeout> | undefined;
  #watched: string | null = null;
  #view: PlayerView = {
    id: null,
    playing: false,
    waiting: false,
    muted: true,
    rate: 1,
    blocked: false,
    trouble: null,
    shown: false,
  };

  readonly #host: PlayerHost;

  constructor(host: PlayerHost) {
    this.#host = host;
    document.addEventListener('visibilitychange', this.#visibility, { signal: this.#stop.signal });
  }

  get activeClip(): string | null {
    return this.#activeId;
  }

  /** Puts a clip on show. */
  activate(id: string): void {
    if (id === this.#activeId) return;
    const clip = this.#clip(id);
    if (!clip) return;
    this.#leave();
    const firstEver = this.#view.id === null;
    this.#activeId = id;
    this.#pausedByViewer = this.#heldBack;
    const live = this.#ensure(clip);
    const alreadyMoving = live?.moving === true;
    this.#metrics.activated(performance.now(), alreadyMoving);
    if (alreadyMoving) this.#metrics.moving(performance.now());
    this.#show({ id, playing: false, waiting: false, blocked: false, trouble: null, shown: alreadyMoving });
    if (!live) {
      this.#show({ trouble: clip.media ? null : 'gone' });
      return;
    }
    if (this.#pulled === id) this.#pulled = null;
    this.#dropPulled();
    live.video.muted = this.#view.muted;
    live.video.playbackRate = this.#view.rate;
    if (!this.#pausedByViewer && this.#inSight()) {
      // Set moving by a pull it goes on, and the element tells of no beginning.
      const plays = !live.video.paused && live.video.readyState > 2;
      this.#start(live);
      if (plays) this.#playing();
    }
    if (document.pictureInPictureElement) void this.floatOut();
    this.#planLoading(live, firstEver);
  }

  /** A finger is pulling this clip in: let it move already, silently. */
  speculate(id: string): void {
    if (id === this.#activeId || id === this.#pulled || this.#frugal || this.#heldBack) return;
    const live = this.#live.get(id);
    if (!live) return;
    this.#dropPulled();
    clearTimeout(this.#letGoTimer);
    this.#pulled = id;
    live.video.muted = true;
    this.#start(live);
  }

  /** The finger has left; unless the clip comes on show, it stops again. */
  letGo(): void {
    clearTimeout(this.#letGoTimer);
    this.#letGoTimer = setTimeout(() => this.#dropPulled(), speculationEndsMs);
  }

  /** The order has changed: neighbours are chosen anew, the clip on show stays. */
  refresh(): void {
    if (this.#activeId && !this.#clip(this.#activeId)) this.#leave();
    this.#planNeighbours();
  }

  toggle(): void {
    const live = this.#active();
    if (!live) return;
    if (!live.video.paused) {
      this.pause();
      return;
    }
    this.#pausedByViewer = false;
    this.#heldBack = false;
    this.#start(live);
  }

  /** Stands still until the viewer wants otherwise. */
  pause(): void {
    this.#pausedByViewer = true;
    this.#active()?.video.pause();
  }

  /** The clip on show from its beginning, as if it looped. */
  again(): void {
    const live = this.#active();
    if (!live) return;
    this.#host.looped(live.id);
    live.lastTime = 0;
    live.video.currentTime = 0;
    this.#start(live);
  }

  /** Keeps everything still (no autoplay wanted, or a sheet with text input lies above). */
  hold(on: boolean): void {
    const live = this.#active();
    if (on && live && !live.video.paused) {
      live.video.pause();
      this.#held = true;
    } else if (!on && this.#held && live && !this.#pausedByViewer) {
      this.#start(live);
    }
    if (!on) this.#held = false;
  }
  #held = false;

  /** New clips wait for a press instead of playing by themselves. */
  setAutoplay(on: boolean): void {
    this.#heldBack = !on;
  }

  /** Clips begin again by themselves, or the host hears that they are over. */
  setLoops(on: boolean): void {
    this.#loops = on;
    for (const { video } of this.#live.values()) video.loop = on;
  }

  /** Saving data: the lowest rung, and one clip ahead; auto does so where the device asks for it. */
  setSaver(choice: 'auto' | 'on' | 'off'): void {
    this.#frugal =
      choice === 'on' || (choice === 'auto' && (navigator as SaveData).connection?.saveData === true);
  }

  setMuted(muted: boolean): void {
    const live = this.#active();
    if (live) live.video.muted = muted;
    this.#show({ muted });
  }

  setRate(rate: number): void {
    const live = this.#active();
    if (live) live.video.playbackRate = rate;
    this.#show({ rate });
  }

  seekBy(seconds: number): void {
    const live = this.#active();
    if (live) this.seekTo(live.video.currentTime + seconds);
  }

  seekTo(seconds: number): void {
    const live = this.#active();
    if (!live) return;
    const end = Number.isFinite(live.video.duration) ? live.video.duration : Infinity;
    live.video.currentTime = Math.min(Math.max(0, seconds), Math.max(0, end - 0.05));
  }

  /** Into a little window of its own, which stays above everything; the clips that follow come along. */
  async floatOut(): Promise<void> {
    const live = this.#active();
    if (!live) return;
    const { video } = live;
    video.disablePictureInPicture = false;
    // A clip of which nothing has arrived has no size yet, and is refused.
    if (video.readyState === HTMLMediaElement.HAVE_NOTHING) {
      const options = { once: true, signal: live.stop.signal };
      await new Promise((arrived) => video.addEventListener('loadedmetadata', arrived, options));
    }
    if (live === this.#active()) await video.requestPictureInPicture();
  }

  /**
   * Lends an element for a look at other moments of the clip on show; a waiting clip gives up its own for it. Null
   * when there is nothing to look at, or data is to be saved.
   */
  lend(): Loan | null {
    const media = this.#activeId ? this.#clip(this.#activeId)?.media : null;
    if (!media || this.#frugal || this.#lent) return null;
    this.#lent = this.#element();
    return { video: this.#lent, media };
  }

  takeBack(): void {
    this.#lent?.remove();
    if (this.#lent) this.#spare.push(this.#lent);
    this.#lent = null;
  }

  /** Where the active clip is, in seconds; read as often as you draw. */
  position(): { at: number; of: number; loaded: number } {
    const video = this.#active()?.video;
    if (!video || !Number.isFinite(video.duration)) return { at: 0, of: 0, loaded: 0 };
    const { buffered } = video;
    const loaded = buffered.length > 0 ? buffered.end(buffered.length - 1) : 0;
    return { at: video.currentTime, of: video.duration, loaded };
  }

  /** Tries a clip that failed once more. */
  retry(): void {
    const id = this.#activeId;
    if (!id) return;
    this.#release(id);
    this.#activeId = null;
    this.activate(id);
  }

  destroy(): void {
    this.#leave();
    this.#stop.abort();
    clearTimeout(this.#letGoTimer);
    for (const id of [...this.#live.keys()]) this.#release(id);
    this.takeBack();
    for (const video of this.#spare) video.remove();
    this.#spare.length = 0;
  }

  // -------------------------------------------------------------------------------------------------------------

  #clip(id: string): Playable | undefined {
    return this.#host.order().find((clip) => clip.id === id);
  }

  #active(): Live | undefined {
    return this.#activeId ? this.#live.get(this.#activeId) : undefined;
  }

  #show(change: Partial<PlayerView>): void {
    this.#view = { ...this.#view, ...change };
    this.#host.changed(this.#view);
  }

  /** Takes the clip on show off it. */
  #leave(): void {
    clearTimeout(this.#dwellTimer);
    clearTimeout(this.#neighboursTimer);
    clearTimeout(this.#waitingTimer);
    const id = this.#activeId;
    if (!id) return;
    this.#watch(false);
    const figures = this.#metrics.take();
    if (figures) this.#host.measured(id, figures);
    const live = this.#live.get(id);
    if (live) this.#rest(live);
    this.#activeId = null;
  }

  /** The page is, or the clip in its own window. */
  #inSight(): boolean {
    return !document.hidden || !!document.pictureInPictureElement;
  }

  #watch(on: boolean): void {
    const id = on ? this.#activeId : null;
    if (id === this.#watched) return;
    if (this.#watched) this.#host.watching(this.#watched, false);
    this.#watched = id;
    if (id) this.#host.watching(id, true);
  }

  #dropPulled(): void {
    const live = this.#pulled && this.#pulled !== this.#activeId ? this.#live.get(this.#pulled) : undefined;
    this.#pulled = null;
    if (live) this.#rest(live);
  }

  /** Silent and still; back to the first frame once it is out of sight and the next clip has begun. */
  #rest(live: Live): void {
    live.video.pause();
    live.video.muted = true;
    live.video.playbackRate = 1;
    live.moving = false;
    clearTimeout(live.rewinding);
    live.rewinding = setTimeout(() => this.#rewind(live), rewindAfterMs);
  }

  #rewind(live: Live): void {
    clearTimeout(live.rewinding);
    live.rewinding = undefined;
    live.video.currentTime = 0;
  }

  #start(live: Live): void {
    if (live.rewinding) this.#rewind(live);
    this.#awaitMotion(live);
    live.video.play().catch((error: unknown) => this.#refused(live, error));
  }

  #refused(live: Live, error: unknown): void {
    if (live.id !== this.#activeId || !(error instanceof DOMException) || error.name !== 'NotAllowedError')
      return;
    if (!live.video.muted) {
      // Sound needs a press first; moving pictures usually do not.
      this.setMuted(true);
      live.video.play().catch(() => this.#show({ blocked: true }));
      return;
    }
    this.#show({ blocked: true });
  }

  /** Notices the first frame that differs from the one the clip stood on. */
  #awaitMotion(live: Live): void {
    if (live.moving) return;
    const moved = (): void => {
      if (live.moving) return;
      live.moving = true;
      if (live.id !== this.#activeId) return;
      this.#metrics.moving(performance.now());
      this.#show({ shown: true });
    };
    if (!('requestVideoFrameCallback' in live.video)) {
      (live.video as HTMLVideoElement).addEventListener('timeupdate', moved, {
        once: true,
        signal: live.stop.signal,
      });
      return;
    }
    const stoodAt = live.video.currentTime;
    const frame = (_now: number, data: VideoFrameCallbackMetadata): void => {
      if (live.stop.signal.aborted || live.moving) return;
      if (live.id === this.#activeId && !this.#view.shown) this.#show({ shown: true });
      if (data.mediaTime > stoodAt + 0.001 && !live.video.paused) moved();
      else live.video.requestVideoFrameCallback(frame);
    };
    live.video.requestVideoFrameCallback(frame);
  }

  /** Runs a waiting clip for one frame, so that starting it later costs no decoding. */
  #park(live: Live): void {
    if (this.#frugal || live.id === this.#activeId || live.id === this.#pulled) return;
    const { video } = live;
    video.muted = true;
    const rest = (): void => {
      if (live.id === this.#activeId || live.id === this.#pulled) return;
      video.pause();
    };
    video.play().then(
      () => ('requestVideoFrameCallback' in video ? video.requestVideoFrameCallback(rest) : rest()),
      () => undefined,
    );
  }

  #planLoading(live: Live, firstEver: boolean): void {
    clearTimeout(this.#dwellTimer);
    this.#dwellTimer = setTimeout(() => live.source.setAhead(activeAheadS), firstEver ? 0 : dwellMs);
    clearTimeout(this.#neighboursTimer);
    const { id } = live;
    const plan = (): void => {
      if (this.#activeId === id) this.#planNeighbours();
    };
    if (firstEver) live.video.addEventListener('playing', () => setTimeout(plan), { once: true });
    // Should the first clip never play, the others must still get their chance.
    this.#neighboursTimer = setTimeout(plan, firstEver ? 2500 : neighboursAfterMs);
  }

  /** One clip back, two ahead (when saving data one ahead alone); everything else gives its element back. */
  #planNeighbours(): void {
    const order = this.#host.order();
    const at = order.findIndex((clip) => clip.id === this.#activeId);
    if (at < 0) return;
    const ahead = [order[at + 1], ...(this.#frugal ? [] : [order[at + 2], order[at - 1]])];
    const wanted = ahead.filter((clip) => !!clip);
    const keep = new Set([this.#activeId, this.#pulled, ...wanted.map((clip) => clip.id)]);
    for (const id of [...this.#live.keys()]) if (!keep.has(id)) this.#release(id);
    for (const clip of wanted) this.#ensure(clip);
  }

  #ensure(clip: Playable): Live | null {
    const known = this.#live.get(clip.id);
    if (known) {
      const stage = this.#host.stage(clip.id);
      if (stage && known.video.parentElement !== stage) stage.append(known.video);
      return known;
    }
    const stage = this.#host.stage(clip.id);
    if (!clip.media || !stage) return null;
    const early = takeEarly(clip.media.rungs);
    const video = early ? prepared(early.video) : this.#element();
    video.loop = this.#loops;
    stage.append(video);
    const stop = new AbortController();
    const live: Live = { id: clip.id, video, stop, renewed: false, moving: false, lastTime: 0 } as Live;
    this.#live.set(clip.id, live);
    this.#listen(live);
    live.source = this.#open(live, clip.media, early);
    return live;
  }

  #element(): HTMLVideoElement {
    const spare = this.#spare.pop();
    if (spare) return spare;
    if (this.#live.size + (this.#lent ? 1 : 0) >= poolMax) this.#releaseFarthest();
    const again = this.#spare.pop();
    if (again) return again;
    return prepared(document.createElement('video'));
  }

  #releaseFarthest(): void {
    const order = this.#host.order();
    const at = order.findIndex((clip) => clip.id === this.#activeId);
    let farthest: string | null = null;
    let distance = -1;
    for (const id of this.#live.keys()) {
      const place = order.findIndex((clip) => clip.id === id);
      const away = place < 0 ? Infinity : Math.abs(place - at);
      if (id !== this.#activeId && id !== this.#pulled && away > distance) {
        farthest = id;
        distance = away;
      }
    }
    if (farthest) this.#release(farthest);
  }

  #release(id: string): void {
    const live = this.#live.get(id);
    if (!live) return;
    this.#live.delete(id);
    live.stop.abort();
    clearTimeout(live.rewinding);
    live.video.pause();
    live.source.close();
    live.video.remove();
    this.#spare.push(live.video);
  }

  #open(live: Live, media: Media, early: Early | null = null): Source {
    const host = { trouble: (what: Trouble) => void this.#trouble(live, what) };
    const rungs = playableRungs(media.rungs);
    if (rungs.length === 0) return new NativeSource(live.video, media, host);
    const shortSideMax = () => {
      const box = live.video.getBoundingClientRect();
      return (Math.min(box.width, box.height) || 360) * devicePixelRatio;
    };
    const settings = { bandwidth: line, aheadS: preloadAheadS, shortSideMax };
    return new CmafSource(live.video, this.#frugal ? rungs.slice(0, 1) : rungs, settings, host, early);
  }

  /** First aid in order: fresh addresses, then the plain MP4, then say so. */
  async #trouble(live: Live, what: Trouble): Promise<void> {
    if (this.#live.get(live.id) !== live) return;
    if (!live.renewed && what !== 'network') {
      live.renewed = true;
      const fresh = what === 'gone' ? await this.#host.renew(live.id) : (this.#clip(live.id)?.media ?? null);
      if (this.#live.get(live.id) !== live) return;
      if (fresh) {
        live.source.close();
        const plain = what === 'decode' && fresh.mp4 ? { ...fresh, rungs: [] } : fresh;
        live.source = this.#open(live, plain);
        if (live.id === this.#activeId && !this.#pausedByViewer) this.#start(live);
        return;
      }
    }
    if (live.id === this.#activeId) this.#show({ trouble: what, waiting: false });
    else this.#release(live.id);
  }

  #listen(live: Live): void {
    const { video } = live;
    const options = { signal: live.stop.signal };
    const isActive = () => live.id === this.#activeId;
    video.addEventListener('loadeddata', () => this.#park(live), options);
    video.addEventListener('seeked', () => this.#park(live), options);
    video.addEventListener('playing', () => isActive() && this.#playing(), options);
    video.addEventListener('pause', () => isActive() && this.#paused(), options);
    video.addEventListener('waiting', () => isActive() && this.#waits(live), options);
    video.addEventListener('ended', () => isActive() && this.#host.over(live.id), options);
    const time = (): void => {
      if (!isActive()) return;
      // With `loop` the element jumps back by itself and fires no "ended".
      const jumped = live.lastTime - video.currentTime;
      if (!video.seeking && jumped > 0.5 && video.currentTime < 1 && live.lastTime > video.duration - 0.75) {
        this.#host.looped(live.id);
      }
      live.lastTime = video.currentTime;
    };
    video.addEventListener('timeupdate', time, options);
    video.addEventListener('seeked', time, options);
  }

  #playing(): void {
    clearTimeout(this.#waitingTimer);
    this.#show({ playing: true, waiting: false, blocked: false, trouble: null });
    this.#watch(this.#inSight());
  }

  #paused(): void {
    clearTimeout(this.#waitingTimer);
    this.#show({ playing: false, waiting: false });
    this.#watch(false);
  }

  #waits(live: Live): void {
    this.#watch(false);
    clearTimeout(this.#waitingTimer);
    this.#waitingTimer = setTimeout(() => this.#show({ waiting: true }), waitingShownAfterMs);
    const { video } = live;
    const jumping = video.seeking || video.currentTime < 0.2;
    if (live.moving && !jumping) this.#metrics.stalled();
  }

  readonly #visibility = (): void => {
    const live = this.#active();
    if (!live) return;
    if (!this.#inSight()) live.video.pause();
    else if (!this.#pausedByViewer && !this.#held) this.#start(live);
  };
}
