/**
 * Whether this browser is rung when there is something to look at. The browser chooses the push service; it learns
 * when this house rings an address, and nothing else: what rings has no contents (src/sw.ts asks for them).
 */
import { api, ok } from '$lib/api/client';

/** `missing`: this browser cannot (on an iPhone: not before the app is on the home screen). */
export type Ringing = 'missing' | 'denied' | 'off' | 'on';

export class PushRefused extends Error {}

const workerPatience = 15_000;

export const canRing = (): boolean =>
  'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

/** The worker is installed a few seconds after the first clip has started. */
async function worker(): Promise<ServiceWorkerRegistration> {
  const late = new Promise<never>((_, fail) =>
    setTimeout(() => fail(new PushRefused('no worker')), workerPatience),
  );
  return Promise.race([navigator.serviceWorker.ready, late]);
}

async function subscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** `here`: what the house knows of this session. */
export async function ringing(here: boolean): Promise<Ringing> {
  if (!canRing()) return 'missing';
  if (Notification.permission === 'denied') return 'denied';
  return here && Notification.permission === 'granted' && (await subscription()) !== null ? 'on' : 'off';
}

function bytesOf(key: string): Uint8Array<ArrayBuffer> {
  const text = atob(key.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** Asks the person by way of the browser; call it from their press. `key`: the house's. */
export async function ring(key: string): Promise<Ringing> {
  if ((await Notification.requestPermission()) !== 'granted') return ringing(false);
  const { pushManager } = await worker();
  // One made for another key rings for nobody.
  await (await pushManager.getSubscription())?.unsubscribe();
  const { endpoint } = await pushManager
    .subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) })
    .catch((error: unknown) => {
      throw new PushRefused(String(error));
    });
  await ok(api.PUT('/me/push/here', { body: { endpoint } }));
  return 'on';
}

export async function ringNoMore(): Promise<Ringing> {
  await ok(api.DELETE('/me/push/here', {}));
  await (await subscription())?.unsubscribe();
  return 'off';
}
