/**
 * Plays the server's CMAF files through Media Source Extensions, without a manifest: the feed already says where each
 * second lies in each file. One range request brings the init part and the first second, so a clip starts after one
 * round trip. Works with ManagedMediaSource (Safari on phones has nothing else) and with MediaSource.
 */
import type { Rung } from '$lib/api/types';
import { pickRung, startRung, type Bandwidth } from './abr';
import type { Source, SourceHost } from './source';
import { Timeline, type Piece } from './timeline';

type MediaSourceMaker = { new (): MediaSource; isTypeSupported(type: string): boolean };

const retriesMax = 3;
const retryFirstMs = 300;
/** What stays behind the playing position when the browser runs out of room, in seconds. */
const keepBehindS = 4;

/** A film which the page itself opened before the app arrived (see early.ts). */
export interface Early {
  url: string;
  video: HTMLVideoElement;
  media: MediaSource;
  /** With the first piece of the lowest rung in it. */
  ready: Promise<SourceBuffer>;
}

interface Settings {
  bandwidth: Bandwidth;
  aheadS: number;
  /** Device pixels of the short side of the picture on the screen. */
  shortSideMax: () => number;
}

function maker(): MediaSourceMaker | null {
  const scope = globalThis as unknown as {
    ManagedMediaSource?: MediaSourceMaker;
    MediaSource?: MediaSourceMaker;
  };
  return scope.ManagedMediaSource ?? scope.MediaSource ?? null;
}

const typeOf = (rung: Rung) => `video/mp4; codecs="${rung.codecs}"`;

/** The rungs this browser can decode; empty where it has no Media Source Extensions. */
export function playableRungs(rungs: readonly Rung[]): Rung[] {
  const kind = maker();
  return kind ? rungs.filter((rung) => rung.segments.length > 0 && kind.isTypeSupported(typeOf(rung))) : [];
}

class HttpError extends Error {
  constructor(readonly status: number) {
    super(`HTTP ${status}`);
  }
}

/** The film of these rungs, if it is the one that was opened early; there is one, and it is taken once. */
export function takeEarly(rungs: readonly Rung[]): Early | null {
  const page = globalThis as unknown as { __first?: Early };
  const early = page.__first;
  if (!early || early.url !== rungs[0]?.url) return null;
  delete page.__first;
  return early;
}

export class CmafSource implements Source {
  readonly #media: MediaSource;
  readonly #abort = new AbortController();
  readonly #timelines: Timeline[];
  readonly #first: Promise<ArrayBuffer> | null = null;
  readonly #firstPiece: Piece;
  #buffer: SourceBuffer | null = null;
  /** Which rung the source buffer's init part belongs to. */
  #current: number;
  /** Everything before this is appended, as far as the playing position needs it. */
  #cursorMs = 0;
  #started = false;
  #busy = false;
  #closed = false;
  #aheadS: number;

  /** `rungs` must come from playableRungs() and not be empty. */
  readonly #video: HTMLVideoElement;
  readonly #rungs: readonly Rung[];
  readonly #settings: Settings;
  readonly #host: SourceHost;

