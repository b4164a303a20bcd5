/**
 * What somebody without account wants to see more of: kept in this tab alone, sent with their pages (feed/store), gone
 * with the tab. With an account it is said to the algorithm, and stands with the other topics there.
 */
import type { Video } from '$lib/api/types';

export const interestsKey = 'vitrine:interests';
export const interestsMost = 8;
/** As many as one looks through. */
const topicsMost = 12;
/** Fewer are no choice. */
export const topicsLeast = 3;

export interface Topic {
  tag: string;
  poster: string | null;
}

/** The topics most of these clips share, each with a picture no other one has. */
export function topicsOf(videos: readonly Video[]): Topic[] {
  const clips = new Map<string, Video[]>();
  for (const video of videos)
    for (const tag of video.tags) clips.set(tag, [...(clips.get(tag) ?? []), video]);
  const ordered = [...clips].sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1));
  const used = new Set<string>();
  const offered = ordered
    .slice(0, topicsMost)
    .map(([tag, of]) => ({ tag, of, poster: null as string | null }));
  // The rare ones first: the others have more to choose from.
  for (const topic of [...offered].reverse()) {
    const pictured = topic.of.filter(({ poster }) => poster !== null);
    const clip = pictured.find(({ id }) => !used.has(id)) ?? pictured[0];
    if (!clip) continue;
    used.add(clip.id);
    topic.poster = clip.poster;
  }
  return offered.map(({ tag, poster }) => ({ tag, poster }));
}

export function chosenHere(tab: Storage): string[] {
  return tab.getItem(interestsKey)?.split(',') ?? [];
}

export function chooseHere(tab: Storage, tags: readonly string[]): void {
  if (tags.length > 0) tab.setItem(interestsKey, tags.join(','));
  else tab.removeItem(interestsKey);
}
