import { expect, it } from 'vitest';
import type { Video } from './api/types';
import { chooseHere, chosenHere, topicsOf } from './interests';

const clip = (id: string, tags: string[]) => ({ id, tags, poster: `/${id}.webp` }) as unknown as Video;

it('offers what most clips are about, each with a picture of its own', () => {
  const topics = topicsOf([clip('a', ['sea', 'clay']), clip('b', ['clay']), clip('c', ['sky', 'clay'])]);
  expect(topics.map(({ tag }) => tag)).toEqual(['clay', 'sea', 'sky']);
  expect(new Set(topics.map(({ poster }) => poster)).size).toBe(2 + 1);
  expect(topicsOf([])).toEqual([]);
});

it('keeps a choice for the tab, and nothing of none', () => {
  chooseHere(sessionStorage, ['clay', 'sea']);
  expect(chosenHere(sessionStorage)).toEqual(['clay', 'sea']);
  chooseHere(sessionStorage, []);
  expect(sessionStorage.length).toBe(0);
  expect(chosenHere(sessionStorage)).toEqual([]);
});
