import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Pages } from '$lib/api/pages.svelte';
import type { Video } from '$lib/api/types';
import { currentToast, dismissToast } from '$ui/toasts.svelte';
import { Replacing } from './replacing';

const video = (id: string, duration_ms: number) => ({ id, duration_ms, title: id }) as Video;
let pages: Pages<Video>;
let calls: string[];
let refuse = false;

beforeEach(async () => {
  vi.useFakeTimers();
  calls = [];
  refuse = false;
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    calls.push(`${init.method} ${url} ${typeof init.body === 'string' ? init.body : ''}`.trim());
    const body = refuse ? { title: 'No', detail: 'No.' } : video('old', 9_000);
    return Promise.resolve(new Response(JSON.stringify(body), { status: refuse ? 409 : 200 }));
  });
  const items = [video('a', 1_000), video('draft', 9_000), video('old', 4_000)];
  pages = new Pages<Video>(() => Promise.resolve({ items, next: null }));
  await pages.load();
});
afterEach(() => {
  dismissToast();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const shown = () => pages.items.map(({ id, duration_ms }) => `${id} ${duration_ms}`);

it('shows the new film at once, and tells the server when it is not taken back', async () => {
  new Replacing(pages).put(video('old', 4_000), video('draft', 9_000));
  expect(shown()).toEqual(['a 1000', 'old 9000']);
  expect(calls).toEqual([]);
  await vi.advanceTimersByTimeAsync(6_000);
  expect(calls[0]).toBe('POST /api/v1/videos/old/replace {"draft":"draft"}');
});

it('taken back, everything is where it was and the server knows nothing', async () => {
  new Replacing(pages).put(video('old', 4_000), video('draft', 9_000));
  currentToast()?.action?.run();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(shown()).toEqual(['a 1000', 'draft 9000', 'old 4000']);
  expect(calls).toEqual([]);
});

it('refused, everything is where it was', async () => {
  refuse = true;
  new Replacing(pages).put(video('old', 4_000), video('draft', 9_000));
  await vi.advanceTimersByTimeAsync(6_000);
  expect(shown()).toEqual(['a 1000', 'draft 9000', 'old 4000']);
});
