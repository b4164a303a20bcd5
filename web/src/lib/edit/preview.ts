/**
 * The result as it will be, without rendering it: two video elements take turns, a canvas shows what the server would
 * (montage.ts). While one plays a clip the other one already waits at the beginning of the next.
 */
import { begins, clipMs, lengthMs, middle, type Edit, type Placing } from './document';
import { draw, measured } from './lettering';
import {
  boxOf,
  frameOf,
  geometry,
  pictureAt,
  pictures,
  shownAt,
  stageOf,
  type Box,
  type Size,
} from './montage';

export interface Source extends Size {
  key: string;
  url: string;
  duration_ms: number;
  sound: boolean;
}

/** Behind the very moment, so that rounding never shows the picture before. */
const afterS = 0.0005;

class Deck {
  readonly video = document.createElement('video');
  url = '';
  atMs = -1;

  constructor() {
    this.video.playsInline = true;
    this.video.preload = 'auto';
    this.video.crossOrigin = 'anonymous';
    this.video.muted = true;
  }

  async show(url: string, ms: number): Promise<void> {
    if (this.url !== url) {
      this.url = url;
      this.atMs = -1;
      this.video.src = url;
      await this.#once('loadeddata');
    }
    if (this.atMs === ms) return;
    this.video.pause();
    const sought = this.#once('seeked');
    this.video.currentTime = Math.min(ms / 1000 + afterS, Math.max(0, this.video.duration - 0.001));
    await sought;
    this.atMs = ms;
  }

  #once(what: string): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.video.removeEventListener(what, done);
        this.video.removeEventListener('error', done);
        resolve();
      };
      const timer = setTimeout(done, 8_000);
      this.video.addEventListener(what, done);
      this.video.addEventListener('error', done);
    });
  }

  close(): void {
    this.video.pause();
    this.video.removeAttribute('src');
    this.video.load();
  }
}

interface Needs {
  canvas: HTMLCanvasElement;
  edit: () => Edit;
  sources: () => Source[];
  voiceUrl: () => string | null;
  /** Where it is, in the result; `ended` when it stopped by itself. */
  onmove: (ms: number, ended: boolean) => void;
}

export class Preview {
  #needs: Needs;
  #decks: [Deck, Deck] = [new Deck(), new Deck()];
  /** Somebody else's clip: seen beside one's own in a duet, heard there and where only its sound is used. */
  #beside: Deck | null = null;
  #voice = new Audio();
  #wanted: number | null = null;
  #seeking = false;
  #frame = 0;
  #clip = 0;
  #letters = new Map<string, HTMLCanvasElement>();
  playing = false;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** The frame of the result. */
  get frame(): Size {
    return frameOf(this.#needs.edit(), this.#needs.sources());
  }

  /** Shows the picture of this moment as soon as it can; of many asked for meanwhile, the last. */
  seek(ms: number): void {
    this.#wanted = ms;
    if (!this.#seeking) void this.#goThere();
  }

  async #goThere(): Promise<void> {
    this.#seeking = true;
    while (this.#wanted !== null) {
      const ms = this.#wanted;
      this.#wanted = null;
      const edit = this.#needs.edit();
      const k = Math.max(0, Math.min(pictures(edit) - 1, Math.floor((ms * edit.rate) / 1000 + 1e-6)));
      const { clip, sourceMs } = shownAt(edit, k);
      const source = this.#sourceOf(clip);
      if (!source) break;
      await Promise.all([
        this.#decks[0].show(source.url, sourceMs),
        edit.remix?.kind === 'duet' ? this.#showBeside((k * 1000) / edit.rate) : undefined,
      ]);
      this.#clip = clip;
      if (this.#wanted === null) this.#draw(k);
    }
    this.#seeking = false;
  }

  #sourceOf(clip: number): Source | undefined {
    const one = this.#needs.edit().clips[clip];
    return one && this.#needs.sources()[one.source];
  }

  /** Somebody else's clip at this moment of the result; null where none goes along. */
  async #showBeside(ms: number): Promise<Deck | null> {
    const { remix } = this.#needs.edit();
    const source = remix && this.#needs.sources()[remix.source];
    if (!source || remix.kind === 'stitch') return null;
    this.#beside ??= new Deck();
    await this.#beside.show(source.url, Math.min(remix.from_ms + ms, source.duration_ms - 1));
    return this.#beside;
  }

