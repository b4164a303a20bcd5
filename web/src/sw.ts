/// <reference lib="webworker" />
/**
 * Keeps the shell (hashed files and the page itself) so that the app starts without a network.
 * Never touches the API, uploads or media: those answers are personal, large, or both.
 */
export {};
declare const self: ServiceWorkerGlobalScope;
declare const __SHELL__: string[];
declare const __REVISION__: string;

const shellCache = `shell-${__REVISION__}`;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(shellCache).then((cache) => cache.addAll(['/', ...__SHELL__])));
});

self.addEventListener('message', (event) => {
  if (event.data === 'take-over') void self.skipWaiting();
});

async function removeOldShells(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith('shell-') && name !== shellCache);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

self.addEventListener('activate', (event) => event.waitUntil(removeOldShells()));

async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match('/')) ?? Response.error();
  }
}

async function shellFile(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

/** A video that another app hands over waits here for the page (lib/upload/shared.ts); it never leaves the device. */
async function keepShared(request: Request): Promise<Response> {
  const file = (await request.formData()).get('video');
  if (file instanceof File && file.size > 0) {
    const headers = { 'content-type': file.type, 'x-name': encodeURIComponent(file.name) };
    await (await caches.open('shared')).put('/create/shared', new Response(file, { headers }));
  }
  return Response.redirect('/create', 303);
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method === 'POST' && url.origin === location.origin && url.pathname === '/create/shared')
    event.respondWith(keepShared(request));
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (__SHELL__.includes(url.pathname)) event.respondWith(shellFile(request));
});
