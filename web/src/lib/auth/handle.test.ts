import { describe, expect, it } from 'vitest';
import { handleTrouble, safeNext } from './handle';

describe('handleTrouble', () => {
  it.each(['ada', 'Ada.L', 'a_1', 'x'.repeat(30)])('takes %s', (handle) => {
    expect(handleTrouble(handle)).toBeNull();
  });

  it('names the slip', () => {
    expect(handleTrouble('')).toBe('missing');
    expect(handleTrouble('ab')).toBe('short');
    for (const handle of ['a b c', '.ada', 'ada.', 'a..b', 'größe', 'a@b']) {
      expect(handleTrouble(handle), handle).toBe('characters');
    }
  });
});

describe('safeNext', () => {
  it('stays in this house', () => {
    expect(safeNext('/studio?x=1#y')).toBe('/studio?x=1#y');
    for (const next of [
      null,
      '',
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      'javascript:1',
      '/\t/x',
    ]) {
      expect(safeNext(next)?.startsWith('/')).toBe(true);
      expect(new URL(safeNext(next), 'http://house.example').host).toBe('house.example');
    }
  });

  it('does not lead back to the door', () => {
    expect(safeNext('/sign-in?next=/x')).toBe('/');
    expect(safeNext('/welcome')).toBe('/');
  });
});
