import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FeedEvent } from '$lib/api/types';
import { EventBatch, randomWord } from '$lib/feed/events';
import { PressReader, PullReader, WheelGate } from '$lib/feed/gestures';
import { askForKey } from '$lib/feed/keys';
import { WatchClock } from '$lib/feed/watch';

const steps = (events: [delta: number, at: number][]) => {
  const gate = new WheelGate();
  return events.map(([delta, at]) => gate.take(delta, at)).filter((step) => step !== 0);
};

describe('wheel', () => {
  it('moves one clip for a whole flick of a trackpad', () => {
    const flick: [number, number][] = Array.from({ length: 45 }, (_x, i) => [
      Math.max(1, 60 - i * 1.4),
      i * 16,
    ]);
    expect(steps(flick)).toEqual([1]);
  });

  it('moves one clip for each notch of a mouse', () => {
    expect(
      steps([
        [100, 0],
        [100, 400],
        [100, 800],
      ]),
    ).toEqual([1, 1, 1]);
  });

  it('hears a second flick in the tail of the first', () => {
    const first: [number, number][] = Array.from({ length: 30 }, (_x, i) => [40 * 0.9 ** i, i * 16]);
    expect(steps([...first, [60, 496], [50, 512]])).toEqual([1, 1]);
  });

  it('goes back, and ignores a trembling finger', () => {
    expect(steps([[-80, 0]])).toEqual([-1]);
    expect(
      steps([
        [3, 0],
        [-3, 16],
        [2, 32],
      ]),
    ).toEqual([]);
  });
});

describe('presses', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const reader = () => {
    const heard: string[] = [];
    const host = {
      single: () => heard.push('single'),
      double: () => heard.push('double'),
      long: () => heard.push('long'),
    };
    return { heard, press: new PressReader(host as never) };
  };
  const at = { x: 5, y: 5 };

  it('one press is told apart from two', () => {
    const { heard, press } = reader();
    press.down(at);
    press.up(at, 100);
    vi.advanceTimersByTime(300);
    press.down(at);
    press.up(at, 1000);
    press.down(at);
    press.up(at, 1200);
    vi.advanceTimersByTime(300);
    expect(heard).toEqual(['single', 'double']);
  });

  it('a third quick press is another heart', () => {
    const { heard, press } = reader();
    for (const time of [100, 300, 500]) {
      press.down(at);
      press.up(at, time);
    }
    vi.advanceTimersByTime(400);
    expect(heard).toEqual(['double', 'double']);
  });

  it('a long press opens the menu and is no press besides', () => {
    const { heard, press } = reader();
    press.down(at);
    vi.advanceTimersByTime(520);
    press.up(at, 620);
    vi.advanceTimersByTime(400);
    expect(heard).toEqual(['long']);
  });

  it('a finger that wanders is scrolling', () => {
    const { heard, press } = reader();
    press.down(at);
    press.move({ x: 5, y: 40 });
    press.up({ x: 5, y: 40 }, 200);
    vi.advanceTimersByTime(900);
    expect(heard).toEqual([]);
  });
});

describe('pulling', () => {
  it('names the neighbour after eight pixels', () => {
    const pull = new PullReader();
    pull.down(500);
    expect(pull.move(495)).toBe(0);
    expect(pull.move(480)).toBe(1);
    expect(pull.move(530)).toBe(-1);
    expect(pull.up()).toBe(false);
    pull.down(100);
    pull.move(230);
    expect(pull.up()).toBe(true);
  });
});

describe('keys', () => {
  const key = (name: string, more = {}) => ({
    key: name,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    ...more,
  });

  it('knows arrows always and letters unless they are turned off', () => {
    expect(askForKey(key('ArrowDown'), false)).toEqual({ kind: 'next' });
    expect(askForKey(key('j'), false)).toBeNull();
    expect(askForKey(key('J'), true)).toEqual({ kind: 'next' });
    expect(askForKey(key('5'), true)).toEqual({ kind: 'seek_to', part: 0.5 });
  });

  it('leaves the browser its own', () => {
    expect(askForKey(key('f', { ctrlKey: true }), true)).toBeNull();
    expect(askForKey(key('Enter'), true)).toBeNull();
  });
});

describe('watch time', () => {
  it('counts only while moving and on show', () => {
    const clock = new WatchClock(10_000);
    clock.resume(0);
    clock.pause(1000);
    clock.resume(5000);
    clock.resume(5500);
    expect(clock.end(6000)).toEqual({ watched_ms: 2000, loops: 0, finished: false, skipped: false });
  });

  it('keeps loops apart', () => {
    const clock = new WatchClock(4000);
    clock.resume(0);
    clock.loop(4000);
    clock.loop(8000);
    expect(clock.end(9000)).toEqual({ watched_ms: 4000, loops: 2, finished: true, skipped: false });
  });

  it('calls two seconds a skip, unless that was all of it', () => {
    const short = new WatchClock(1500);
    short.resume(0);
    expect(short.end(1490)).toMatchObject({ finished: true, skipped: false });
    const long = new WatchClock(60_000);
    long.resume(0);
    expect(long.end(1990)).toMatchObject({ finished: false, skipped: true });
    expect(new WatchClock(1000).end(5)).toBeNull();
  });
});

describe('event batch', () => {
  const shown = (video: string): FeedEvent => ({ kind: 'shown', video, receipt: 'r', position: 0 });

  it('sends in order, once, and keeps what did not arrive', async () => {
    const bodies: { session: string; events: FeedEvent[] }[] = [];
    let up = false;
    const batch = new EventBatch(async (body) => {
      bodies.push(JSON.parse(body));
      return up;
    });
    batch.add(shown('a'));
    batch.add(shown('b'));
    await batch.flush();
    up = true;
    await batch.flush();
    await batch.flush();
    expect(bodies.map((body) => body.events.length)).toEqual([2, 2]);
    expect(bodies[0]!.session).toMatch(/^[0-9a-hjkmnp-tv-z]{13}$/);
  });

  it('hands everything over at once when the page goes', async () => {
    const sent: boolean[] = [];
    const batch = new EventBatch(async (_body, leaving) => sent.push(leaving) > 0);
    batch.add(shown('a'));
    await batch.flush(true);
    await batch.flush(true);
    expect(sent).toEqual([true]);
  });

  it('never sends more than a hundred in one go', async () => {
    const sizes: number[] = [];
    const batch = new EventBatch(async (body) => sizes.push(JSON.parse(body).events.length) > 0);
    for (let i = 0; i < 150; i += 1) batch.add(shown(String(i)));
    await batch.flush();
    await batch.flush();
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(150);
  });

  it('makes words the server accepts as ids', () => {
    const words = Array.from({ length: 50 }, () => randomWord());
    expect(new Set(words).size).toBe(50);
    for (const word of words) expect(word).toMatch(/^[0-7][0-9a-hjkmnp-tv-z]{12}$/);
  });
});
