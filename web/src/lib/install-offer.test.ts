import { beforeEach, expect, it, vi } from 'vitest';
import { listenForInstall } from './install-event';
import {
  countVisit,
  forgetVisits,
  install,
  installing,
  mayOffer,
  startInstallOffer,
} from './install-offer.svelte';

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  vi.stubGlobal('matchMedia', () => ({ matches: false }));
});

it('counts a visit once for each tab, and no further than it needs', () => {
  for (const expected of [1, 2, 3, 3]) {
    sessionStorage.clear();
    expect(countVisit(localStorage, sessionStorage)).toBe(expected);
    expect(countVisit(localStorage, sessionStorage)).toBe(expected);
  }
});

it('offers to whoever came back twice, once, and not where it is installed', () => {
  expect(mayOffer(localStorage, 2)).toBe(false);
  expect(mayOffer(localStorage, 3)).toBe(true);
  localStorage.setItem('vitrine:install-offered', 'on');
  expect(mayOffer(localStorage, 3)).toBe(false);
  localStorage.clear();
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  expect(mayOffer(localStorage, 3)).toBe(false);
});

it('leaves nothing behind', () => {
  countVisit(localStorage, sessionStorage);
  forgetVisits(localStorage, sessionStorage);
  expect(localStorage.length + sessionStorage.length).toBe(0);
});

it('keeps the event of the browser, come before or after, and uses it once', async () => {
  listenForInstall();
  const prompt = vi.fn(() => Promise.resolve());
  const come = () => {
    const event = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt });
    dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
  };
  come();
  expect(installing.possible).toBe(false);
  startInstallOffer();
  expect(installing.possible).toBe(true);
  await install();
  expect(installing.possible).toBe(false);
  prompt.mockClear();
  come();
  expect(installing.possible).toBe(true);
  await install();
  await install();
  expect(prompt).toHaveBeenCalledTimes(1);
  expect(installing.possible).toBe(false);
});
