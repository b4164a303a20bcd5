/**
 * How long one clip was really watched: only while it is on show, visible and moving. The first time through counts
 * in milliseconds, up to the clip's length; every further time round counts as a loop. Both together say everything,
 * and a clip left running in a corner cannot pass for hours of interest.
 */
export interface Watched {
  watched_ms: number;
  loops: number;
  finished: boolean;
  skipped: boolean;
}

/** Left within this time and not finished: skipped. The recommender's definition. */
export const skippedWithinMs = 2000;
/** The last frames of a clip are often black; this much of it is all of it. */
const finishedPart = 0.95;

export class WatchClock {
  #since: number | null = null;
  #sum = 0;
  #rounds = 0;

  readonly #durationMs: number;

  constructor(durationMs: number) {
    this.#durationMs = durationMs;
  }

  resume(now: number): void {
    this.#since ??= now;
  }

  pause(now: number): void {
    if (this.#since !== null && this.#rounds === 0) this.#sum += Math.max(0, now - this.#since);
    this.#since = null;
  }

  /** The clip has begun again from the start. */
  loop(now: number): void {
    const on = this.#since !== null;
    this.pause(now);
    this.#rounds += 1;
    if (on) this.#since = now;
  }

  /** Closes the account; null when nothing was watched at all. */
  end(now: number): Watched | null {
    this.pause(now);
    const watched = Math.round(Math.min(this.#sum, this.#durationMs));
    if (watched === 0 && this.#rounds === 0) return null;
    const finished = this.#rounds > 0 || watched >= this.#durationMs * finishedPart;
    return {
      watched_ms: watched,
      loops: this.#rounds,
      finished,
      skipped: !finished && watched < skippedWithinMs,
    };
  }
}
