/** Numbers, times and lists the way the viewer's language writes them. Formatters are kept: making one is slow. */
import { locale } from './index.svelte';

const kept = new Map<string, unknown>();

function once<T>(name: string, make: (tag: string) => T): T {
  const key = `${locale()}:${name}`;
  let found = kept.get(key) as T | undefined;
  if (!found) {
    found = make(locale());
    kept.set(key, found);
  }
  return found;
}

/** How the viewer's country writes dates and hours: the browser says it, where it speaks the page's language. */
export function dateLocale(): string {
  return navigator.languages.find((tag) => tag.startsWith(`${locale()}-`)) ?? locale();
}

const onceDated = <T>(name: string, make: (tag: string) => T): T =>
  once(`${name}:${dateLocale()}`, () => make(dateLocale()));

/** 1 234 567 → "1.2M" */
export function compact(value: number): string {
  const make = (tag: string) => new Intl.NumberFormat(tag, { notation: 'compact', maximumFractionDigits: 1 });
  return once('compact', make).format(value);
}

export function whole(value: number): string {
  return once('whole', (tag) => new Intl.NumberFormat(tag)).format(value);
}

export function fixed(value: number, digits: number): string {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return once(`fixed${digits}`, (tag) => new Intl.NumberFormat(tag, options)).format(value);
}

/** At most two places behind the point: 0.75, 1.5, 2. */
export function decimal(value: number): string {
  return once('decimal', (tag) => new Intl.NumberFormat(tag, { maximumFractionDigits: 2 })).format(value);
}

/** With a sign always, and a true minus. */
export function signed(value: number, digits: number): string {
  const rounded = Number(value.toFixed(digits));
  const sign = rounded < 0 ? '−' : '+';
  return `${sign}${fixed(Math.abs(rounded), digits)}`;
}

export function percent(value: number): string {
  const make = (tag: string) => new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 0 });
  return once('percent', make).format(value);
}

export function bytes(value: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  let rank = 0;
  let left = value;
  while (left >= 1000 && rank < units.length - 1) {
    left /= 1000;
    rank += 1;
  }
  const unit = units[rank] ?? 'byte';
  const make = (tag: string) =>
    new Intl.NumberFormat(tag, {
      style: 'unit',
      unit,
      unitDisplay: 'short',
      maximumFractionDigits: left < 10 ? 1 : 0,
    });
  return once(`bytes:${unit}:${left < 10}`, make).format(left);
}

export function date(ms: number): string {
  return onceDated('date', (tag) => new Intl.DateTimeFormat(tag, { dateStyle: 'medium' })).format(ms);
}

export function dateTime(ms: number): string {
  const make = (tag: string) => new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' });
  return onceDated('dateTime', make).format(ms);
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** "3 days ago", "in 2 hours"; "now" within the minute. */
export function ago(ms: number, now = Date.now()): string {
  const relative = once(
    'ago',
    (tag) => new Intl.RelativeTimeFormat(tag, { numeric: 'auto', style: 'short' }),
  );
  const distance = ms - now;
  for (const [unit, size] of steps) {
    if (Math.abs(distance) >= size) return relative.format(Math.trunc(distance / size), unit);
  }
  return relative.format(0, 'second');
}

/** The same inside a sentence of what is past, where "now" would be wrong: "just now". */
export function lately(ms: number, now = Date.now()): string {
  if (now - ms >= 60_000) return ago(ms, now);
  return locale() === 'de' ? 'gerade eben' : 'just now';
}

/** Seconds as a clock: 75 → "1:15". */
export function clock(seconds: number): string {
  const total = Math.max(0, Math.floor(seconds));
  return `${Math.floor(total / 60)}:${String(total % 60).padStart(2, '0')}`;
}

/** Whole minutes in words: "45 minutes", "1 hour 30 minutes". */
export function duration(ms: number): string {
  const total = Math.round(ms / 60_000);
  const unit = (value: number, name: 'hour' | 'minute') => {
    const options = { style: 'unit', unit: name, unitDisplay: 'long' } as const;
    return once(name, (tag) => new Intl.NumberFormat(tag, options)).format(value);
  };
  const hours = Math.floor(total / 60);
  if (hours === 0) return unit(total, 'minute');
  return total % 60 === 0 ? unit(hours, 'hour') : `${unit(hours, 'hour')} ${unit(total % 60, 'minute')}`;
}

/** "Mon", as short as the language writes it; `date` as the calendar writes it, "2026-11-24". */
export function weekday(date: string): string {
  const make = (tag: string) => new Intl.DateTimeFormat(tag, { weekday: 'short' });
  return onceDated('weekday', make).format(new Date(`${date}T12:00`));
}

export function list(parts: string[]): string {
  return once('list', (tag) => new Intl.ListFormat(tag, { type: 'conjunction' })).format(parts);
}
