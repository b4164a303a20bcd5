/**
 * A look at other moments of a clip, in a small picture of its own: the lowest rung, one second of it at a time, with
 * no preparation on the server. A second of the lowest rung is about 45 kB and often in the browser's cache already.
 */
import { Bandwidth } from './abr';
import { CmafSource, playableRungs } from './cmaf';
import type { Loan } from './controller';
import { NativeSource } from './native';
import type { Source } from './source';

/** A browser shows no frame before it has a few more behind it; this is seldom another segment. */
const aheadS = 0.4;

export class Glance {
  readonly #video: HTMLVideoElement;
  readonly #source: Source;
  readonly #stop = new AbortController();
  #wanted: number | null = null;

  /** Plays nothing, and says nothing when it fails: the words beside it still tell the time. */
  constructor({ video, media }: Loan) {
    this.#video = video;
    video.muted = true;
    video.loop = false;
    const host = { trouble: () => this.close() };
    const [lowest] = playableRungs(media.rungs);
    const settings = { bandwidth: new Bandwidth(), aheadS, shortSideMax: () => 0 };
    this.#source = lowest
      ? new CmafSource(video, [lowest], settings, host)
      : new NativeSource(video, media, host);
    const options = { signal: this.#stop.signal };
    video.addEventListener('loadeddata', () => this.#go(), options);
    video.addEventListener('seeked', () => this.#go(), options);
  }

  /** Shows this moment, or the latest one asked for by the time the picture is free. */
  at(seconds: number): void {
    this.#wanted = seconds;
    if (!this.#video.seeking && this.#video.readyState >= 2) this.#go();
  }

  close(): void {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    this.#source.close();
  }

  #go(): void {
    if (this.#wanted === null) return;
    // The last frame ends where the clip does; there is nothing to show beyond it.
    this.#video.currentTime = Math.min(this.#wanted, Math.max(0, this.#video.duration - 0.1));
    this.#wanted = null;
  }
}
