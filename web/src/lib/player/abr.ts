/**
 * Which rung to fetch next. Throughput is a moving average of what segments really took; the choice leaves a margin,
 * because a picture that stops is worse than one that is a little soft.
 */
import type { Rung } from '$lib/api/types';

/** Take a rung only if the line is this much faster than its rate. */
const margin = 1.3;
/** A cold clip starts on the best rung whose first bytes arrive within this time. */
const startBudgetMs = 150;
/** Smaller answers measure the round trip, not the line. */
const sampleBytesMin = 20_000;
const weightOfNew = 0.3;
/** Before anything is known: a fair mobile line. */
const firstGuess = 1_200_000;

/** Lives as long as the page: how fast somebody's line is says where they are, so it is written nowhere. */
export class Bandwidth {
  #bitsPerSecond = firstGuess;

  get estimate(): number {
    return this.#bitsPerSecond;
  }

  sample(bytes: number, ms: number): void {
    if (bytes < sampleBytesMin) return;
    const seen = (bytes * 8000) / Math.max(ms, 1);
    this.#bitsPerSecond = (1 - weightOfNew) * this.#bitsPerSecond + weightOfNew * seen;
  }
}

/** What one feed has learned of the line holds for the next. */
export const line = new Bandwidth();

const shortSide = (rung: Rung) => Math.min(rung.width, rung.height);

/** The best of ascending `rungs` that fits the line and is not much finer than `shortSideMax` pixels. */
export function pickRung(rungs: readonly Rung[], bitsPerSecond: number, shortSideMax: number): number {
  let best = 0;
  rungs.forEach((rung, index) => {
    const fits = rung.bandwidth * margin < bitsPerSecond && shortSide(rung) <= shortSideMax * margin;
    if (fits) best = index;
  });
  return best;
}

/** Where a clip starts: the best rung whose init part and first segment arrive almost at once. */
export function startRung(rungs: readonly Rung[], bitsPerSecond: number, shortSideMax: number): number {
  let best = 0;
  rungs.forEach((rung, index) => {
    const bytes = rung.init_bytes + (rung.segments[0]?.[0] ?? 0);
    const quick = (bytes * 8000) / bitsPerSecond < startBudgetMs;
    if (quick && shortSide(rung) <= shortSideMax * margin) best = index;
  });
  return best;
}
