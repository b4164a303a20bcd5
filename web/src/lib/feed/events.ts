/**
 * Sends what was seen back to the server, in batches: soon while the page is open, at once when it goes away. The
 * session word lives in memory only and says nothing about anybody; the server joins it to an account or not.
 */
import { apiBase } from '$lib/api/client';
import type { FeedEvent } from '$lib/api/types';

const flushAfterMs = 2500;
const batchMax = 100;
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** A word of the form the server takes for an id: 63 bits, so the first of its 13 letters is at most 7. */
export function randomWord(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(13));
  return [...bytes].map((byte, index) => alphabet[byte & (index === 0 ? 7 : 31)]).join('');
}

type Post = (body: string, leaving: boolean) => Promise<boolean>;

/** True when the server has it, or never will want it; false when it is worth another try. */
async function post(body: string, leaving: boolean): Promise<boolean> {
  const address = `${apiBase}/events`;
  if (leaving && navigator.sendBeacon) {
    return navigator.sendBeacon(address, new Blob([body], { type: 'application/json' }));
  }
  try {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      credentials: 'same-origin',
      keepalive: true,
      body,
    });
    if (answer.status === 400) console.warn('the server refused events', await answer.text());
    return answer.ok || (answer.status >= 400 && answer.status < 500 && answer.status !== 429);
  } catch {
    return false;
  }
}

export class EventBatch {
  readonly #session = randomWord();
  #waiting: FeedEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending: Promise<void> = Promise.resolve();

  readonly #send: Post = post;

  constructor(send: Post = post) {
    this.#send = send;
  }

  add(event: FeedEvent): void {
    this.#waiting.push(event);
    if (this.#waiting.length >= batchMax) void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), flushAfterMs);
  }

  /** Resolves when everything added so far has been handed over (or kept for later). */
  flush(leaving = false): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (leaving) {
      // No time to wait for a running request: the page may be gone in a moment.
      const batch = this.#waiting.splice(0, batchMax);
      if (batch.length > 0) void this.#send(this.#body(batch), true);
      return Promise.resolve();
    }
    this.#sending = this.#sending.then(() => this.#drain());
    return this.#sending;
  }

  async #drain(): Promise<void> {
    const batch = this.#waiting.splice(0, batchMax);
    if (batch.length === 0) return;
    if (await this.#send(this.#body(batch), false)) return;
    // Keep the newest: an old impression is worth less than the next one.
    this.#waiting = [...batch, ...this.#waiting].slice(-batchMax);
  }

  #body(events: FeedEvent[]): string {
    return JSON.stringify({ session: this.#session, events });
  }
}

export const feedEvents = new EventBatch();

/** Hands everything over when the page is hidden: on a phone that is the last we hear of it. */
export function startEvents(): () => void {
  const hidden = (): void => {
    if (document.visibilityState === 'hidden') void feedEvents.flush(true);
  };
  const leaving = (): void => void feedEvents.flush(true);
  document.addEventListener('visibilitychange', hidden);
  addEventListener('pagehide', leaving);
  return () => {
    document.removeEventListener('visibilitychange', hidden);
    removeEventListener('pagehide', leaving);
  };
}
