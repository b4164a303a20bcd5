/** What the app starts once the first clip does not wait for it any more. */
import { mount } from 'svelte';
import Toasts from '$ui/Toasts.svelte';
import { startBadge } from './badge.svelte';
import { startInstall } from './install';
import { startInstallOffer } from './install-offer.svelte';
import { startPlaces } from './places';

/** For the settings; in this file, so that the first one has one name less to know. */
export { install, installing, isApple, isInstalled } from './install-offer.svelte';

export function startLater(): void {
  mount(Toasts, { target: document.body });
  startPlaces();
  startBadge();
  // Looked at after a few clips, not before the first.
  setTimeout(() => void import('./first-visit').then((visit) => visit.offerTopics()), 45_000);
  if (!import.meta.env.PROD) return;
  startInstall();
  startInstallOffer();
}
