/** Deeds that can be taken back: done when their note goes, when the next one comes, or when one leaves. */
import { t } from '$lib/i18n/messages/common';
import { toast } from '$ui/toasts.svelte';

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
