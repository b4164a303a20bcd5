/**
 * The browser's offer to install the app: kept until it is wanted, made by us once, quietly, at the third visit of
 * somebody with an account, and for everybody in the settings. Visits are counted on the device, and nothing is kept
 * there of whoever has no account.
 */
import { toast } from '$ui/toasts.svelte';
import { atLeisure } from './at-leisure';
import { session } from './auth/session.svelte';
import { onInstall, type InstallEvent } from './install-event';

const visitsKey = 'vitrine:visits';
const offeredKey = 'vitrine:install-offered';
const hereKey = 'vitrine:here';
/** Whoever came back twice may want to stay. */
const visitsBefore = 3;
const afterMs = 8_000;
const standsMs = 20_000;

let kept = $state.raw<InstallEvent | null>(null);

export const installing = {
  /** The browser would install it now. */
  get possible() {
    return kept !== null;
  },
};

export const isInstalled = () =>
  matchMedia('(display-mode: standalone)').matches ||
  (navigator as unknown as { standalone?: boolean }).standalone === true;
/** Safari of iPhones and iPads knows the word, and no event. */
export const isApple = () => 'standalone' in navigator;

export async function install(): Promise<void> {
  const event = kept;
  kept = null; // It can be used once; the browser sends another where it was declined.
  await event?.prompt();
}

/** Counts this visit, once for each tab; answers how many there were. */
export function countVisit(local: Storage, tab: Storage): number {
  const before = Number(local.getItem(visitsKey)) || 0;
  if (tab.getItem(hereKey)) return before;
  tab.setItem(hereKey, 'on');
  const visits = Math.min(before + 1, visitsBefore); // more is of no use
  local.setItem(visitsKey, String(visits));
  return visits;
}

/** Whoever signs out leaves nothing behind. */
export function forgetVisits(local: Storage, tab: Storage): void {
  for (const key of [visitsKey, offeredKey]) local.removeItem(key);
  tab.removeItem(hereKey);
}

export function mayOffer(local: Storage, visits: number): boolean {
  return visits >= visitsBefore && local.getItem(offeredKey) === null && !isInstalled();
}

async function offer(): Promise<void> {
  if (document.visibilityState === 'visible' && !atLeisure()) return void setTimeout(offer, afterMs);
  const { appWords } = await import('$lib/i18n/messages/app');
  if (!kept || document.visibilityState !== 'visible') return;
  // Looked past or pressed: it is not offered again.
  localStorage.setItem(offeredKey, 'on');
  toast(appWords.offer, {
    action: { label: appWords.install, run: () => void install() },
    ms: standsMs,
  });
}

let visits = 0;
let planned = false;

/** Once both are known: how often they were here, and that it can be installed. */
function consider(): void {
  if (planned || !kept || !mayOffer(localStorage, visits)) return;
  planned = true;
  setTimeout(() => void offer(), afterMs);
}

export function startInstallOffer(): void {
  onInstall((event) => {
    kept = event;
    consider();
  });
  addEventListener('appinstalled', () => (kept = null));
  $effect.root(() => {
    let known = false;
    $effect(() => {
      if (session.account) {
        known = true;
        visits = countVisit(localStorage, sessionStorage);
        consider();
      } else if (known) forgetVisits(localStorage, sessionStorage);
    });
  });
}
