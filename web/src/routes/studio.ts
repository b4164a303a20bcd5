/** What makers of videos do about them: the list, how they are watched, what was said under them. */
import { t } from '$lib/i18n/messages/common';
import { studioWords as words } from '$lib/i18n/messages/studio';
import type { Route } from '$lib/router.svelte';

export const studio: Route[] = [
  {
    path: '/studio',
    load: () => import('$features/create/Studio.svelte'),
    title: () => t.navStudio,
    needsAccount: true,
  },
  ...['/studio/figures', '/studio/figures/:id'].map((path) => ({
    path,
    load: () => import('$features/studio/Figures.svelte'),
    title: () => words.title,
    needsAccount: true,
  })),
  {
    path: '/studio/comments',
    load: () => import('$features/studio/ToAnswer.svelte'),
    title: () => words.commentsTitle,
    needsAccount: true,
  },
];
