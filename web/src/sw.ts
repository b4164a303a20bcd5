/// <reference lib="webworker" />
/**
 * Keeps the shell (hashed files and the page itself) so that the app starts without a network, and says what is new
 * when the device is rung. Never keeps the API's answers, uploads or media: those are personal, large, or both.
 */
import de from './lib/i18n/messages/inbox.de';
import en from './lib/i18n/messages/inbox.en';
import { sentenceOf, target, type NoticeWords } from './lib/notices';
import type { Answer, Me } from './lib/api/types';

declare const self: ServiceWorkerGlobalScope;
declare const __SHELL__: string[];
declare const __REVISION__: string;

const shellCache = `shell-${__REVISION__}`;
/** The page itself, at an address where the server sends nobody's clips along. */
const shellPage = '/welcome';

/** What TypeScript does not know yet, and some browsers neither. */
interface Routed extends ExtendableEvent {
  addRoutes?(rule: { condition: { urlPattern: string }; source: 'network' }): Promise<void>;
}

self.addEventListener('install', (event: Routed) => {
  // Calls pass this file by: what a page sends while it goes is lost now and then when it has to wait for it.
  const passing = event.addRoutes?.({ condition: { urlPattern: '/api/*' }, source: 'network' });
  if (passing) event.waitUntil(passing);
  event.waitUntil(caches.open(shellCache).then((cache) => cache.addAll([shellPage, ...__SHELL__])));
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
    return (await caches.match(shellPage)) ?? Response.error();
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

interface Notice {
  title: string;
  body: string;
  url: string;
}

async function ask<T>(path: string): Promise<T> {
  const answer = await fetch(`/api/v1${path}`, { headers: { Accept: 'application/json' } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as T;
}

/** What there is, in the language of the account: names and titles, never what was written. */
async function look(): Promise<Notice> {
  let words: NoticeWords = navigator.language.startsWith('de') ? de : en;
  try {
    const me = await ask<Me>('/me');
    if (me.settings.language) words = me.settings.language === 'de' ? de : en;
    const [notes, messages] = await Promise.all([
      ask<Answer<'/me/notifications'>>('/me/notifications'),
      ask<Answer<'/me/conversations/unread'>>('/me/conversations/unread'),
    ]);
    const latest = notes.items.find((news) => !news.read);
    if (!latest && messages.unread > 0)
      return { title: words.pushMessages(messages.unread), body: '', url: '/messages' };
    if (latest) {
      const more = notes.unread + messages.unread - 1;
      const url = more > 0 ? '/inbox' : target(latest);
      return { title: sentenceOf(latest, words), body: more > 0 ? words.pushMore(more) : '', url };
    }
  } catch (error) {
    // No network, or the session has run out: the device was rung all the same, and a browser wants to be told why. A
    // session that ran out rings no more: the push service answers that the address is gone.
    if (String(error).endsWith('401'))
      await (await self.registration.pushManager.getSubscription())?.unsubscribe();
  }
  return { title: words.pushNew, body: '', url: '/inbox' };
}

/** What rings is empty; a page that is being looked at says by itself what is new. */
async function tell(): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (windows.some((window) => window.focused)) return;
  const { title, body, url } = await look();
  await self.registration.showNotification(title, {
    body,
    tag: 'vitrine',
    icon: '/icon-192.png',
    badge: '/icon-192.png',
    data: url,
  });
}

self.addEventListener('push', (event) => event.waitUntil(tell()));

async function open(url: string): Promise<void> {
  const [window] = await self.clients.matchAll({ type: 'window' });
  if (!window) return void (await self.clients.openWindow(url));
  await (await window.focus()).navigate(url);
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(String(event.notification.data)));
});

interface SubscriptionChange extends ExtendableEvent {
  readonly oldSubscription: PushSubscription | null;
}

/** The push service gave out a new address: the house is told, or this device falls silent. */
async function renew(options: PushSubscriptionOptions | undefined): Promise<void> {
  if (!options) return;
  const { endpoint } = await self.registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: options.applicationServerKey,
  });
  await fetch('/api/v1/me/push/here', {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ endpoint }),
  });
}

self.addEventListener('pushsubscriptionchange', (event) => {
  const change = event as SubscriptionChange;
  change.waitUntil(renew(change.oldSubscription?.options));
});
