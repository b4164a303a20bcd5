import { describe, expect, it } from 'vitest';
import { parts } from './markup';

const marks = (text: string) =>
  parts(text)
    .filter((part) => part.kind !== 'text')
    .map((part) => part.text);

describe('parts', () => {
  it('finds tags of any script', () => {
    expect(marks('#Straße und #日本 #caf\u0065\u0301')).toEqual(['#Straße', '#日本', '#caf\u0065\u0301']);
  });

  it('wants a letter in a tag, and a beginning before it', () => {
    expect(marks('#1 #2024 a#b #2b')).toEqual(['#2b']);
  });

  it('finds handles, leaves addresses and final dots alone', () => {
    expect(marks('Hi @Ada.L. and a@b.example, @ben')).toEqual(['@Ada.L', '@ben']);
  });

  it('loses nothing', () => {
    let seed = 7;
    const next = () => (seed = (seed * 48271) % 2147483647);
    const alphabet = ['#', '@', 'a', 'ß', '_', '1', ' ', '.', '＃', '🜁', '\n'];
    for (let run = 0; run < 300; run += 1) {
      const text = Array.from({ length: next() % 40 }, () => alphabet[next() % alphabet.length]).join('');
      expect(
        parts(text)
          .map((part) => part.text)
          .join(''),
      ).toBe(text);
    }
  });
});
