/** Deeds that can be taken back: done when their note goes, when the next one comes, or when one leaves. */
import { apiBase } from '$lib/api/client';
import { ApiError } from '$lib/api/problem';
import { t } from '$lib/i18n/messages/common';
import { toast } from '$ui/toasts.svelte';

/**
 * A call without answer that arrives although the page is left meanwhile. Begin it on `beforeunload` too: what
 * begins with `pagehide` Chromium drops now and then where a service worker stands between (2 of 3 in a walk).
 */
export async function callLeaving(
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<void> {
  const answer = await fetch(`${apiBase}${path}`, {
    method,
    credentials: 'same-origin',
    keepalive: true,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  if (!answer.ok) throw new ApiError(answer.status, (await answer.json().catch(() => ({}))) as object);
}

/** As long as a note with a button stays. */
const noteMs = 6000;

export class Deferred {
  #waiting: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Says `text`; does `deed` unless `back` is wanted before. */
  put(text: string, deed: () => void, back: () => void): void {
    this.flush();
    this.#waiting = deed;
    this.#timer = setTimeout(() => this.flush(), noteMs);
    const run = () => {
      if (this.#waiting !== deed) return;
      clearTimeout(this.#timer);
      this.#waiting = null;
      back();
    };
    toast(text, { action: { label: t.undo, run }, ms: noteMs });
  }

  flush(): void {
    clearTimeout(this.#timer);
    const deed = this.#waiting;
    this.#waiting = null;
    deed?.();
  }
}
