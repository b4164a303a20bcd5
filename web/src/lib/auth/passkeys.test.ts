import { describe, expect, it } from 'vitest';
import { changedMind, fromBase64Url, toBase64Url } from './passkeys';

describe('passkeys', () => {
  it('spells bytes as the server does, both ways', () => {
    for (const [bytes, text] of [
      [[], ''],
      [[251], '-w'],
      [[255, 239], '_-8'],
      [[0, 16, 131, 16], 'ABCDEA'],
    ] as [number[], string][]) {
      expect(toBase64Url(new Uint8Array(bytes).buffer)).toBe(text);
      expect([...fromBase64Url(text)]).toEqual(bytes);
    }
    expect(toBase64Url(null)).toBe('');
  });

  it('knows a change of mind from trouble', () => {
    expect(changedMind(new DOMException('', 'NotAllowedError'))).toBe(true);
    expect(changedMind(new DOMException('', 'SecurityError'))).toBe(false);
    expect(changedMind(new Error('x'))).toBe(false);
  });
});
