import { describe, expect, it } from 'vitest';
import { finishedOf, hourMs, placeOf, ratioOf, slotOf, ticksOf } from './measures';

const noon = 473_000 * hourMs;

describe('measures', () => {
  it('says nothing of the end of showings of which none has ended', () => {
    expect(finishedOf({ shown: 3, ended: 0, finished: 0, skipped: 0 })).toBeNull();
    expect(finishedOf({ shown: 3, ended: 2, finished: 1, skipped: 1 })).toBe(0.5);
  });

  it('puts an hour at its place, however many are missing between', () => {
    const now = noon + 25 * 60_000;
    expect(slotOf(noon, now)).toBe(23);
    expect(slotOf(noon - 9 * hourMs, now)).toBe(14);
    expect(slotOf(noon - 23 * hourMs, now)).toBe(0);
    for (const width of [8, 30])
      for (const { at, begins } of ticksOf(width, now)) expect(slotOf(begins, now)).toBe(at);
  });

  it('has a scale from a half to twice, and tells what lies beyond it', () => {
    expect(placeOf(1)).toEqual({ at: 0.5, beyond: null });
    expect(placeOf(2)).toEqual({ at: 1, beyond: null });
    expect(placeOf(0.5)).toEqual({ at: 0, beyond: null });
    expect(placeOf(2.1)).toEqual({ at: 1, beyond: 'above' });
    expect(placeOf(0)).toEqual({ at: 0, beyond: 'below' });
    expect(ratioOf({ predicted: 0.1, happened: 0 })).toBe(0);
    expect(ratioOf({ predicted: 0, happened: 0 })).toBeNull();
  });
});
