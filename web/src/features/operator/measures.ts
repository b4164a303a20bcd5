/** What the operator's drawings are made of: shares, ratios, and where they stand. */
import type { Tally } from '$lib/api/types';

export const hourMs = 3_600_000;
/** Of every drawing over time: this hour and those before it. */
export const hoursDrawn = 24;

/** Share of the showings that ended which were watched to the end; nothing, where none has ended. */
export function finishedOf(tally: Tally): number | null {
  return tally.ended > 0 ? tally.finished / tally.ended : null;
}

export function beginOfHour(ms: number): number {
  return ms - (ms % hourMs);
}

/** The place of an hour among the 24 that end with the hour of `now`. */
export function slotOf(begins: number, now: number): number {
  return hoursDrawn - 1 - Math.round((beginOfHour(now) - begins) / hourMs);
}

/** The hours that are written below a drawing: on a phone fewer, the last two would run into each other. */
export function ticksOf(slotWidth: number, now: number): { at: number; begins: number }[] {
  const places = slotWidth < 14 ? [0, 8, 15, 23] : [0, 6, 12, 18, 23];
  return places.map((at) => ({ at, begins: beginOfHour(now) - (hoursDrawn - 1 - at) * hourMs }));
}

/** How often a thing happened for once that it was promised; nothing, where nothing was promised. */
export function ratioOf({ predicted, happened }: { predicted: number; happened: number }): number | null {
  return predicted > 0 ? happened / predicted : null;
}

export type Beyond = 'below' | 'above' | null;

/** Where a ratio stands on a logarithmic scale from ½× to 2×, 0 to 1, and whether it lies beyond its ends. */
export function placeOf(ratio: number): { at: number; beyond: Beyond } {
  const at = 0.5 + Math.log2(ratio) / 2;
  if (at < 0) return { at: 0, beyond: 'below' };
  if (at > 1) return { at: 1, beyond: 'above' };
  return { at, beyond: null };
}
