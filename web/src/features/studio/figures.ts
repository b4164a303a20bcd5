/** From the cells the server tells to what the page draws. A bar of a cell may be below zero: there is noise in it. */
import type { FigureCell } from '$lib/api/types';

export type Way = keyof FigureCell['ways'];
export const ways: Way[] = ['for_you', 'following', 'other_feeds', 'direct'];
export const dayMs = 86_400_000;

export const sum = (numbers: number[]): number => numbers.reduce((all, one) => all + one, 0);

/** People of one cell, by whichever way they came. */
export function peopleOf(cell: FigureCell): number {
  return Math.max(0, sum(Object.values(cell.ways)));
}

export function daysOf(cell: FigureCell): number {
  return Math.max(1, Math.round((cell.to - cell.from) / dayMs));
}

/** People by way, of all cells together; what noise leaves below zero is none. */
export function byWay(cells: FigureCell[]): Record<Way, number> {
  const total = (way: Way) => Math.max(0, sum(cells.map((cell) => cell.ways[way])));
  return {
    for_you: total('for_you'),
    following: total('following'),
    other_feeds: total('other_feeds'),
    direct: total('direct'),
  };
}

/** The share that was still there at the start, after each tenth, and at the end: 1, …, eleven in all. Never rises. */
export function retention(cells: FigureCell[]): number[] {
  const bars = Array.from({ length: 11 }, (_none, at) =>
    Math.max(0, sum(cells.map((cell) => cell.reaches[at] ?? 0))),
  );
  const all = sum(bars);
  if (all === 0) return [];
  return bars.map((_bar, at) => sum(bars.slice(at)) / all);
}

/** Followers at the end of each day from `from` to `to`. */
export function followersOverTime(
  followers: { before: number; days: { day: number; came: number }[] },
  from: number,
  to: number,
): { day: number; followers: number }[] {
  const came = new Map(followers.days.map(({ day, came: count }) => [day, count]));
  const points = [];
  let now = followers.before;
  for (let day = from; day <= to; day += dayMs) {
    now += came.get(day) ?? 0;
    points.push({ day, followers: now });
  }
  return points;
}
