import { describe, expect, it } from 'vitest';
import { squareAt } from './portrait';

describe('the square of a portrait', () => {
  const lying = { width: 400, height: 200 };
  it('is as large as the picture allows, in its middle', () => {
    expect(squareAt(lying, 1, [200, 100])).toEqual({ x: 100, y: 0, side: 200 });
  });
  it('stays inside, wherever it is dragged', () => {
    expect(squareAt(lying, 1, [-50, 900])).toEqual({ x: 0, y: 0, side: 200 });
    expect(squareAt(lying, 2, [390, 190])).toEqual({ x: 300, y: 100, side: 100 });
  });
});
