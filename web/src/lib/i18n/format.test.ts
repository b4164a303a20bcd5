import { afterEach, expect, it, vi } from 'vitest';
import { ago, date, dateLocale, dateTime, lately } from './format';
import { setLocale } from './index.svelte';

const speaks = (...languages: string[]) => vi.spyOn(navigator, 'languages', 'get').mockReturnValue(languages);
const evening = new Date(2026, 10, 30, 22, 39).getTime();

afterEach(async () => {
  vi.restoreAllMocks();
  await setLocale('en', false);
});

it('writes dates and hours as the viewer’s country does', () => {
  speaks('en-GB', 'en');
  expect(dateTime(evening)).toBe('30 Nov 2026, 22:39');
  expect(date(evening)).toBe('30 Nov 2026');
  vi.restoreAllMocks();
  speaks('en-US', 'en-GB');
  expect(dateTime(evening)).toMatch(/^Nov 30, 2026, 10:39\sPM$/);
});

it('keeps to the language of the page where the browser speaks another', async () => {
  speaks('fr-FR', 'de-AT', 'en-GB');
  expect(dateLocale()).toBe('en-GB');
  await setLocale('de', false);
  expect(dateLocale()).toBe('de-AT');
  vi.restoreAllMocks();
  speaks('fr-FR');
  expect(dateLocale()).toBe('de');
  expect(date(evening)).toBe('30.11.2026');
});

it('says of what was a moment ago that it was, and not that it is now', () => {
  expect(lately(1000, 2000)).toBe('just now');
  expect(lately(0, 3_600_000)).toBe(ago(0, 3_600_000));
});
