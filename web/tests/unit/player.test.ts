import { describe, expect, it } from 'vitest';
import type { Rung } from '$lib/api/types';
import { Bandwidth, pickRung, startRung } from '$lib/player/abr';
import { Metrics } from '$lib/player/metrics';
import { Timeline } from '$lib/player/timeline';

const rung = (height: number, kbps: number, seconds = 4): Rung => ({
  width: Math.round((height * 9) / 16),
  height,
  bandwidth: kbps * 1000,
  codecs: 'avc1.4d401f,mp4a.40.2',
  url: `/media/${height}.mp4`,
  init_bytes: 1000,
  segments: Array.from({ length: seconds }, () => [Math.round((kbps * 1000) / 8), 1000]),
});
const ladder = [rung(640, 350), rung(960, 900), rung(1280, 1800), rung(1920, 3500)];

describe('choosing a rung', () => {
  it('leaves a margin to the line', () => {
    expect(pickRung(ladder, 1_000_000, 2000)).toBe(0);
    expect(pickRung(ladder, 1_200_000, 2000)).toBe(1);
    expect(pickRung(ladder, 20_000_000, 2000)).toBe(3);
  });

  it('never takes much more picture than the screen shows', () => {
    expect(pickRung(ladder, 20_000_000, 390)).toBe(0);
    expect(pickRung(ladder, 20_000_000, 780)).toBe(2);
  });

  it('falls back to the smallest when nothing fits', () => {
    expect(pickRung(ladder, 1, 1)).toBe(0);
    expect(startRung(ladder, 1, 1)).toBe(0);
  });

  it('starts where the first second arrives at once', () => {
    expect(startRung(ladder, 1_200_000, 2000)).toBe(0);
    expect(startRung(ladder, 30_000_000, 2000)).toBe(3);
  });

  it('learns the speed of the line, but not from crumbs', () => {
    const line = new Bandwidth();
    const before = line.estimate;
    line.sample(1000, 1);
    expect(line.estimate).toBe(before);
    for (let i = 0; i < 30; i += 1) line.sample(1_000_000, 1000);
    expect(line.estimate).toBeGreaterThan(7_500_000);
  });
});

describe('timeline', () => {
  const timeline = new Timeline({
    ...rung(640, 350),
    init_bytes: 700,
    segments: [
      [100, 1000],
      [200, 1000],
      [50, 400],
    ],
  });

  it('knows which bytes hold which moment', () => {
    expect(timeline.at(0)).toMatchObject({ index: 0, firstByte: 700, lastByte: 799 });
    expect(timeline.at(1500)).toMatchObject({ index: 1, firstByte: 800, lastByte: 999 });
    expect(timeline.at(2399)).toBeNull();
    expect(timeline.durationMs).toBe(2400);
  });

  it('takes a moment just before a cut for the cut', () => {
    expect(timeline.at(985)?.index).toBe(1);
    expect(timeline.at(900)?.index).toBe(0);
  });
});

describe('metrics', () => {
  it('measures the first picture from navigation and later ones from the swipe', () => {
    const metrics = new Metrics();
    metrics.activated(10, false);
    metrics.moving(300);
    expect(metrics.take()).toEqual({ ttff_ms: 300 });
    metrics.activated(1000, false);
    metrics.moving(1040);
    metrics.stalled();
    expect(metrics.take()).toEqual({ swipe_ms: 40, stalls: 1 });
    metrics.activated(2000, true);
    expect(metrics.take()).toEqual({ swipe_ms: 0 });
    expect(metrics.take()).toBeNull();
  });
});
