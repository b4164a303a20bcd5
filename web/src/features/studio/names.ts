/** Days as the plots name them. They are days of UTC, so they are written in it. */
import { dateLocale } from '$lib/i18n/format';
import { dayMs } from './figures';

const make = () => new Intl.DateTimeFormat(dateLocale(), { day: 'numeric', month: 'short', timeZone: 'UTC' });

export function dayName(at: number): string {
  return make().format(at);
}

/** One day, or from the first to the last. */
export function spanName({ from, to }: { from: number; to: number }): string {
  if (to - from <= dayMs) return dayName(from);
  return make().formatRange(from, to - dayMs);
}