  constructor(
    video: HTMLVideoElement,
    rungs: readonly Rung[],
    settings: Settings,
    host: SourceHost,
    early: Early | null = null,
  ) {
    this.#video = video;
    this.#rungs = rungs;
    this.#settings = settings;
    this.#host = host;
    this.#aheadS = settings.aheadS;
    this.#timelines = rungs.map((rung) => new Timeline(rung));
    this.#current = early ? 0 : startRung(rungs, settings.bandwidth.estimate, settings.shortSideMax());
    const rung = rungs[this.#current] as Rung;
    this.#firstPiece = this.#timelines[this.#current]?.at(0) as Piece;
    video.addEventListener('timeupdate', this.#wake);
    video.addEventListener('seeking', this.#moved);
    video.addEventListener('waiting', this.#moved);
    if (early) {
      this.#media = early.media;
      early.ready.then(
        (buffer) => this.#adopted(buffer),
        (error: unknown) => this.#fail(error),
      );
    } else {
      this.#first = this.#fetchRange(rung.url, 0, this.#firstPiece.lastByte, 'high');
      this.#first.catch(() => undefined); // Awaited later, in fill(); until then nobody may call it unhandled.
      const Maker = maker() as MediaSourceMaker;
      if (Maker !== (globalThis.MediaSource as unknown)) video.disableRemotePlayback = true;
      this.#media = new Maker();
      const address = URL.createObjectURL(this.#media);
      video.src = address;
      this.#media.addEventListener('sourceopen', () => this.#opened(address), { once: true });
    }
    this.#media.addEventListener('startstreaming', this.#wake);
  }

  setAhead(seconds: number): void {
    this.#aheadS = seconds;
    void this.#fill();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#abort.abort();
    this.#video.removeEventListener('timeupdate', this.#wake);
    this.#video.removeEventListener('seeking', this.#moved);
    this.#video.removeEventListener('waiting', this.#moved);
    this.#video.removeAttribute('src');
    this.#video.load();
  }

  #opened(address: string): void {
    URL.revokeObjectURL(address);
    if (this.#closed) return;
    const timeline = this.#timelines[this.#current] as Timeline;
    this.#media.duration = timeline.durationMs / 1000;
    this.#buffer = this.#media.addSourceBuffer(typeOf(this.#rungs[this.#current] as Rung));
    void this.#fill();
  }

  #adopted(buffer: SourceBuffer): void {
    if (this.#closed) return;
    this.#buffer = buffer;
    this.#media.duration = (this.#timelines[0] as Timeline).durationMs / 1000;
    this.#begun();
    void this.#fill();
  }

  /** The first piece is in. */
  #begun(): void {
    this.#started = true;
    this.#cursorMs = this.#firstPiece.endMs;
  }

  readonly #wake = (): void => void this.#fill();

  /** After a jump, loading goes on from where playing does. */
  readonly #moved = (): void => {
    const now = this.#video.currentTime;
    const ranges = this.#video.buffered;
    let cursor = now * 1000;
    for (let i = 0; i < ranges.length; i += 1) {
      // A start a little after zero is the codec's delay, not a hole.
      if (ranges.start(i) - 0.15 <= now && now < ranges.end(i))
        cursor = Math.max(cursor, ranges.end(i) * 1000);
    }
    const around = (this.#timelines[this.#current] as Timeline).at(cursor);
    this.#cursorMs = around?.startMs ?? cursor;
    void this.#fill();
  };

  async #fill(): Promise<void> {
    if (this.#busy || !this.#buffer || this.#closed) return;
    this.#busy = true;
    try {
      while (!this.#closed && (await this.#step()));
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#busy = false;
    }
  }

  /** Brings one more piece; false when there is enough. */
  async #step(): Promise<boolean> {
    if (!this.#started) {
      const bytes = (await this.#first) as ArrayBuffer;
      if (this.#closed) return false;
      await this.#append(bytes);
      this.#begun();
      return true;
    }
    if (this.#cursorMs - this.#video.currentTime * 1000 >= this.#aheadS * 1000) return false;
    const { bandwidth, shortSideMax } = this.#settings;
    const next = pickRung(this.#rungs, bandwidth.estimate, shortSideMax());
    const piece = this.#timelines[next]?.at(this.#cursorMs);
    if (!piece) {
      if (this.#media.readyState === 'open') this.#media.endOfStream();
      return false;
    }
    await this.#bring(next, piece);
    return true;
  }

  async #bring(next: number, piece: Piece): Promise<void> {
    const rung = this.#rungs[next] as Rung;
    const cursor = this.#cursorMs;
    const began = performance.now();
    const [init, bytes] = await Promise.all([
      next === this.#current ? null : this.#fetchRange(rung.url, 0, rung.init_bytes - 1),
      this.#fetchRange(rung.url, piece.firstByte, piece.lastByte),
    ]);
    this.#settings.bandwidth.sample(bytes.byteLength, performance.now() - began);
    if (this.#closed) return;
    if (init) {
      const before = this.#rungs[this.#current] as Rung;
      if (rung.codecs !== before.codecs) this.#buffer?.changeType(typeOf(rung));
      await this.#append(init);
      this.#current = next;
    }
    if (this.#closed) return;
    await this.#append(bytes);
    // Unless the viewer has jumped elsewhere meanwhile.
    if (this.#cursorMs === cursor) this.#cursorMs = piece.endMs;
  }

  async #append(bytes: ArrayBuffer): Promise<void> {
    try {
      await this.#update((buffer) => buffer.appendBuffer(bytes));
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'QuotaExceededError') throw error;
      const until = this.#video.currentTime - keepBehindS;
      if (until <= 0) throw error;
      await this.#update((buffer) => buffer.remove(0, until));
      await this.#update((buffer) => buffer.appendBuffer(bytes));
    }
  }

  #update(change: (buffer: SourceBuffer) => void): Promise<void> {
    const buffer = this.#buffer as SourceBuffer;
    return new Promise((resolve, reject) => {
      buffer.onupdateend = () => resolve();
      buffer.onerror = () => reject(new DOMException('the clip cannot be decoded', 'DataError'));
      change(buffer);
    });
  }

  async #fetchRange(url: string, from: number, to: number, priority?: RequestPriority): Promise<ArrayBuffer> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const headers = { Range: `bytes=${from}-${to}` };
        const answer = await fetch(url, { headers, signal: this.#abort.signal, priority });
        if (!answer.ok) throw new HttpError(answer.status);
        return await answer.arrayBuffer();
      } catch (error) {
        const final = error instanceof HttpError && error.status < 500;
        if (this.#closed || final || attempt >= retriesMax) throw error;
        await new Promise((resume) => setTimeout(resume, retryFirstMs * 2 ** attempt));
        if (this.#closed) throw error;
      }
    }
  }

  #fail(error: unknown): void {
    if (this.#closed) return;
    if (error instanceof HttpError) this.#host.trouble('gone');
    else if (error instanceof DOMException) this.#host.trouble('decode');
    else this.#host.trouble('network');
  }
}
