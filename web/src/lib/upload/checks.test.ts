import { describe, expect, it } from 'vitest';
import { checkFile, checkLength } from './checks';

const limits = { upload_bytes_max: 1000, duration_ms_max: 60_000 };
const file = (name: string, size: number, type = '') => ({ name, size, type });

describe('checkFile', () => {
  it('takes a video by its type or by its ending', () => {
    expect(checkFile(file('a', 10, 'video/mp4'), limits)).toBeNull();
    expect(checkFile(file('A.MKV', 10), limits)).toBeNull();
  });

  it('names what is wrong', () => {
    expect(checkFile(file('a.png', 10, 'image/png'), limits)?.kind).toBe('not_video');
    expect(checkFile(file('a.mp4', 0, 'video/mp4'), limits)?.kind).toBe('empty');
    expect(checkFile(file('a.mp4', 1001, 'video/mp4'), limits)).toEqual({
      kind: 'too_large',
      bytes: 1001,
      most: 1000,
    });
    expect(checkFile(file('a.mp4', 1000, 'video/mp4'), limits)).toBeNull();
  });

  it('leaves the size to the server while the limits are unknown', () => {
    expect(checkFile(file('a.mp4', 1e12, 'video/mp4'), null)).toBeNull();
  });
});

describe('checkLength', () => {
  it('allows the limit, and a little for rounding', () => {
    expect(checkLength(60_400, limits)).toBeNull();
    expect(checkLength(61_000, limits)?.kind).toBe('too_long');
  });

  it('says nothing about a file the browser cannot measure', () => {
    expect(checkLength(Infinity, limits)).toBeNull();
    expect(checkLength(NaN, limits)).toBeNull();
  });
});
