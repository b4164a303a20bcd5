/**
 * How long one has been watching, and the limits one has set oneself. Everything is counted and kept on this device;
 * nothing of it is sent. A limit is a question, not a lock: the way on is always there, a little further away. Only
 * what a guardian has set has no way on (docs/family.md); the guardian is told nothing either.
 */
import type { FamilyLimits } from '$lib/api/types';
import { session } from '$lib/auth/session.svelte';

export interface Limits {
  /** Ask after so many minutes of watching without a pause; 0: never. */
  remind_min: number;
  /** So many minutes a day; 0: no limit. */
  daily_min: number;
  quiet: boolean;
  /** Hours and minutes, "22:00"; may span midnight. */
  quiet_from: string;
  quiet_until: string;
}

/** What is asked, if anything is. */
export type Question = 'break' | 'limit' | 'quiet';

export interface Day {
  /** As the calendar here writes it, "2026-11-24". */
  date: string;
  ms: number;
}

export const minute = 60_000;
/** Not watching for so long is a pause. */
const pauseMs = 5 * minute;
/** "A little longer" means this much. */
export const moreMs = 15 * minute;
const tickMs = 5_000;
/** More between two ticks is sleep: the lid was closed. */
const tickMostMs = 60_000;
const daysKept = 7;
const limitsKey = 'vitrine:limits';
const daysKey = 'vitrine:screen-time';

const noLimits: Limits = {
  remind_min: 0,
  daily_min: 0,
  quiet: false,
  quiet_from: '22:00',
  quiet_until: '06:30',
};

