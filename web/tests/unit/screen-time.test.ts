import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isQuiet, minute, moreMs, ScreenTime, type Limits } from '$lib/wellbeing/screen-time.svelte';

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
