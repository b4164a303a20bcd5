import { describe, expect, it } from 'vitest';
import { Ahead } from '$lib/algo/ahead.svelte';

/** A server that answers when it is told to. */
function slowServer(has: number) {
  const waiting: { value: number; answer: (good: boolean) => Promise<void> }[] = [];
  const heard: string[] = [];
  const ahead = new Ahead<number>();
  let up = true;
  let now = has;
  const shown = () => ahead.of('slider', now);
  const set = (value: number) =>
    ahead.set('slider', value, {
      from: shown(),
      send: (sent) =>
        new Promise<void>((done, failed) => {
          const answer = async (good: boolean) => {
            if (good) done();
            else failed(new Error('no'));
            for (let turn = 0; turn < 9; turn += 1) await Promise.resolve();
          };
          waiting.push({ value: sent, answer });
        }).then(() => void (has = sent)),
      done: (from, to) => heard.push(`${from} to ${to}`),
      failed: (_error, to) => heard.push(`stays ${to}`),
      look: async () => {
        if (up) now = has;
        return up;
      },
    });
  const answer = (good: boolean) => waiting.shift()!.answer(good);
  return { ahead, waiting, heard, shown, set, answer, down: () => (up = false) };
}

describe('what is set ahead of the server', () => {
  it('loses no step that is made while another one is under way, and sends only the last', async () => {
    const { waiting, heard, shown, set, answer } = slowServer(0);
    void set(10);
    void set(20);
    void set(30);
    expect(shown()).toBe(30);
    expect(waiting.map(({ value }) => value)).toEqual([10]);
    await answer(true);
    expect(shown()).toBe(30);
    expect(waiting.map(({ value }) => value)).toEqual([30]);
    await answer(true);
    expect(heard).toEqual(['0 to 30']);
    expect(shown()).toBe(30);
  });

  it('shows what the server has when it says no, and says so', async () => {
    const { heard, shown, set, answer } = slowServer(40);
    void set(50);
    await answer(false);
    expect(heard).toEqual(['stays 40']);
    expect(shown()).toBe(40);
    void set(60);
    await answer(true);
    expect(heard).toEqual(['stays 40', '40 to 60']);
  });

  it('tries a later step though an earlier one failed, and falls back to what arrived', async () => {
    const { heard, shown, set, answer } = slowServer(0);
    void set(10);
    void set(20);
    await answer(true);
    void set(30);
    await answer(false);
    await answer(false);
    expect(shown()).toBe(10);
    expect(heard).toEqual(['0 to 10', 'stays 10']);
  });

  it('keeps on show what arrived while nobody can be asked how things stand', async () => {
    const { heard, shown, set, answer, down, ahead } = slowServer(0);
    down();
    const settled = set(10);
    await answer(true);
    await settled;
    expect(shown()).toBe(10);
    expect(heard).toEqual(['0 to 10']);
    ahead.forget();
    expect(shown()).toBe(0);
  });
});
