/** What a viewer does to a clip: shown at once, taken back with a word of explanation when the server says no. */
import { api, ok } from '$lib/api/client';
import { explain } from '$lib/api/errors';
import type { Video } from '$lib/api/types';
import { withAccount } from '$lib/auth/session.svelte';
import { t } from '$lib/i18n/messages/clip';
import { go } from '$lib/router.svelte';
import { toast } from '$ui/toasts.svelte';

type Patch = (change: Partial<Video>) => void;

const nobody = { like: false, save: false, follow: false };

export async function setLike(video: Video, on: boolean, patch: Patch): Promise<void> {
  if (!withAccount('like')) return;
  const before = { my: video.my, counts: video.counts };
  const step = on === (video.my?.like ?? false) ? 0 : on ? 1 : -1;
  patch({
    my: { ...(video.my ?? nobody), like: on },
    counts: { ...video.counts, likes: Math.max(0, video.counts.likes + step) },
  });
  try {
    const call = { params: { path: { video: video.id } } };
    patch(await ok(on ? api.PUT('/videos/{video}/like', call) : api.DELETE('/videos/{video}/like', call)));
  } catch (error) {
    patch(before);
    toast(explain(error), { tone: 'bad' });
  }
}

export async function setSave(video: Video, on: boolean, patch: Patch): Promise<void> {
  if (!withAccount('save')) return;
  const before = { my: video.my };
  patch({ my: { ...(video.my ?? nobody), save: on } });
  try {
    const call = { params: { path: { video: video.id } } };
    patch(await ok(on ? api.PUT('/videos/{video}/save', call) : api.DELETE('/videos/{video}/save', call)));
    if (on) toast(t.saved, { action: { label: t.seeSaved, run: () => go('/saved') } });
  } catch (error) {
    patch(before);
    toast(explain(error), { tone: 'bad' });
  }
}

/** `patchAll` tells every clip by the same person. */
export async function setFollow(handle: string, on: boolean, patchAll: (on: boolean) => void): Promise<void> {
  if (!withAccount('follow')) return;
  patchAll(on);
  try {
    const call = { params: { path: { handle } } };
    await ok(on ? api.PUT('/accounts/{handle}/follow', call) : api.DELETE('/accounts/{handle}/follow', call));
    if (on) toast(t.nowFollowing(`@${handle}`));
  } catch (error) {
    patchAll(!on);
    toast(explain(error), { tone: 'bad' });
  }
}

/** Counts a share; nothing the viewer waits for. */
export function countShare(id: string): void {
  void ok(api.POST('/videos/{video}/share', { params: { path: { video: id } } })).catch(() => undefined);
}
