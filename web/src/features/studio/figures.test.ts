import { describe, expect, it } from 'vitest';
import type { FigureCell } from '$lib/api/types';
import { byWay, dayMs, daysOf, followersOverTime, peopleOf, retention } from './figures';

const cell = (more: Partial<FigureCell> = {}): FigureCell => ({
  from: 0,
  to: dayMs,
  ways: { for_you: 20, following: 5, other_feeds: -3, direct: 10 },
  reaches: [10, 0, 0, 0, 0, 10, 0, -2, 0, 0, 20],
  ...more,
});

describe('figures', () => {
  it('counts people of a cell with its noise, never below none', () => {
    expect(peopleOf(cell())).toBe(32);
    expect(peopleOf(cell({ ways: { for_you: -4, following: 0, other_feeds: 0, direct: 1 } }))).toBe(0);
    expect(daysOf(cell({ to: 9 * dayMs }))).toBe(9);
  });

  it('sums the ways before it cuts off what is below zero', () => {
    const other = cell({ ways: { for_you: 1, following: 1, other_feeds: 8, direct: -20 } });
    expect(byWay([cell(), other])).toEqual({ for_you: 21, following: 6, other_feeds: 5, direct: 0 });
  });

  it('draws a curve that begins with all and never rises', () => {
    const curve = retention([cell()]);
    expect(curve).toHaveLength(11);
    expect(curve[0]).toBe(1);
    expect(curve[1]).toBe(0.75);
    expect(curve[5]).toBe(0.75);
    expect(curve[6]).toBe(0.5);
    expect(curve[10]).toBe(0.5);
    for (let at = 1; at < 11; at += 1) expect(curve[at]).toBeLessThanOrEqual(curve[at - 1] ?? 0);
    expect(retention([])).toEqual([]);
  });

  it('adds up followers day by day', () => {
    const days = [{ day: dayMs, came: 2 }];
    expect(followersOverTime({ before: 5, days }, 0, 2 * dayMs).map((point) => point.followers)).toEqual([
      5, 7, 7,
    ]);
  });
});
