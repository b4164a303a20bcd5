import { describe, expect, it } from 'vitest';
import { inOrder, listenerOf, roundToSum, sentence, topReason, type Listener } from '$lib/algo/explain';
import type { FeedItem, Term } from '$lib/api/types';

describe('roundToSum', () => {
  it('keeps the rounded parts equal to the rounded whole', () => {
    let seed = 20261124;
    const random = () => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return seed / 2 ** 32 - 0.5;
    };
    for (let run = 0; run < 200; run += 1) {
      const values = Array.from({ length: 1 + (run % 17) }, () => random() * 3);
      const whole = values.reduce((sum, value) => sum + value, 0);
      const parts = roundToSum(values, whole, 3);
      const sum = parts.reduce((total, value) => total + Math.round(value * 1000), 0);
      expect(sum, `seed run ${run}`).toBe(Math.round(whole * 1000));
      parts.forEach((part, index) => expect(Math.abs(part - values[index]!)).toBeLessThan(0.0021));
    }
  });

  it('has nothing to do for nothing', () => {
    expect(roundToSum([], 0, 3)).toEqual([]);
  });
});

describe('sentences', () => {
  const term = (signal: Term['signal'], value: number, evidence: Term['evidence']): Term => ({
    signal,
    x: value,
    weight: 1,
    value,
    evidence,
  });

  it('says what moderators found', () => {
    for (const kind of ['unoriginal', 'disputed', 'borderline'] as const)
      expect(sentence(term('finish', -1, { kind }))).toMatch(
        /^Moderators found .* part of its score counts\.$/,
      );
  });

  it('says which topic, in which direction', () => {
    expect(sentence(term('finish', 1, { kind: 'you_topic', tag: 'pottery', shown: 4 }))).toBe(
      'You usually watch #pottery to the end.',
    );
    expect(sentence(term('skip', -1, { kind: 'you_topic', tag: 'sea', shown: 2 }))).toBe(
      'You often skip #sea.',
    );
  });

  it('says so where somebody only said it', () => {
    expect(sentence(term('watched', 1, { kind: 'you_said', tag: 'clay', shown: 4 }))).toBe(
      'You said you want more of #clay.',
    );
  });

  it('does not speak of habits to somebody who has watched nothing yet', () => {
    for (const value of [0.1, -0.1]) {
      expect(sentence(term('finish', value, { kind: 'habits' }))).toBe(
        'Nothing is known yet of how you watch.',
      );
      expect(sentence(term('finish', value, { kind: 'habits', shown: 3 }))).toMatch(/how you usually watch/);
    }
  });

  it('tells strangers nothing of what they did, nor anybody without a profile', () => {
    const terms = (shown?: number) =>
      (['watched', 'length', 'moment', 'habits'] as const).map((kind) =>
        term('skip', -0.1, kind === 'habits' && shown ? { kind, shown } : { kind }),
      );
    const said = (listener: Listener) => terms().map((one) => sentence(one, listener));
    expect(listenerOf(terms())).toBe('stranger');
    expect(listenerOf(terms(), false)).toBe('nobody');
    expect(listenerOf(terms(7))).toBe('known');
    expect(listenerOf([])).toBe('known');
    expect(said('stranger').join()).not.toMatch(/what you watched|how you usually/);
    expect(said('nobody').join()).not.toMatch(/yet|suit/);
    expect(topReason({ why: [term('skip', 0.1, { kind: 'watched' }), ...terms()] } as FeedItem)).toBeNull();
  });

  it('puts what is the same for every clip last', () => {
    const terms = [term('watched', 9, { kind: 'base' }), term('like', -1, { kind: 'video' })];
    expect(inOrder(terms).map(({ evidence }) => evidence.kind)).toEqual(['video', 'base']);
  });

  it('never makes up a reason for what it does not know: a server may be newer than the page', () => {
    const news = { ...term('long_view', 1, { kind: 'base' }), evidence: { kind: 'moon' } } as unknown as Term;
    expect(sentence(news)).toBe('“long view” spoke for it.');
  });

  it('finds the reason that counted most, and never the starting point', () => {
    const item = {
      why: [
        term('watched', 9, { kind: 'base' }),
        term('finish', 5, { kind: 'habits' }),
        term('like', 0.2, { kind: 'you_topic', tag: 'a', shown: 3 }),
        term('finish', -3, { kind: 'video' }),
      ],
    };
    expect(topReason(item as FeedItem)).toBe('You often like #a.');
    expect(topReason({ why: [] } as unknown as FeedItem)).toBeNull();
  });
});
