/** Nothing with a sound any more, and the way back. Counts from the next clip on. */
import { api, ok } from '$lib/api/client';
import { explain } from '$lib/api/errors';
import { t as common } from '$lib/i18n/messages/common';
import { soundWords as words } from '$lib/i18n/messages/sounds';
import { toast } from '$ui/toasts.svelte';
import { beginAnew } from './anew';

async function put(sound: string, muted: boolean): Promise<boolean> {
  try {
    await ok(api.PUT('/me/algorithm/mutes', { body: { kind: 'sound', word: sound, muted } }));
    void beginAnew();
    return true;
  } catch (error) {
    toast(explain(error), { tone: 'bad' });
    return false;
  }
}

export async function muteSound(sound: string): Promise<void> {
  if (!(await put(sound, true))) return;
  const undo = async () => {
    if (await put(sound, false)) toast(words.unmuted);
  };
  toast(words.muted, { action: { label: common.undo, run: () => void undo() } });
}
