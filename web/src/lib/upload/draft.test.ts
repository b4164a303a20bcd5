import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeServer, refusal } from '../../../tests/unit/fake-server';
import { Draft } from './draft.svelte';

const route = 'PATCH /videos/vid1';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a draft', () => {
  it('waits for its place on the server, then sends all that was typed at once', async () => {
    const asked = fakeServer({ [route]: { body: {} } });
    const draft = new Draft();
    draft.change({ title: 'Low tide' });
    draft.change({ ai_made: true });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked).toHaveLength(0);
    draft.adopt('vid1');
    await vi.runAllTimersAsync();
    expect(asked).toHaveLength(1);
    expect(asked[0]?.body).toEqual({
      language: 'en',
      visibility: 'public',
      title: 'Low tide',
      labels: { ai_made: true },
    });
    expect(draft.saving).toBe('saved');
  });

  it('sends one call for a burst of typing, and none when nothing changed', async () => {
    const asked = fakeServer({ [route]: { body: {} } });
    const draft = new Draft();
    draft.adopt('vid1');
    await vi.runAllTimersAsync();
    asked.length = 0;
    for (const title of ['L', 'Lo', 'Low']) draft.change({ title });
    await vi.runAllTimersAsync();
    await draft.flush();
    expect(asked.map((one) => one.body)).toEqual([{ title: 'Low' }]);
  });

  it('keeps what could not be saved and sends it with the next change', async () => {
    let broken = true;
    const asked = fakeServer({
      [route]: (body) => (broken ? refusal(503, 'record_busy') : { body: body as object }),
    });
    const draft = new Draft();
    draft.adopt('vid1');
    await vi.runAllTimersAsync();
    draft.change({ title: 'One' });
    await vi.runAllTimersAsync();
    expect(draft.saving).toBe('failed');
    broken = false;
    draft.change({ description: 'Two' });
    await vi.runAllTimersAsync();
    expect(asked.at(-1)?.body).toMatchObject({ title: 'One', description: 'Two' });
    expect(draft.saving).toBe('saved');
  });

  it('of this device keeps each change there and sends none; taken back, it says all of it anew', async () => {
    const asked = fakeServer({ [route]: { body: {} }, 'PATCH /videos/vid2': { body: {} } });
    const titles: string[] = [];
    const draft = new Draft();
    draft.onkeep = async ({ title }) => void titles.push(title);
    for (const title of ['L', 'Lo', 'Low']) draft.change({ title });
    await vi.runAllTimersAsync();
    expect(titles).toEqual(['L', 'Lo', 'Low']);
    expect(draft.saving).toBe('kept');
    expect(asked).toHaveLength(0);
    draft.adopt('vid1');
    await vi.runAllTimersAsync();
    draft.release();
    draft.change({ description: 'Again' });
    await vi.runAllTimersAsync();
    expect(asked).toHaveLength(1);
    draft.adopt('vid2');
    await vi.runAllTimersAsync();
    expect(asked.at(-1)?.body).toMatchObject({ title: 'Low', description: 'Again', visibility: 'public' });
  });

  it('goes on with what was kept of it', async () => {
    const asked = fakeServer({ [route]: { body: {} } });
    const first = new Draft();
    first.change({ title: 'Low tide', visibility: 'private' });
    const draft = new Draft({ kept: first.details });
    expect(draft.details.title).toBe('Low tide');
    draft.adopt('vid1');
    await vi.runAllTimersAsync();
    expect(asked.at(-1)?.body).toMatchObject({ title: 'Low tide', visibility: 'private' });
  });
});
