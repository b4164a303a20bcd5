/** Keeps the app startable without a network, and says when a newer one has arrived. */
import { t as shell } from '$lib/i18n/messages/shell';
import { toast } from '$ui/toasts.svelte';

/** Trusted Types: the only script address ever made from a string is this one. */
function workerAddress(): string {
  const address = '/sw.js';
  const factory = (window as unknown as { trustedTypes?: TrustedTypePolicyFactoryLike }).trustedTypes;
  if (!factory) return address;
  return factory
    .createPolicy('vitrine', { createScriptURL: () => address })
    .createScriptURL(address) as string;
}

interface TrustedTypePolicyFactoryLike {
  createPolicy(
    name: string,
    rules: { createScriptURL: (address: string) => string },
  ): { createScriptURL(address: string): unknown };
}

function offer(worker: ServiceWorker): void {
  const run = () => {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    worker.postMessage('take-over');
  };
  toast(shell.updateReady, { action: { label: shell.updateNow, run }, ms: 15_000 });
}

async function register(): Promise<void> {
  const registration = await navigator.serviceWorker.register(workerAddress());
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && navigator.serviceWorker.controller) offer(worker);
    });
  });
}

export function startInstall(): void {
  if (!('serviceWorker' in navigator)) return;
  // Well after the first clip has started: installing fetches the whole shell.
  const later = () => setTimeout(() => void register().catch(() => undefined), 3000);
  if (document.readyState === 'complete') later();
  else addEventListener('load', later, { once: true });
}
