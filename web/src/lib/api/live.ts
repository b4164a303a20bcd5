/**
 * News from the server by server-sent events: processing of your videos, notifications, the end of a session.
 *
 * The browser reconnects by itself after a dropped line, but not after an HTTP error; we do, ever more slowly.
 */
import { refreshSession, session } from '$lib/auth/session.svelte';
import { apiBase } from './client';
import type { Message, Notification, Video } from './types';

export interface LiveEvents {
  video: Pick<Video, 'id' | 'state' | 'progress' | 'problem'>;
  notification: Notification;
  message: Message;
  /** Its people, its name or a message of it changed. */
  conversation: { id: string };
  session: { ended: true };
  takeout: {
    id: string;
    kind: 'export' | 'import';
    state: 'waiting' | 'running' | 'asks' | 'ready' | 'failed';
    progress: number;
  };
}

type Listener<K extends keyof LiveEvents> = (news: LiveEvents[K]) => void;

const retryFirstMs = 2_000;
const retryMostMs = 60_000;
const kinds = ['video', 'notification', 'message', 'conversation', 'session', 'takeout'] as const;

const listeners = new Map<string, Set<(news: never) => void>>();
let source: EventSource | null = null;
let retryMs = retryFirstMs;
/** What arrives adds to the number at the inbox. */
let counting = false;
let timer: ReturnType<typeof setTimeout> | undefined;

function deliver(kind: string, text: string): void {
  let news: unknown;
  try {
    news = JSON.parse(text);
  } catch {
    return; // Half an event after a cut line is no news.
  }
  for (const listener of listeners.get(kind) ?? []) listener(news as never);
}

function open(): void {
  const opened = new EventSource(`${apiBase}/live`);
  source = opened;
  opened.onopen = () => {
    retryMs = retryFirstMs;
  };
  opened.onerror = () => {
    if (opened.readyState !== 2 /* closed */ || source !== opened) return;
    timer = setTimeout(open, retryMs);
    retryMs = Math.min(retryMs * 2, retryMostMs);
  };
  for (const kind of kinds) opened.addEventListener(kind, (event) => deliver(kind, event.data));
}

/** `ended`: the session is over. */
export function startLive(ended: () => void): void {
  if (source) return;
  open();
  if (counting) return;
  counting = true;
  onLive('session', ended);
  onLive('notification', ({ kind }) => {
    session.unread += 1;
    // A guardian's limits hold at once.
    if (kind.startsWith('guardian_')) void refreshSession();
  });
  onLive('message', ({ author }) => {
    if (author.id !== session.account?.id) session.unread += 1;
  });
}

export function stopLive(): void {
  clearTimeout(timer);
  source?.close();
  source = null;
  retryMs = retryFirstMs;
}

/** Listens to one kind of news; answers how to stop. */
export function onLive<K extends keyof LiveEvents>(kind: K, listener: Listener<K>): () => void {
  const set = listeners.get(kind) ?? new Set();
  listeners.set(kind, set);
  set.add(listener as (news: never) => void);
  return () => void set.delete(listener as (news: never) => void);
}
