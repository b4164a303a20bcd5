/** Accounts, profiles, create, inbox, settings, moderation. */
import { appWords } from '$lib/i18n/messages/apps';
import { closedWords } from '$lib/i18n/messages/closed';
import { t } from '$lib/i18n/messages/common';
import { t as editWords } from '$lib/i18n/messages/edit';
import { playlistWords } from '$lib/i18n/messages/playlists';
import { recordWords } from '$lib/i18n/messages/record';
import { remixWords } from '$lib/i18n/messages/remix';
import { soundWords } from '$lib/i18n/messages/sounds';
import type { Route } from '$lib/router.svelte';

export const people: Route[] = [
  {
    path: '/welcome',
    load: () => import('$features/welcome/Welcome.svelte'),
    title: () => t.navWelcome,
    layout: 'bare',
  },
  {
    path: '/sign-in',
    load: () => import('$features/auth/SignIn.svelte'),
    title: () => t.signIn,
    layout: 'bare',
  },
  {
    path: '/sign-up',
    load: () => import('$features/auth/SignUp.svelte'),
    title: () => t.signUp,
    layout: 'bare',
  },
  {
    path: '/create',
    load: () => import('$features/create/Create.svelte'),
    title: () => t.navCreate,
    needsAccount: true,
  },
  {
    path: '/create/record',
    load: () => import('$features/create/Record.svelte'),
    title: () => recordWords.title,
    layout: 'bare',
    needsAccount: true,
  },
  {
    path: '/create/draft/:id',
    load: () => import('$features/create/DraftDesk.svelte'),
    title: () => t.navCreate,
    needsAccount: true,
  },
  {
    path: '/remix/:id',
    load: () => import('$features/create/Remix.svelte'),
    title: () => remixWords.heading,
    needsAccount: true,
  },
  {
    path: '/edit/:id',
    load: () => import('$features/edit/Editor.svelte'),
    title: () => editWords.title,
    needsAccount: true,
  },
  {
    path: '/inbox/requests',
    load: () => import('$features/inbox/Requests.svelte'),
    title: () => closedWords.door,
    needsAccount: true,
  },
  {
    path: '/inbox',
    load: () => import('$features/inbox/Inbox.svelte'),
    title: () => t.navInbox,
    needsAccount: true,
  },
  ...['/messages', '/messages/with/:handle', '/messages/:id'].map((path) => ({
    path,
    load: () => import('$features/messages/Messages.svelte'),
    title: () => t.navInbox,
    needsAccount: true,
  })),
  {
    path: '/@:handle',
    load: () => import('$features/profile/Profile.svelte'),
    title: ({ handle }) => `@${handle}`,
  },
  {
    path: '/@:handle/:list',
    load: () => import('$features/profile/People.svelte'),
    title: ({ handle }) => `@${handle}`,
  },
  {
    path: '/playlist/:id',
    load: () => import('$features/playlists/Playlist.svelte'),
    title: () => playlistWords.heading,
  },
  {
    path: '/sound/:id',
    load: () => import('$features/sounds/Sound.svelte'),
    title: () => soundWords.heading,
  },
  {
    path: '/saved',
    load: () => import('$features/profile/Saved.svelte'),
    title: () => t.navSaved,
    needsAccount: true,
  },
  {
    path: '/tag/:tag',
    load: () => import('$features/profile/Tag.svelte'),
    title: ({ tag }) => `#${tag}`,
  },
  {
    path: '/settings',
    load: () => import('$features/settings/Settings.svelte'),
    title: () => t.navSettings,
  },
  {
    path: '/settings/:section',
    load: () => import('$features/settings/Settings.svelte'),
    title: () => t.navSettings,
  },
  {
    path: '/farewell/:code',
    load: () => import('$features/settings/Farewell.svelte'),
    title: () => t.navSettings,
  },
  {
    path: '/oauth/authorize',
    load: () => import('$features/apps/Consent.svelte'),
    title: () => appWords.consent,
    layout: 'bare',
    needsAccount: true,
  },
  {
    path: '/device',
    load: () => import('$features/apps/Device.svelte'),
    title: () => appWords.deviceTitle,
    layout: 'bare',
    needsAccount: true,
  },
  {
    path: '/mod',
    load: () => import('$features/moderation/Moderation.svelte'),
    title: () => t.navModeration,
    needsAccount: true,
  },
  {
    path: '/mod/openings',
    load: () => import('$features/moderation/Openings.svelte'),
    title: () => t.navModeration,
    needsAccount: true,
  },
  {
    path: '/mod/algorithm',
    load: () => import('$features/operator/Operator.svelte'),
    title: () => t.navModeration,
    needsAccount: true,
  },
];
