import { expect, it } from 'vitest';
import { tagsIn } from './tags-typed';

it('takes tags apart, with or without #, each once', () => {
  expect(tagsIn(' #clay, Wheel;clay\nkäse ')).toEqual(['clay', 'Wheel', 'käse']);
  expect(tagsIn(' , # ')).toEqual([]);
});
