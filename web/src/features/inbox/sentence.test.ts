import { afterEach, describe, expect, it } from 'vitest';
import type { Notification } from '$lib/api/types';
import { setLocale } from '$lib/i18n/index.svelte';
import { grouped, sentence, target } from './sentence';

const news = (more: Partial<Notification>): Notification => ({
  id: 'n1',
  kind: 'like',
  at: 0,
  read: false,
  actor: { id: 'a', handle: 'ben', name: 'Ben', avatar: null },
  video: { id: 'v1', title: 'Low tide', poster: null },
  comment: null,
  count: 1,
  ...more,
});

afterEach(() => setLocale('en', false));

describe('sentence', () => {
  it('counts the others', () => {
    expect(sentence(news({}))).toBe('Ben liked “Low tide”');
    expect(sentence(news({ count: 2 }))).toBe('Ben and one other liked “Low tide”');
    expect(sentence(news({ count: 12 }))).toBe('Ben and 11 others liked “Low tide”');
  });

  it('speaks German, also of clips without a title', async () => {
    await setLocale('de', false);
    const untitled = { id: 'v1', title: '', poster: null };
    expect(sentence(news({ count: 3 }))).toBe('„Low tide“ gefällt Ben und 2 anderen');
    expect(sentence(news({ kind: 'comment', video: untitled }))).toBe('Ben hat deinen Clip kommentiert');
    expect(sentence(news({ kind: 'video_ready', actor: null, video: untitled }))).toBe(
      'Dein Clip ist fertig',
    );
  });

  it('says what moderators found of a clip, and leads to it', async () => {
    const found = news({ kind: 'found_disputed', actor: null });
    expect(sentence(found)).toBe(
      'Moderators found “Low tide” disputed: it is shown less often. What you can do',
    );
    expect(target(found)).toBe('/v/v1');
    await setLocale('de', false);
    expect(sentence(news({ kind: 'found_whole', actor: null }))).toBe(
      '„Low tide“ wird wieder gezeigt wie zuvor',
    );
  });

  it('leads to what it is about', () => {
    expect(target(news({}))).toBe('/v/v1');
    expect(target(news({ kind: 'reply', comment: 'c1' }))).toBe('/v/v1?comment=c1');
    expect(target(news({ kind: 'follow', video: null }))).toBe('/@ben');
    expect(target(news({ kind: 'video_failed' }))).toBe('/studio');
    expect(target(news({ kind: 'passkey_added', actor: null, video: null }))).toBe('/settings/security');
    expect(target(news({ kind: 'export_ready', actor: null, video: null }))).toBe('/settings/data');
  });
});

describe('grouped', () => {
  it('goes by calendar days and leaves no group empty', () => {
    const now = new Date(2026, 10, 24, 9).getTime();
    const at = (days: number, hour: number) => new Date(2026, 10, 24 - days, hour).getTime();
    const items = [at(0, 1), at(1, 23), at(6, 12), at(30, 12)].map((when, index) =>
      news({ id: `n${index}`, at: when }),
    );
    expect(grouped(items, now).map((group) => [group.span, group.items.length])).toEqual([
      ['today', 1],
      ['week', 2],
      ['earlier', 1],
    ]);
    expect(grouped([], now)).toEqual([]);
  });
});
