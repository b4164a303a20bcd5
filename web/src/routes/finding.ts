/** Searching, and what is rising. */
import { t } from '$lib/i18n/messages/common';
import type { Route } from '$lib/router.svelte';

export const finding: Route[] = [
  {
    path: '/search',
    load: () => import('$features/search/Search.svelte'),
    title: () => t.navSearch,
  },
  {
    path: '/rising',
    load: () => import('$features/search/Rising.svelte'),
    title: () => t.navRising,
  },
];