  async #startBeside(ms: number): Promise<void> {
    const { remix } = this.#needs.edit();
    const deck = await this.#showBeside(ms);
    if (!deck || !remix || !this.playing) return;
    deck.atMs = -1;
    deck.video.muted = remix.volume === 0;
    deck.video.volume = Math.min(1, remix.volume / 100);
    await deck.video.play().catch(() => undefined);
  }

  async play(ms: number): Promise<void> {
    const edit = this.#needs.edit();
    const from = ms >= lengthMs(edit) - 50 ? 0 : ms;
    this.playing = true;
    const { clip, sourceMs } = shownAt(edit, Math.floor((from * edit.rate) / 1000 + 1e-6));
    await this.#start(clip, sourceMs);
    void this.#startBeside(from);
    this.#startVoice(from);
    this.#tick();
  }

  pause(): void {
    this.playing = false;
    cancelAnimationFrame(this.#frame);
    for (const deck of this.#decks) deck.video.pause();
    this.#beside?.video.pause();
    this.#voice.pause();
  }

  /** The clip from this moment of its source on, on the deck that has it. */
  async #start(clip: number, sourceMs: number): Promise<void> {
    const edit = this.#needs.edit();
    const one = edit.clips[clip];
    const source = this.#sourceOf(clip);
    if (!one || !source) return this.pause();
    const deck = this.#decks[0];
    await deck.show(source.url, sourceMs);
    if (!this.playing) return;
    deck.atMs = -1;
    deck.video.muted = one.volume === 0;
    deck.video.volume = Math.min(1, one.volume / 100);
    deck.video.playbackRate = one.speed / 100;
    this.#clip = clip;
    await deck.video.play().catch(() => this.pause());
    // The other one goes where the next clip begins.
    const next = edit.clips[clip + 1];
    const following = next && this.#needs.sources()[next.source];
    if (next && following) void this.#decks[1].show(following.url, next.from_ms);
  }

  #startVoice(ms: number): void {
    const { voice } = this.#needs.edit();
    const url = this.#needs.voiceUrl();
    if (!voice || !url) return;
    if (this.#voice.src !== new URL(url, location.href).href) this.#voice.src = url;
    this.#voice.volume = Math.min(1, voice.volume / 100);
    if (ms < voice.from_ms) return;
    this.#voice.currentTime = (ms - voice.from_ms) / 1000;
    void this.#voice.play().catch(() => undefined);
  }

  #tick(): void {
    this.#frame = requestAnimationFrame(() => this.#tick());
    const edit = this.#needs.edit();
    const clip = edit.clips[this.#clip];
    if (!clip || !this.playing) return;
    const begin = begins(edit)[this.#clip] ?? 0;
    const { video } = this.#decks[0];
    const into = ((video.currentTime * 1000 - clip.from_ms) * 100) / clip.speed;
    const ms = begin + Math.max(0, into);
    if (into >= clipMs(clip) - 8 || video.ended) return this.#next(begin + clipMs(clip));
    const { voice } = edit;
    if (voice && this.#voice.paused && ms >= voice.from_ms && ms < voice.from_ms + 200) this.#startVoice(ms);
    this.#draw(Math.min(pictures(edit) - 1, Math.floor((ms * edit.rate) / 1000)));
    this.#needs.onmove(ms, false);
  }

  #next(ms: number): void {
    const edit = this.#needs.edit();
    this.#decks[0].video.pause();
    const following = edit.clips[this.#clip + 1];
    if (!following) {
      this.pause();
      return this.#needs.onmove(ms, true);
    }
    this.#decks = [this.#decks[1], this.#decks[0]];
    this.#clip += 1;
    cancelAnimationFrame(this.#frame);
    void this.#start(this.#clip, following.from_ms).then(() => {
      if (this.playing) this.#tick();
    });
  }

  #lettersOf(index: number): HTMLCanvasElement | null {
    const text = this.#needs.edit().texts[index];
    if (!text) return null;
    const { frame } = this;
    const key = JSON.stringify([text.text, text.size, text.colour, text.plate, frame]);
    let picture = this.#letters.get(key);
    if (!picture) {
      if (this.#letters.size > 60) this.#letters.clear();
      picture = draw(text, frame);
      this.#letters.set(key, picture);
    }
    return picture;
  }

  #draw(k: number): void {
    const edit = this.#needs.edit();
    const { canvas } = this.#needs;
    const brush = canvas.getContext('2d');
    const clip = edit.clips[this.#clip];
    const source = this.#sourceOf(this.#clip);
    const { video } = this.#decks[0];
    if (!brush || !clip || !source || video.videoWidth === 0) return;
    const { frame } = this;
    if (canvas.width !== frame.width || canvas.height !== frame.height) {
      canvas.width = frame.width;
      canvas.height = frame.height;
    }
    brush.fillStyle = '#000';
    brush.fillRect(0, 0, frame.width, frame.height);
    brush.imageSmoothingQuality = 'high';
    const stage = stageOf(edit, frame);
    lay(brush, video, source, clip.placing, stage.own);
    const other = edit.remix && this.#needs.sources()[edit.remix.source];
    const beside = this.#beside?.video;
    if (stage.other && other && beside && beside.videoWidth > 0)
      lay(brush, beside, other, middle, stage.other);
    edit.texts.forEach((text, index) => {
      if (k < pictureAt(edit, text.from_ms) || k >= pictureAt(edit, text.to_ms)) return;
      const picture = this.#lettersOf(index);
      if (!picture) return;
      const box = boxOf(measured(text, frame, picture), frame);
      brush.drawImage(picture, box.x, box.y, box.width, box.height);
    });
    canvas.dataset.picture = String(k);
  }

  close(): void {
    this.pause();
    this.#voice.removeAttribute('src');
    for (const deck of this.#decks) deck.close();
    this.#beside?.close();
  }
}

/** What plays here may be smaller than what the server takes. */
function lay(
  brush: CanvasRenderingContext2D,
  video: HTMLVideoElement,
  source: Size,
  placing: Placing,
  box: Box,
): void {
  const { crop, at } = geometry(placing, source, box);
  const across = video.videoWidth / source.width;
  const down = video.videoHeight / source.height;
  brush.drawImage(
    video,
    crop.x * across,
    crop.y * down,
    crop.width * across,
    crop.height * down,
    box.x + at.x,
    box.y + at.y,
    at.width,
    at.height,
  );
}
