import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FamilyLimits } from '$lib/api/types';
import {
  isQuiet,
  minute,
  minutesOf,
  moreMs,
  ScreenTime,
  timeOf,
  type Limits,
} from '$lib/wellbeing/screen-time.svelte';

const open: FamilyLimits = { daily_minutes: 0, quiet: null, restricted: false, may_write: 'everyone' };
const none: Limits = { remind_min: 0, daily_min: 0, quiet: false, quiet_from: '22:00', quiet_until: '06:30' };
const at = (time: string) => new Date(`2026-11-24T${time}:00`);

describe('quiet hours', () => {
  const quiet = (from: string, until: string) => ({
    ...none,
    quiet: true,
    quiet_from: from,
    quiet_until: until,
  });

  it('span midnight, or do not', () => {
    expect(isQuiet(quiet('22:00', '06:30'), at('23:10'))).toBe(true);
    expect(isQuiet(quiet('22:00', '06:30'), at('06:29'))).toBe(true);
    expect(isQuiet(quiet('22:00', '06:30'), at('06:30'))).toBe(false);
    expect(isQuiet(quiet('13:00', '14:00'), at('13:59'))).toBe(true);
    expect(isQuiet(quiet('13:00', '14:00'), at('23:10'))).toBe(false);
  });

  it('are not there unless they are wanted and make sense', () => {
    expect(isQuiet({ ...quiet('22:00', '06:30'), quiet: false }, at('23:10'))).toBe(false);
    expect(isQuiet(quiet('22:00', '22:00'), at('22:00'))).toBe(false);
    expect(isQuiet(quiet('late', '06:30'), at('23:10'))).toBe(false);
  });
});

describe('screen time', () => {
  beforeEach(() => {
    localStorage.clear();
    vi.useFakeTimers();
    vi.setSystemTime(at('12:00'));
  });
  afterEach(() => void vi.useRealTimers());

  const watch = (time: ScreenTime, minutes: number) => {
    time.watching(true);
    vi.advanceTimersByTime(minutes * minute);
    time.watching(false);
  };

  it('counts what is watched, and nothing else, on this device', () => {
    const time = new ScreenTime(localStorage);
    time.counts = true;
    watch(time, 3);
    vi.advanceTimersByTime(10 * minute);
    watch(time, 2);
    expect(time.todayMs).toBe(5 * minute);
    expect(time.question).toBeNull();
    expect(new ScreenTime(localStorage).week.at(-1)).toEqual({ date: '2026-11-24', ms: 5 * minute });
  });

  it('asks after so long without a pause, and a pause begins it anew', () => {
    const time = new ScreenTime(localStorage);
    time.limits = { ...none, remind_min: 15 };
    watch(time, 14);
    vi.advanceTimersByTime(6 * minute);
    watch(time, 14);
    expect(time.question).toBeNull();
    watch(time, 1);
    expect(time.question).toBe('break');
    time.goOn();
    watch(time, 14);
    expect(time.question).toBeNull();
  });

  it('asks at the daily limit, a little later again, and the next day afresh', () => {
    const time = new ScreenTime(localStorage);
    time.limits = { ...none, daily_min: 30 };
    watch(time, 30);
    expect(time.question).toBe('limit');
    time.rest();
    time.watching(true);
    expect(time.question).toBe('limit');
    time.goOn();
    vi.advanceTimersByTime(moreMs - minute);
    expect(time.question).toBeNull();
    vi.advanceTimersByTime(minute);
    expect(time.question).toBe('limit');
    time.watching(false);
    time.rest();
    vi.setSystemTime(new Date('2026-11-25T12:00:00'));
    time.watching(true);
    expect(time.question).toBeNull();
    time.watching(false);
  });

  it('is quiet at night until one says otherwise', () => {
    vi.setSystemTime(at('22:30'));
    const time = new ScreenTime(localStorage);
    time.limits = { ...none, quiet: true };
    time.watching(true);
    expect(time.question).toBe('quiet');
    time.goOn();
    vi.advanceTimersByTime(14 * minute);
    expect(time.question).toBeNull();
    vi.advanceTimersByTime(minute);
    expect(time.question).toBe('quiet');
    time.watching(false);
  });

  it('does not count a closed lid, and bears what is damaged', () => {
    localStorage.setItem('vitrine:limits', '{"remind_min": "soon", "quiet_from": 7}');
    localStorage.setItem('vitrine:screen-time', '{"2026-11-24": "much", "yesterday": 5}');
    const time = new ScreenTime(localStorage);
    expect(time.limits).toEqual(none);
    expect(time.todayMs).toBe(0);
    time.watching(true);
    vi.setSystemTime(at('18:00'));
    time.watching(false);
    expect(time.todayMs).toBe(minute);
  });

  it('keeps seven days, and forgets them', () => {
    const time = new ScreenTime(localStorage);
    watch(time, 1);
    expect(localStorage.getItem('vitrine:screen-time')).toBeNull();
    time.counts = true;
    for (let day = 1; day <= 9; day += 1) {
      vi.setSystemTime(new Date(`2026-11-0${day}T12:00:00`));
      watch(time, day);
    }
    expect(Object.keys(JSON.parse(localStorage.getItem('vitrine:screen-time')!))).toHaveLength(7);
    expect(time.week.map(({ ms }) => ms / minute)).toEqual([3, 4, 5, 6, 7, 8, 9]);
    time.counts = false;
    expect(localStorage.getItem('vitrine:screen-time')).toBeNull();
    expect(time.todayMs).toBe(0);
  });
});

