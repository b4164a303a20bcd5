import { describe, expect, it } from 'vitest';
import { choose, readCues, saidAt, secondsOf, timeOf, writeCues } from './cues';

describe('captions', () => {
  it('reads and writes times', () => {
    expect(secondsOf('01:02:03.400')).toBeCloseTo(3723.4);
    expect(secondsOf('02:03.4')).toBeCloseTo(123.4);
    expect(secondsOf('00:61')).toBeNull();
    expect(secondsOf('soon')).toBeNull();
    expect(timeOf(3723.4)).toBe('01:02:03.400');
  });

  it('keeps what it wrote, whatever letters are in it', () => {
    const cues = [
      { from: 1, to: 2.5, text: 'a <b> & "c"\nsecond line --> end' },
      { from: 2, to: 3, text: '&lt; is no bracket' },
    ];
    expect(readCues(writeCues(cues))).toEqual(cues);
  });

  it('sorts, and leaves out what says nothing', () => {
    const file = writeCues([
      { from: 5, to: 6, text: 'second' },
      { from: 1, to: 2, text: 'first\n\n \nline' },
      { from: 3, to: 4, text: '  ' },
    ]);
    expect(readCues(file).map((cue) => cue.text)).toEqual(['first\nline', 'second']);
  });

  it('says what is said, from its first moment until before its last', () => {
    const cues = readCues(
      'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\none\n\n00:00:01.500 --> 00:00:03.000\ntwo\n',
    );
    expect(saidAt(cues, 0.99)).toBe('');
    expect(saidAt(cues, 1)).toBe('one');
    expect(saidAt(cues, 1.7)).toBe('one\ntwo');
    expect(saidAt(cues, 2)).toBe('two');
  });

  it('takes the language of the page, else the spoken one', () => {
    expect(choose(['de', 'en'], 'de', 'en')).toBe('de');
    expect(choose(['en', 'fr'], 'de', 'fr')).toBe('fr');
    expect(choose(['tr'], 'de', 'en')).toBe('tr');
    expect(choose([], 'de', 'en')).toBeNull();
  });
});
