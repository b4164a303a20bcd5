import { describe, expect, it } from 'vitest';
import { filtersOf, fromAddress, toAddress } from './question';

const read = (text: string) => fromAddress(new URLSearchParams(text));

describe('a question in the address', () => {
  it('comes back as it went', () => {
    for (const address of [
      '/search?q=pottery',
      '/search?q=t%C3%B6pfern&in=videos&when=week&length=short&language=de&order=newest&adult=true&exact=true',
    ])
      expect(toAddress(read(address.split('?')[1] ?? ''))).toBe(address);
    expect(toAddress(read(''))).toBe('/search');
  });

  it('leaves out what the server would refuse', () => {
    const question = read('q=x&in=places&when=never&length=0&language=../..&order=worst');
    expect(toAddress(question)).toBe('/search?q=x');
    expect(read(`q=${'a'.repeat(500)}`).q).toHaveLength(200);
  });

  it('counts what hides something', () => {
    expect(filtersOf(read('q=x&order=newest'))).toBe(0);
    expect(filtersOf(read('q=x&when=day&language=de'))).toBe(2);
  });
});
