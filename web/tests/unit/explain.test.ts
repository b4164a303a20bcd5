import { describe, expect, it } from 'vitest';
import {
  inOrder,
  listenerOf,
  roundToSum,
  sentence,
  sourceText,
  topReason,
  type Listener,
} from '$lib/algo/explain';
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
    expect(sentence(term('skip', -1, { kind: 'you_topic', tag: 'sea', shown: 3 }))).toBe(
      'You often skip #sea.',
    );
  });

  it('speaks of no habit after one showing or two, but of what happened', () => {
    const few = (signal: Term['signal'], value: number, evidence: Partial<Term['evidence']>) =>
      sentence(term(signal, value, { kind: 'you_topic', tag: 'sea', ...evidence }));
    expect(few('skip', -1, { shown: 1, skipped: 1 })).toBe('You left the one clip with #sea that you saw.');
    expect(few('skip', -1, { shown: 2, skipped: 2 })).toBe(
      'Of the two clips with #sea that you saw, you left both.',
    );
    expect(few('finish', 1, { shown: 1, finished: 1 })).toBe(
      'You watched the one clip with #sea that you saw to the end.',
    );
    expect(few('like', 1, { shown: 2, liked: 1 })).toBe(
      'Of the two clips with #sea that you saw, you liked one.',
    );
    expect(few('watched', 1, { shown: 1 })).toBe('You have seen one clip with #sea so far.');
    expect(few('skip', -1, { shown: 0 })).toBe('You have hardly seen any clips with #sea so far.');
    expect(few('skip', -1, {})).toBe('You have hardly seen any clips with #sea so far.');
    const author = term('watched', -1, { kind: 'you_author', handle: 'ann', shown: 1 });
    expect(sentence(author)).toBe('You have seen one clip by @ann so far.');
    for (const signal of ['finish', 'like', 'skip', 'share', 'comment', 'watched', 'opened'] as const)
      for (const value of [1, -1])
        for (const shown of [0, 1, 2])
          expect(few(signal, value, { shown })).not.toMatch(/often|usually|seldom|rarely|tend|enjoy/);
  });

  it('never says in one list that many watched a clip and few have seen it', () => {
    for (const shown of [1, 5, 9, 10, 19, 40])
      for (let finished = 0; finished <= shown; finished += 1) {
        const said = [
          sentence(term('finish', 1, { kind: 'video', shown, finished })),
          sentence(term('finish', 1, { kind: 'untried', shown })),
        ].join(' ');
        expect(said, `${finished} of ${shown}`).not.toMatch(/Many.*Few/);
        expect(said.includes('Few have seen it'), `${shown}`).toBe(shown < 10);
      }
    expect(sentence(term('finish', 1, { kind: 'video', shown: 30, finished: 19 }))).toBe(
      'Many here stayed with it (19).',
    );
  });

  it('names what others watched before only where there is such a clip', () => {
    const none = 'Nothing you enjoyed has led others to this clip.';
    expect(sentence(term('finish', 1, { kind: 'watched' }))).toBe(none);
    expect(sentence(term('finish', 1, { kind: 'watched', video: 'v', title: 'Tide' }))).toBe(
      'People who enjoyed “Tide” went on to this.',
    );
  });

  it('tells whoever turned the history off that what was learned sleeps', () => {
    const habits = term('finish', 0.1, { kind: 'habits' });
    const listener = listenerOf([habits], true, true);
    expect(sentence(habits, listener)).toBe('Your history is off: what was learned of how you watch sleeps.');
    expect(sentence(term('finish', 0.1, { kind: 'watched' }), listener)).toMatch(/^Your history is off/);
    expect(topReason({ why: [habits] } as FeedItem)).toBeNull();
  });

  it('says so where somebody only said it', () => {
    expect(sentence(term('watched', 1, { kind: 'you_said', tag: 'clay', shown: 4 }))).toBe(
      'You said you want more of #clay.',
    );
  });

  it('does not speak of habits to somebody who has watched nothing yet', () => {
    for (const value of [0.1, -0.1]) {
      expect(sentence(term('finish', value, { kind: 'habits' }))).toBe(
        'Too little is known yet of how you watch.',
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

  it('names the topic or the creator that led to the clip, where a reason knows it', () => {
    const topics = [
      term('like', 0.2, { kind: 'you_topic', tag: 'sea', shown: 3 }),
      term('finish', 0.5, { kind: 'you_topic', tag: 'clay', shown: 3 }),
      term('skip', -2, { kind: 'you_topic', tag: 'noise', shown: 3 }),
    ];
    expect(sourceText('tag', topics)).toBe('Topics you enjoyed: #clay');
    expect(sourceText('tag', [])).toBe('Topics you enjoyed');
    expect(sourceText('fresh', topics)).toBe('Fresh: gets its first viewers');
    const author = term('finish', 1, { kind: 'you_author', handle: 'ann', shown: 3 });
    expect(sourceText('author', [author])).toBe('Creators you enjoyed: @ann');
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
