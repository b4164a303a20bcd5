/** Topics to choose from, offered once, quietly, to whoever watches for the first time and stays a while. */
import { session } from '$lib/auth/session.svelte';
import { interestWords } from '$lib/i18n/messages/interests';
import { currentLocation, go } from '$lib/router.svelte';
import { currentToast, toast } from '$ui/toasts.svelte';

const offeredKey = 'vitrine:interests-offered';
/** After a few clips, not before the first. */
const afterMs = 45_000;
const standsMs = 15_000;

export function mayOfferInterests(local: Storage, visits: number): boolean {
  return visits === 1 && local.getItem(offeredKey) === null;
}

function offer(): void {
  const watching = currentLocation().path === '/' && document.visibilityState === 'visible';
  if (!watching || session.account || currentToast()) return;
  localStorage.setItem(offeredKey, 'on');
  toast(interestWords.offer, {
    action: { label: interestWords.choose, run: () => go('/interests') },
    ms: standsMs,
  });
}

export function startFirstVisit(visits: number): void {
  if (mayOfferInterests(localStorage, visits)) setTimeout(offer, afterMs);
}
