import { expect, it } from 'vitest';
import { handlesIn } from './handles';

it('reads names as people type them, each once', () => {
  expect(handlesIn('@Ann, bob;  bob\n c.d')).toEqual(['ann', 'bob', 'c.d']);
  expect(handlesIn(' , @ ä')).toEqual([]);
});
