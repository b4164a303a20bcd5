/**
 * Topics to choose from, offered once, quietly, to whoever watches without account and stays a while. Nothing is kept of
 * them, so who comes again is new again.
 */
import { session } from '$lib/auth/session.svelte';
import { interestWords } from '$lib/i18n/messages/interests';
import { chosenHere } from '$lib/interests';
import { atLeisure } from './at-leisure';
import { currentLocation, go } from '$lib/router.svelte';
import { currentToast, toast } from '$ui/toasts.svelte';

const standsMs = 15_000;
const againMs = 10_000;

export function offerTopics(): void {
  if (!atLeisure()) return void setTimeout(offerTopics, againMs);
  if (
    currentLocation().path !== '/' ||
    session.account ||
    currentToast() ||
    chosenHere(sessionStorage).length > 0
  )
    return;
  toast(interestWords.offer, {
    action: { label: interestWords.choose, run: () => go('/interests') },
    ms: standsMs,
  });
}
