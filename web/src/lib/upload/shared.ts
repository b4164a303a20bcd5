/** What another app has handed over: the service worker keeps it (sw.ts) until somebody makes a draft of it. */
export const sharedCache = 'shared';
export const sharedAt = '/create/shared';

/** Takes it out; nothing when there is nothing. */
export async function takeShared(): Promise<File | null> {
  if (!('caches' in globalThis)) return null;
  const answer = await caches.match(sharedAt, { cacheName: sharedCache });
  if (!answer) return null;
  const bytes = await answer.blob();
  await caches.delete(sharedCache);
  const name = decodeURIComponent(answer.headers.get('x-name') ?? 'clip');
  return new File([bytes], name, { type: bytes.type });
}
