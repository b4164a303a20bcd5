/** Another film at a video's address: shown at once, and done when the note that offers "undo" goes. */
import { api, ok } from '$lib/api/client';
import { explain } from '$lib/api/errors';
import type { Pages } from '$lib/api/pages.svelte';
import type { Video } from '$lib/api/types';
import { callLeaving, Deferred } from '$lib/deferred';
import { createWords as words } from '$lib/i18n/messages/create';
import { toast } from '$ui/toasts.svelte';

/** What of a video is its film. */
const filmOf = ({ poster, preview, thumbhash, media, duration_ms, width, height }: Video) => ({
  poster,
  preview,
  thumbhash,
  media,
  duration_ms,
  width,
  height,
});

export class Replacing {
  readonly #deferred = new Deferred();
  readonly #list: Pages<Video>;

  constructor(list: Pages<Video>) {
    this.#list = list;
  }

  put(video: Video, draft: Video): void {
    const list = this.#list;
    this.#deferred.flush(); // An earlier one is done before this one is looked at.
    const at = list.items.findIndex(({ id }) => id === draft.id);
    list.remove(draft.id);
    list.replace(video.id, (now) => ({ ...now, ...filmOf(draft) }));
    const back = () => {
      list.replace(video.id, (now) => ({ ...now, ...filmOf(video) }));
      list.items = [...list.items.slice(0, at), draft, ...list.items.slice(at)];
    };
    this.#deferred.put(words.replaced, () => void this.#send(video, draft, back), back);
  }

  /** The page is about to go. */
  flush(): void {
    this.#deferred.flush();
  }

  async #send(video: Video, draft: Video, back: () => void): Promise<void> {
    try {
      await callLeaving('POST', `/videos/${video.id}/replace`, { draft: draft.id });
      const changed = await ok(api.GET('/videos/{video}', { params: { path: { video: video.id } } }));
      this.#list.replace(video.id, () => changed);
    } catch (error) {
      back();
      toast(explain(error), { tone: 'bad' });
    }
  }
}
