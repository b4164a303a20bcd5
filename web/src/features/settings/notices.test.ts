import { describe, expect, it } from 'vitest';
import { clockOf, minutesOf } from './notices';

const at = (offset: number) => ({ getTimezoneOffset: () => offset }) as Date;

describe('the minute of a day', () => {
  it('is read on the wall of whoever looks', () => {
    expect(clockOf(17 * 60, at(0))).toBe('17:00');
    expect(clockOf(17 * 60, at(-60))).toBe('18:00'); // Berlin in winter
    expect(clockOf(23 * 60 + 30, at(-120))).toBe('01:30');
    expect(clockOf(60, at(300))).toBe('20:00'); // New York
  });

  it('comes back from any wall', () => {
    for (const offset of [0, -60, -330, 300, 720, -840])
      for (const minute of [0, 1, 719, 1020, 1439])
        expect(minutesOf(clockOf(minute, at(offset)), at(offset))).toBe(minute);
  });
});
