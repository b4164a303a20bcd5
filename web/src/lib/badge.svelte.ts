/** The number of unread news on the icon of the installed app, where there is one. */
import { session } from '$lib/auth/session.svelte';

interface Badges {
  setAppBadge?: (count: number) => Promise<void>;
  clearAppBadge?: () => Promise<void>;
}

export function showBadge(unread: number, on: Badges = navigator as Badges): void {
  const done = unread > 0 ? on.setAppBadge?.(unread) : on.clearAppBadge?.();
  // An icon without a number is no trouble to anybody.
  done?.catch(() => undefined);
}

export function startBadge(): void {
  if (!('setAppBadge' in navigator)) return;
  $effect.root(() => {
    $effect(() => {
      if (session.known) showBadge(session.unread);
    });
  });
}
