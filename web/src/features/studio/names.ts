/** Days as the plots name them. They are days of UTC, so they are written in it. */
import { locale } from '$lib/i18n/index.svelte';
import { dayMs } from './figures';

const make = () => new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', timeZone: 'UTC' });

export function dayName(at: number): string {
  return make().format(at);
}

/** One day, or from the first to the last. */
export function spanName({ from, to }: { from: number; to: number }): string {
  if (to - from <= dayMs) return dayName(from);
  return make().formatRange(from, to - dayMs);
}
