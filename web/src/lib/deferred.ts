/** Deeds that can be taken back: done when their note goes, when the next one comes, or when one leaves. */
import { apiBase } from '$lib/api/client';
import { ApiError } from '$lib/api/problem';
import { t } from '$lib/i18n/messages/common';
import { dismissToast, toast } from '$ui/toasts.svelte';

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

export class Deferred {
  #waiting: (() => void) | null = null;

  /** Says `text`; does `deed` unless `back` is wanted before. */
  put(text: string, deed: () => void, back: () => void): void {
    this.flush();
    this.#waiting = deed;
    const run = () => {
      if (this.#waiting !== deed) return;
      this.#waiting = null;
      back();
    };
    // The note stays while one looks at it, and so long the deed waits.
    toast(text, { action: { label: t.undo, run }, gone: () => this.#waiting === deed && this.flush() });
  }

  /** One leaves: it is done, and cannot be taken back when one comes again. */
  leave(): void {
    if (this.#waiting) dismissToast();
    this.flush();
  }

  flush(): void {
    const deed = this.#waiting;
    this.#waiting = null;
    deed?.();
  }
}
