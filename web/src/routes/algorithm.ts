/** What the feed is made of, and what a viewer makes of it. */
import { algorithmWords as words } from '$lib/i18n/messages/algorithm';
import { interestWords } from '$lib/i18n/messages/interests';
import type { Route } from '$lib/router.svelte';

export const algorithm: Route[] = [
  {
    path: '/interests',
    load: () => import('$features/onboarding/Interests.svelte'),
    title: () => interestWords.title,
  },
  {
    path: '/algorithm',
    load: () => import('$features/algorithm/Algorithm.svelte'),
    title: () => words.title,
  },
  {
    path: '/algorithm/mine',
    load: () => import('$features/algorithm/Mine.svelte'),
    title: () => words.mine,
    needsAccount: true,
  },
  {
    path: '/algorithm/history',
    load: () => import('$features/algorithm/History.svelte'),
    title: () => words.history,
    needsAccount: true,
  },
  {
    path: '/algorithm/why-not',
    load: () => import('$features/algorithm/WhyNot.svelte'),
    title: () => words.whyNotTitle,
    needsAccount: true,
  },
];
