import type { Video } from '$lib/api/types';
import { t } from '$lib/i18n/messages/captions';
import { toast } from '$ui/toasts.svelte';
import { captions } from './memory.svelte';

/** On or off, for this clip and all that follow; says so, also when this clip has none. */
export function turnCaptions(clip: Pick<Video, 'captions'>): void {
  captions.on = !captions.on;
  toast(!captions.on ? t.nowOff : clip.captions.length > 0 ? t.nowOn : t.nowOnNone, { ms: 1800 });
}
