import { describe, expect, it } from 'vitest';
import { errorWords, path, qr } from './qr';

describe('a QR code', () => {
  it('has the error words of the standard’s example', () => {
    // ISO/IEC 18004, annex I: "01234567" as version 1-M.
    const data = [16, 32, 12, 86, 97, 128, 236, 17, 236, 17, 236, 17, 236, 17, 236, 17];
    expect(errorWords(data, 10)).toEqual([165, 36, 212, 193, 237, 54, 199, 135, 44, 85]);
  });

  it('grows with the text, and says when it is too long', () => {
    expect(qr('a')).toHaveLength(21);
    expect(qr('https://vitrine.example/v/0123456789abc')).toHaveLength(29);
    expect(qr('x'.repeat(213))).toHaveLength(57);
    expect(() => qr('x'.repeat(214))).toThrow('too long');
  });

  it('has its three corners, its timing, and a format that names one of eight masks', () => {
    const code = qr('https://vitrine.example/v/0123456789abc');
    const size = code.length;
    const ring = (x: number, y: number) => [0, 1, 2, 3, 4, 5, 6].every((i) => code[y]?.[x + i] && code[y + i]?.[x]);
    expect(ring(0, 0) && ring(size - 7, 0) && ring(0, size - 7)).toBe(true);
    for (let i = 8; i < size - 8; i += 1) expect(code[6]?.[i]).toBe(i % 2 === 0);
    const bits = [0, 1, 2, 3, 4, 5, 7, 8].map((y) => (code[y]?.[8] ? 1 : 0));
    const other = [1, 2, 3, 4, 5, 6, 7, 8].map((i) => (code[8]?.[size - i] ? 1 : 0));
    expect(bits).toEqual(other);
    expect(path(code).match(/M/g)).toHaveLength(code.flat().filter(Boolean).length);
  });
});
