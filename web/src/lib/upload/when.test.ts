import { describe, expect, it } from 'vitest';
import { fromLocal, soon, toLocal } from './when';

describe('a moment on the clock of whoever looks', () => {
  it('is the same moment there and back, to the minute', () => {
    const minute = 60_000;
    // Steps of a prime number of minutes through two years: every hour, month and change of the clocks.
    for (let ms = Date.UTC(2026, 0, 1); ms < Date.UTC(2028, 0, 1); ms += 7919 * minute) {
      const back = fromLocal(toLocal(ms));
      // The hour that a clock shows twice is the one exception: it names the first or the second of them.
      expect([0, 60 * minute]).toContain(Math.abs(back - ms));
      expect(toLocal(back)).toBe(toLocal(ms));
    }
    expect(fromLocal('')).toBeNaN();
  });

  it('suggests a full hour that leaves time', () => {
    const now = new Date(2026, 5, 1, 10, 40, 12).getTime();
    expect(toLocal(soon(now))).toBe('2026-06-01T12:00');
    expect(toLocal(soon(new Date(2026, 5, 1, 10, 10).getTime()))).toBe('2026-06-01T11:00');
  });
});
