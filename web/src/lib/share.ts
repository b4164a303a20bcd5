/** Hands a link on: through the device's own sheet where there is one, else by the clipboard. */
import { t } from '$lib/i18n/messages/common';
import { toast } from '$ui/toasts.svelte';

export async function shareLink(path: string, title: string): Promise<void> {
  const url = new URL(path, location.origin).href;
  if (navigator.share && matchMedia('(pointer: coarse)').matches) {
    try {
      await navigator.share({ url, title });
    } catch {
      // Closed without choosing; that is an answer too.
    }
    return;
  }
  await copyText(url, t.copied);
}

/** Says `done` when it worked. */
export async function copyText(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(done);
  } catch {
    toast(t.copyFailed, { tone: 'bad' });
  }
}
