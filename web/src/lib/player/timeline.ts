/** Which bytes of a rung hold which moment. All times in milliseconds, as the server gives them. */
import type { Rung } from '$lib/api/types';

export interface Piece {
  index: number;
  startMs: number;
  endMs: number;
  firstByte: number;
  lastByte: number;
}

/** A cut rounded to whole milliseconds may lie this far beside the same cut in another rung. */
const toleranceMs = 20;

export class Timeline {
  readonly pieces: Piece[] = [];

  constructor(rung: Rung) {
    let startMs = 0;
    let firstByte = rung.init_bytes;
    rung.segments.forEach(([bytes = 0, ms = 0], index) => {
      const endMs = startMs + ms;
      this.pieces.push({ index, startMs, endMs, firstByte, lastByte: firstByte + bytes - 1 });
      startMs = endMs;
      firstByte += bytes;
    });
  }

  get durationMs(): number {
    return this.pieces.at(-1)?.endMs ?? 0;
  }

  /** The piece to play from `ms` on: the one that begins there, or else the one around it. */
  at(ms: number): Piece | null {
    let low = 0;
    let high = this.pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.pieces[middle]?.endMs ?? 0) <= ms + toleranceMs) low = middle + 1;
      else high = middle;
    }
    return this.pieces[low] ?? null;
  }
}
