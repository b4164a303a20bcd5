import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Media } from '$lib/api/types';
import { FeedPlayer, type PlayerView } from './controller';

/** As much of a video as jsdom lacks: it plays when told to, and says so once. */
beforeEach(() => {
  const playing = new WeakSet<HTMLMediaElement>();
  const { prototype } = HTMLMediaElement;
  vi.spyOn(prototype, 'paused', 'get').mockImplementation(function (this: HTMLMediaElement) {
    return !playing.has(this);
  });
  vi.spyOn(prototype, 'readyState', 'get').mockReturnValue(4);
  vi.spyOn(prototype, 'load').mockReturnValue();
  vi.spyOn(prototype, 'pause').mockImplementation(function (this: HTMLMediaElement) {
    if (playing.delete(this)) this.dispatchEvent(new Event('pause'));
  });
  vi.spyOn(prototype, 'play').mockImplementation(function (this: HTMLMediaElement) {
    if (!playing.has(this)) {
      playing.add(this);
      this.dispatchEvent(new Event('playing'));
    }
    return Promise.resolve();
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function playerOf(...ids: string[]) {
  vi.useFakeTimers();
  const stages = new Map(ids.map((id) => [id, document.createElement('div')]));
  const media = { rungs: [], mp4: '/clip.mp4' } as unknown as Media;
  let view: PlayerView | null = null;
  const watched: [string, boolean][] = [];
  const player = new FeedPlayer({
    order: () => ids.map((id) => ({ id, media })),
    stage: (id) => stages.get(id),
    changed: (next) => (view = { ...next }),
    watching: (id, on) => watched.push([id, on]),
    looped: () => undefined,
    over: () => undefined,
    measured: () => undefined,
    renew: () => Promise.resolve(null),
  });
  return { player, watched, view: () => view as PlayerView | null };
}

it('counts a clip that a finger pulled in from when it is on show, and says that it plays', () => {
  const { player, watched, view } = playerOf('one', 'two', 'three');
  player.activate('one');
  vi.advanceTimersByTime(3000); // the neighbours are there
  player.speculate('two');
  expect(watched).toEqual([['one', true]]);
  player.activate('two');
  expect(view()).toMatchObject({ id: 'two', playing: true });
  expect(watched).toEqual([
    ['one', true],
    ['one', false],
    ['two', true],
  ]);
});

it('counts nothing of a pull that is let go', () => {
  const { player, watched } = playerOf('one', 'two');
  player.activate('one');
  vi.advanceTimersByTime(3000);
  player.speculate('two');
  player.letGo();
  vi.advanceTimersByTime(1000);
  expect(watched).toEqual([['one', true]]);
});

it('stands still when clips wait for a press, pulled in or not', () => {
  const { player, watched, view } = playerOf('one', 'two');
  player.setAutoplay(false);
  player.activate('one');
  vi.advanceTimersByTime(3000);
  player.speculate('two');
  player.activate('two');
  expect(view()).toMatchObject({ id: 'two', playing: false });
  expect(watched).toEqual([]);
});
