/**
 * What the author says about a clip. There is no "save" to forget: while the clip is a draft of this device, each change
 * is kept there (`onkeep`) and nowhere else; from the moment the server has it (its id comes with the first answer of
 * an upload that was asked for) a change goes there a moment later.
 */
import { api, ok } from '$lib/api/client';
import type { Audience, Video, VideoPatch, Visibility } from '$lib/api/types';
import { locale } from '$lib/i18n/index.svelte';

export interface Details {
  title: string;
  description: string;
  language: string;
  visibility: Visibility;
  audience: Audience;
  cover_ms: number;
  ai_made: boolean;
  advert: boolean;
  /** Others may use its sound. Not said: as they may all of this person's. */
  sound_usable?: boolean;
  /** What others may make with it. Not said: as with all of this person's. */
  lending?: { duet: boolean; stitch: boolean };
}

export type Saving = 'idle' | 'kept' | 'waiting' | 'saving' | 'saved' | 'failed';

/** A pause in typing. */
const pauseMs = 700;

export function detailsOf(video: Video): Details {
  const { title, description, language, visibility, audience, cover_ms, labels } = video;
  return { title, description, language, visibility, audience, cover_ms, ...labels };
}

function fresh(): Details {
  return {
    title: '',
    description: '',
    language: locale(),
    visibility: 'public',
    audience: 'all',
    cover_ms: 0,
    ai_made: false,
    advert: false,
  };
}

export class Draft {
  details = $state<Details>(fresh());
  saving = $state<Saving>('idle');
  trouble = $state.raw<unknown>(null);
  #video = $state<string | null>(null);
  #changed: Partial<Details> = {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #work: Promise<void> = Promise.resolve();
  /** Keeps them on the device; resolves when they are there. */
  onkeep: ((details: Details) => Promise<void>) | null = null;

  /** Of a clip on the server, of one kept on this device, or a fresh one. */
  constructor(from?: { video: Video } | { kept: Details }) {
    if (from && 'video' in from) {
      this.#video = from.video.id;
      this.details = detailsOf(from.video);
    } else if (from) {
      this.details = { ...from.kept };
      this.#changed = { ...from.kept };
    } else {
      // The server's draft starts out empty and private; what we show is what we mean.
      const { language, visibility } = this.details;
      this.#changed = { language, visibility };
    }
  }

  get video(): string | null {
    return this.#video;
  }

  /** The server has made the draft; what was typed so far can go there. */
  adopt(video: string): void {
    if (this.#video === video) return;
    this.#video = video;
    if (Object.keys(this.#changed).length > 0) void this.flush().catch(() => undefined);
  }

  /** Of this device again: all of it is to be said anew should it be sent once more. */
  release(): void {
    clearTimeout(this.#timer);
    this.#video = null;
    this.#changed = { ...this.details };
    this.saving = 'idle';
  }

  change(patch: Partial<Details>): void {
    Object.assign(this.details, patch);
    Object.assign(this.#changed, patch);
    void this.#keep();
    if (!this.#video) return;
    this.saving = 'waiting';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush().catch(() => undefined), pauseMs);
  }

  async #keep(): Promise<void> {
    if (!this.onkeep) return;
    try {
      await this.onkeep({ ...this.details });
      if (!this.#video) this.saving = 'kept';
    } catch (error) {
      this.trouble = error;
      if (!this.#video) this.saving = 'failed';
    }
  }

  /** Sends what has changed. Resolves when the server has it; throws what the server said otherwise. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    // One call at a time, in order: the last word typed is the last one written.
    const work = this.#work.catch(() => undefined).then(() => this.#send());
    this.#work = work;
    return work;
  }

  async #send(): Promise<void> {
    const id = this.#video;
    const changed = this.#changed;
    if (!id || Object.keys(changed).length === 0) return;
    this.#changed = {};
    this.saving = 'saving';
    try {
      const at = { params: { path: { video: id } } };
      const { sound_usable: usable, lending, ...rest } = changed;
      if (usable !== undefined) await ok(api.PUT('/videos/{video}/sound', { ...at, body: { usable } }));
      if (lending) await ok(api.PUT('/videos/{video}/remix-choice', { ...at, body: lending }));
      if (Object.keys(rest).length > 0) await ok(api.PATCH('/videos/{video}', { ...at, body: wire(rest) }));
      this.trouble = null;
      this.saving = Object.keys(this.#changed).length > 0 ? 'waiting' : 'saved';
    } catch (error) {
      this.#changed = { ...changed, ...this.#changed };
      this.trouble = error;
      this.saving = 'failed';
      throw error;
    }
  }
}

function wire(changed: Partial<Omit<Details, 'sound_usable' | 'lending'>>): VideoPatch {
  const { ai_made, advert, ...plain } = changed;
  const labels = {
    ...(ai_made === undefined ? {} : { ai_made }),
    ...(advert === undefined ? {} : { advert }),
  };
  return Object.keys(labels).length > 0 ? { ...plain, labels } : plain;
}