describe('what a guardian has set', () => {
  beforeEach(() => {
    localStorage.clear();
    vi.useFakeTimers();
    vi.setSystemTime(at('12:00'));
  });
  afterEach(() => void vi.useRealTimers());

  let guardian: FamilyLimits | null = null;
  const make = () => new ScreenTime(localStorage, Date.now, () => guardian);
  const watch = (time: ScreenTime, minutes: number) => {
    time.watching(true);
    vi.advanceTimersByTime(minutes * minute);
    time.watching(false);
  };

  it('counts, and has no way on', () => {
    guardian = { ...open, daily_minutes: 30 };
    const time = make();
    expect(time.counts).toBe(true);
    watch(time, 29);
    expect(time.question).toBeNull();
    watch(time, 2);
    expect([time.question, time.locked]).toEqual(['limit', true]);
    time.goOn();
    time.rest();
    expect(time.question).toBe('limit');
    const reloaded = make();
    reloaded.watching(true);
    expect([reloaded.question, reloaded.locked]).toEqual(['limit', true]);
    reloaded.watching(false);
  });

  it('is over when the day is, or when it is lifted', () => {
    guardian = { ...open, daily_minutes: 30 };
    const time = make();
    watch(time, 31);
    time.look();
    expect(time.question).toBe('limit');
    guardian = { ...open, daily_minutes: 60 };
    time.look();
    expect([time.question, time.locked]).toEqual([null, false]);
    watch(time, 30);
    expect(time.locked).toBe(true);
    vi.setSystemTime(new Date('2026-11-25T00:01:00'));
    time.look();
    expect(time.question).toBeNull();
    guardian = null;
    expect(time.isGuarded).toBe(false);
  });

  it('holds in quiet hours, where one has none of one’s own', () => {
    guardian = { ...open, quiet: { from: minutesOf('22:00'), until: minutesOf('06:30') } };
    const time = make();
    watch(time, 1);
    expect(time.question).toBeNull();
    vi.setSystemTime(at('22:00'));
    watch(time, 1);
    expect([time.question, time.locked]).toEqual(['quiet', true]);
    expect(timeOf(guardian.quiet!.until)).toBe('06:30');
  });

  it('leaves what is stricter of one’s own', () => {
    guardian = { ...open, daily_minutes: 60 };
    const time = make();
    time.limits = { ...none, daily_min: 15 };
    expect(time.dailyMin).toBe(15);
    watch(time, 16);
    expect([time.question, time.locked]).toEqual(['limit', false]);
    time.goOn();
    expect(time.question).toBeNull();
    watch(time, 45);
    expect([time.question, time.locked]).toEqual(['limit', true]);
    time.limits = { ...none, daily_min: 120 };
    expect(time.dailyMin).toBe(60);
  });
});
