/**
 * A take: the segments recorded so far, and the one under way. Lives beside the pages, so that going to look something
 * up does not throw it away.
 */
import { join } from './join';
import type { Joined } from './joined';
import { recordingType } from './camera';

export interface Segment {
  blob: Blob;
  ms: number;
}

export type Phase = 'resting' | 'counting' | 'recording' | 'ending';

/** The encoder decides in the end; this is what a phone's own camera uses for 1080 lines, halved for the line. */
const videoBits = 6_000_000;
const audioBits = 128_000;
/** Handed over each second, so that little is in memory twice. */
const sliceMs = 1_000;
/** Shorter is a slip of the finger. */
const shortestMs = 250;

export class Take {
  segments = $state.raw<Segment[]>([]);
  phase = $state<Phase>('resting');
  /** Of the segment under way. */
  running = $state(0);
  /** Seconds left of the countdown. */
  count = $state(0);
  /** The first segment has sound, so all of them have. */
  sound = $state(true);
  /** Whatever comes next has to be as large. */
  size = $state.raw<{ width: number; height: number } | null>(null);

  #recorder: MediaRecorder | null = null;
  #type = '';
  #began = 0;
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Of all segments, with the one under way. */
  get ms(): number {
    return this.segments.reduce((sum, segment) => sum + segment.ms, 0) + this.running;
  }

  get empty(): boolean {
    return this.segments.length === 0;
  }

  /** Begins after `seconds`; `told` hears of each of them. */
  countDown(seconds: number, told: (left: number) => void, begin: () => void): void {
    this.phase = 'counting';
    this.count = seconds;
    const step = () => {
      if (this.phase !== 'counting') return;
      if (this.count === 0) return begin();
      told(this.count);
      this.#timer = setTimeout(() => {
        this.count -= 1;
        step();
      }, 1_000);
    };
    step();
  }

  /** Records until `stop()`, or until the whole is `most` long. */
  start(stream: MediaStream, most: number): void {
    clearTimeout(this.#timer);
    const type = recordingType() ?? '';
    const chunks: Blob[] = [];
    const recorder = new MediaRecorder(stream, {
      mimeType: type,
      videoBitsPerSecond: videoBits,
      audioBitsPerSecond: audioBits,
    });
    const before = this.ms;
    recorder.ondataavailable = ({ data }) => {
      if (data.size > 0) chunks.push(data);
    };
    recorder.onstop = () => this.#keep(chunks);
    recorder.onerror = () => this.stop();
    this.#recorder = recorder;
    this.#type = recorder.mimeType || type;
    this.#began = performance.now();
    this.phase = 'recording';
    if (this.empty) this.#settle(stream);
    recorder.start(sliceMs);
    const tick = () => {
      if (this.phase !== 'recording') return;
      this.running = performance.now() - this.#began;
      if (before + this.running >= most) this.stop();
      else this.#frame = requestAnimationFrame(tick);
    };
    tick();
  }

  stop(): void {
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
    if (this.phase === 'counting') this.phase = 'resting';
    if (this.phase !== 'recording') return;
    this.running = performance.now() - this.#began;
    this.phase = 'ending';
    if (this.#recorder && this.#recorder.state !== 'inactive') this.#recorder.stop();
  }

  /** Resolves when nothing is being written any more. */
  async settled(): Promise<void> {
    while (this.phase === 'ending') await new Promise((done) => setTimeout(done, 20));
  }

  dropLast(): void {
    this.segments = this.segments.slice(0, -1);
    if (this.empty) this.size = null;
  }

  clear(): void {
    this.stop();
    this.segments = [];
    this.size = null;
  }

  /** All of it as one file. Throws CannotJoin. */
  async file(): Promise<{ file: File; ms: number }> {
    await this.settled();
    const made: Joined = await join(
      this.segments.map(({ blob }) => blob),
      this.#type,
    );
    return { file: named(made.blob), ms: made.ms };
  }

  /** Each by itself, for when they cannot be one. */
  files(): File[] {
    return this.segments.map(({ blob }) => named(blob));
  }

  #settle(stream: MediaStream): void {
    const { width, height } = stream.getVideoTracks()[0]?.getSettings() ?? {};
    this.size = width && height ? { width, height } : null;
    this.sound = stream.getAudioTracks().length > 0;
  }

  #keep(chunks: Blob[]): void {
    const ms = this.running;
    this.running = 0;
    this.#recorder = null;
    if (chunks.length > 0 && ms >= shortestMs)
      this.segments = [...this.segments, { blob: new Blob(chunks, { type: this.#type }), ms }];
    else if (this.empty) this.size = null;
    this.phase = 'resting';
  }
}

let count = 0;
function named(blob: Blob): File {
  count += 1;
  const ending = blob.type.includes('mp4') ? 'mp4' : 'webm';
  const now = new Date();
  const two = (value: number) => String(value).padStart(2, '0');
  const at = `${two(now.getHours())}-${two(now.getMinutes())}-${two(now.getSeconds())}`;
  return new File([blob], `take-${at}-${count}.${ending}`, { type: blob.type.split(';')[0] ?? blob.type });
}

export const take = new Take();

if (typeof window !== 'undefined') {
  addEventListener('beforeunload', (event) => {
    if (!take.empty || take.phase === 'recording') event.preventDefault();
  });
}