export function dateOf(now: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** Minutes since midnight; NaN for what is no time of day. */
export function minutesOf(time: string): number {
  const found = /^(\d\d):(\d\d)$/.exec(time);
  return found ? Number(found[1]) * 60 + Number(found[2]) : NaN;
}

/** 390: "06:30" */
export function timeOf(minutes: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function isBetween(from: number, until: number, now: Date): boolean {
  const at = now.getHours() * 60 + now.getMinutes();
  if (Number.isNaN(from + until) || from === until) return false;
  return from < until ? at >= from && at < until : at >= from || at < until;
}

export function isQuiet(limits: Limits, now: Date): boolean {
  return limits.quiet && isBetween(minutesOf(limits.quiet_from), minutesOf(limits.quiet_until), now);
}

function parsed(text: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** What is kept, as far as it makes sense. */
function readLimits(storage: Storage): Limits {
  const kept = parsed(storage.getItem(limitsKey));
  const limits = { ...noLimits };
  const minutes = (value: unknown) => (typeof value === 'number' && value > 0 && value <= 1440 ? value : 0);
  limits.remind_min = minutes(kept.remind_min);
  limits.daily_min = minutes(kept.daily_min);
  limits.quiet = kept.quiet === true;
  for (const name of ['quiet_from', 'quiet_until'] as const)
    if (!Number.isNaN(minutesOf(String(kept[name])))) limits[name] = String(kept[name]);
  return limits;
}

export class ScreenTime {
  question = $state<Question | null>(null);
  /** A guardian's limit is reached: the question has no "a little longer". */
  locked = $state(false);
  #limits = $state.raw<Limits>(noLimits);
  #days = $state.raw<Record<string, number>>({});
  #counts = $state(false);
  readonly #storage: Storage;
  readonly #now: () => number;
  readonly #guardian: () => FamilyLimits | null;
  /** When the running account was last written; null while nothing is watched. */
  #since: number | null = null;
  #lastWatchedAt = -Infinity;
  #withoutPause = 0;
  /** What was asked for on top, today. */
  #extra = { date: '', ms: 0 };
  #quietExcusedUntil = -Infinity;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** `guardian`: what they have set at this moment. */
  constructor(
    storage: Storage,
    now: () => number = Date.now,
    guardian: () => FamilyLimits | null = () => null,
  ) {
    this.#storage = storage;
    this.#now = now;
    this.#guardian = guardian;
    this.#limits = readLimits(storage);
    this.#days = this.#readDays();
    this.#counts = storage.getItem(daysKey) !== null;
  }

  get limits(): Limits {
    return this.#limits;
  }

  set limits(limits: Limits) {
    this.#limits = limits;
    this.#storage.setItem(limitsKey, JSON.stringify(limits));
    // A limit needs what it limits.
    if (limits.remind_min > 0 || limits.daily_min > 0 || limits.quiet) this.counts = true;
    this.#extra = { date: '', ms: 0 };
    this.#quietExcusedUntil = -Infinity;
  }

  /** The last seven days, today last. */
  get week(): Day[] {
    return Array.from({ length: daysKept }, (_none, index) => {
      const day = new Date(this.#now());
      day.setDate(day.getDate() - (daysKept - 1 - index));
      const date = dateOf(day);
      return { date, ms: this.#days[date] ?? 0 };
    });
  }

  get todayMs(): number {
    return this.#days[dateOf(new Date(this.#now()))] ?? 0;
  }

  /** A clip began or stopped to be watched: on show, visible and moving. */
  watching(on: boolean): void {
    if (on === (this.#since !== null)) return;
    if (!on) {
      this.#count();
      this.#since = null;
      clearInterval(this.#timer);
      return;
    }
    this.#since = this.#now();
    if (this.#since - this.#lastWatchedAt >= pauseMs) this.#withoutPause = 0;
    this.#lastWatchedAt = this.#since;
    this.#timer = setInterval(() => this.#count(), tickMs);
    this.#ask();
  }

  /** "A little longer": the question goes, and comes back later. */
  goOn(): void {
    if (this.locked) return;
    const now = this.#now();
    if (this.question === 'limit') {
      const date = dateOf(new Date(now));
      this.#extra = { date, ms: this.#over(date) + moreMs };
    }
    if (this.question === 'quiet') this.#quietExcusedUntil = now + moreMs;
    this.#withoutPause = 0;
    this.question = null;
  }

  /** Enough for now. Should watching begin again, so does the question, but for the reminder. */
  rest(): void {
    if (this.locked) return;
    this.#withoutPause = 0;
    this.question = null;
  }

  #over(date: string): number {
    return Math.max(0, (this.#days[date] ?? 0) - this.#limits.daily_min * minute);
  }

  #count(): void {
    const now = this.#now();
    const passed = Math.min(Math.max(0, now - (this.#since ?? now)), tickMostMs);
    this.#since = now;
    this.#lastWatchedAt = now;
    if (passed === 0) return;
    this.#withoutPause += passed;
    const date = dateOf(new Date(now));
    // Another tab may have counted meanwhile.
    const days = this.counts ? this.#readDays() : { ...this.#days };
    days[date] = (days[date] ?? 0) + passed;
    this.#days = days;
    if (this.counts) this.#keep(days);
    this.#ask();
  }

  /** Whether days are kept: only once somebody asked for it, by a limit of their own or by name, or has a guardian's. */
  get counts(): boolean {
    return this.#counts || this.isGuarded;
  }

  /** A guardian has set minutes a day: what is counted for them cannot be forgotten on the way. */
  get isGuarded(): boolean {
    return (this.#guardian()?.daily_minutes ?? 0) > 0;
  }

  /** The stricter of one's own and the guardian's, in minutes a day; 0: no limit. */
  get dailyMin(): number {
    const both = [this.#limits.daily_min, this.#guardian()?.daily_minutes ?? 0].filter((each) => each > 0);
    return both.length > 0 ? Math.min(...both) : 0;
  }

  /** Looks again while a guardian's limit holds: it may be over, or lifted. */
  look(): void {
    if (!this.locked || this.#reached(this.#now())) return;
    this.locked = false;
    this.question = null;
  }

  /** Which of the guardian's limits is reached, if any is. */
  #reached(now: number): Question | null {
    const guardian = this.#guardian();
    const { quiet, daily_minutes } = guardian ?? { quiet: null, daily_minutes: 0 };
    if (quiet && isBetween(quiet.from, quiet.until, new Date(now))) return 'quiet';
    if (daily_minutes > 0 && (this.#days[dateOf(new Date(now))] ?? 0) >= daily_minutes * minute)
      return 'limit';
    return null;
  }

  set counts(on: boolean) {
    this.#counts = on;
    if (on) this.#keep(this.#readDays());
    else this.#storage.removeItem(daysKey);
    if (!on) this.#days = {};
  }

  #keep(days: Record<string, number>): void {
    const kept = Object.entries(days).sort().slice(-daysKept);
    this.#storage.setItem(daysKey, JSON.stringify(Object.fromEntries(kept)));
  }

  #ask(): void {
    const now = this.#now();
    const reached = this.#reached(now);
    if (this.locked) this.question = null;
    this.locked = reached !== null;
    if (reached) {
      this.question = reached;
      return;
    }
    const { daily_min, remind_min } = this.#limits;
    const date = dateOf(new Date(now));
    const allowed = daily_min * minute + (this.#extra.date === date ? this.#extra.ms : 0);
    if (isQuiet(this.#limits, new Date(now)) && now >= this.#quietExcusedUntil) this.question = 'quiet';
    else if (daily_min > 0 && (this.#days[date] ?? 0) >= allowed) this.question = 'limit';
    else if (remind_min > 0 && this.#withoutPause >= remind_min * minute) this.question = 'break';
  }

  #readDays(): Record<string, number> {
    const days: Record<string, number> = {};
    for (const [date, ms] of Object.entries(parsed(this.#storage.getItem(daysKey))))
      if (/^\d{4}-\d\d-\d\d$/.test(date) && typeof ms === 'number' && ms >= 0) days[date] = ms;
    return days;
  }
}

export const screenTime = new ScreenTime(localStorage, Date.now, () => session.limits);
