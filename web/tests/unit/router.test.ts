import { describe, expect, it } from 'vitest';
import { match } from '$lib/router.svelte';

describe('match', () => {
  it('takes one segment per name', () => {
    expect(match('/v/:id', '/v/abc')).toEqual({ id: 'abc' });
    expect(match('/v/:id', '/v/abc/')).toEqual({ id: 'abc' });
    expect(match('/v/:id', '/v/a/b')).toBeNull();
    expect(match('/v/:id', '/v/')).toBeNull();
  });

  it('reads a handle after the sign', () => {
    expect(match('/@:handle', '/@ada')).toEqual({ handle: 'ada' });
    expect(match('/@:handle', '/ada')).toBeNull();
  });

  it('decodes, and calls a broken escape unknown instead of failing', () => {
    expect(match('/tag/:tag', '/tag/k%C3%BCche')).toEqual({ tag: 'küche' });
    expect(match('/tag/:tag', '/tag/%E0%A4%A')).toBeNull();
  });

  it('keeps dots literal', () => {
    expect(match('/a.b', '/axb')).toBeNull();
  });
});
