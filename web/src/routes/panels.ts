/** The panels of the feed, each fetched when it is first opened. */
import type { Panels } from '$features/feed/panels';

export const panels: Panels = {
  why: () => import('$features/why/Why.svelte'),
  comments: () => import('$features/comments/Comments.svelte'),
  share: () => import('$features/share/Share.svelte'),
};
