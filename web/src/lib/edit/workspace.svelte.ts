/** What a video is cut from, fetched from the server and brought back to it. */
import { SvelteMap } from 'svelte/reactivity';
import { api, apiBase, ok } from '$lib/api/client';
import { ApiError } from '$lib/api/errors';
import type { Problem, Video } from '$lib/api/types';
import type { Refusal } from '$lib/upload/checks';
import { addFiles, dismiss, uploads, type Upload } from '$lib/upload/uploads.svelte';
import { firstEdit, tidy, wholeClip, withRemix } from './changes';
import { clipsMax, editMsMax, lengthMs, sourcesMax, type Edit, type EditRemix } from './document';
import { History } from './history.svelte';
import { draw, measured, png } from './lettering';
import { frameOf } from './montage';
import type { Source } from './preview';
import { forgetCut, keepCut, keptCut } from './unfinished';

/** A file that cannot be a clip. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.kind);
  }
}

const nap = (): Promise<void> => new Promise((done) => setTimeout(done, 200));

interface Kept {
  key: string;
  url: string;
}

export class Workspace {
  readonly video: string;
  readonly history: History<Edit>;
  sources = $state.raw<Source[]>([]);
  /** Recordings by their key. */
  readonly recordings = new SvelteMap<string, string>();
  /** Files that are being added as further clips. */
  coming = $state.raw<Upload[]>([]);
  /** Drafts that became clips of this edit. */
  #added: string[] = [];
  /** The edit as the server has it, or nothing. */
  readonly #base: string;

  constructor(video: string, sources: Source[], edit: Edit, base: string, files: Kept[]) {
    this.video = video;
    this.sources = sources;
    this.history = new History(edit);
    this.#base = base;
    for (const file of files) this.recordings.set(file.key, file.url);
  }

  /** `remix`: what somebody wants to make of this draft and somebody else's clip. */
  static async open(video: string, remix: Pick<EditRemix, 'kind' | 'video'> | null): Promise<Workspace> {
    const found = await ok(api.GET('/videos/{video}/edit', { params: { path: { video } } }));
    const first = found.sources[0];
    if (!first) throw new ApiError(0, {});
    const edit = found.document
      ? (JSON.parse(found.document) as Edit)
      : firstEdit(first.key, first.duration_ms);
    const recordings = found.files.filter((file) => file.kind === 'recording');
    const space = new Workspace(video, found.sources, edit, found.document ?? '', recordings);
    if (remix) await space.#borrow(remix);
    await space.#goOn();
    return space;
  }

  async #borrow(remix: Pick<EditRemix, 'kind' | 'video'>): Promise<void> {
    if (this.edit.remix?.video === remix.video && this.edit.remix.kind === remix.kind) return;
    const path = { path: { video: remix.video }, query: { kind: remix.kind } };
    const { source } = await ok(api.GET('/videos/{video}/remix', { params: path }));
    if (!this.sources.some((one) => one.key === source.key)) this.sources = [...this.sources, source];
    this.history.change(withRemix(this.edit, remix, source.key, source.duration_ms));
  }

  /** As it was left on this device, one step after what the server has. */
  async #goOn(): Promise<void> {
    const cut = keptCut(this.video, this.#base);
    if (!cut) return;
    for (const video of cut.added) {
      const { data } = await api.GET('/videos/{video}/edit', { params: { path: { video } } });
      if (data?.sources[0]) this.#take(video, data.sources[0]);
    }
    const { edit } = cut;
    if (!edit.sources.every((key) => this.sources.some((source) => source.key === key))) return;
    const heard = edit.voice && this.recordings.has(edit.voice.recording);
    this.history.change(heard ? edit : { ...edit, voice: null });
  }

  /** Kept on this device, where there is something to keep. */
  remember(): void {
    if (!this.history.canUndo && !this.history.canRedo) return;
    const { edit, video } = this;
    keepCut({ video, base: this.#base, edit, added: this.#added });
  }

  /** It is not wanted after all. */
  giveUp(): void {
    forgetCut(this.video);
  }

  /** Whether another clip may be added. */
  get room(): boolean {
    return this.edit.clips.length < clipsMax && tidy(this.edit).sources.length < sourcesMax;
  }

  get tooLong(): boolean {
    return lengthMs(this.edit) > editMsMax;
  }

  #take(video: string, source: Source): void {
    this.#added = [...this.#added, video];
    if (!this.sources.some((one) => one.key === source.key)) this.sources = [...this.sources, source];
  }

  get edit(): Edit {
    return this.history.now;
  }

  /** The sources in the order of the edit's own list. */
  get ordered(): Source[] {
    return this.edit.sources.flatMap((key) => this.sources.filter((source) => source.key === key));
  }

  /** Sends a file and, when the server has it ready, hangs it on as the last clip. */
  async add(file: File): Promise<void> {
    if (!this.room) throw new ApiError(0, { code: 'edit_full' });
    const [upload] = addFiles([file]);
    if (!upload) return;
    this.coming = [...this.coming, upload];
    try {
      const video = await received(upload);
      const found = await ok(api.GET('/videos/{video}/edit', { params: { path: { video } } }));
      const source = found.sources[0];
      if (!source) throw new ApiError(0, {});
      if (!this.room) throw new ApiError(0, { code: 'edit_full' });
      this.#take(video, source);
      // What no clip shows any more makes room for it.
      const now = tidy(this.edit);
      const known = now.sources.indexOf(source.key);
      const index = known < 0 ? now.sources.length : known;
      this.history.change({
        ...now,
        sources: known < 0 ? [...now.sources, source.key] : now.sources,
        clips: [...now.clips, wholeClip(index, source.duration_ms)],
      });
    } finally {
      this.coming = this.coming.filter((one) => one !== upload);
    }
  }

  async bring(file: Blob): Promise<Kept> {
    const response = await fetch(`${apiBase}/videos/${this.video}/edit/files`, {
      method: 'POST',
      credentials: 'same-origin',
      body: file,
    }).catch(() => {
      throw new ApiError(0, {});
    });
    const body = (await response.json().catch(() => ({}))) as Kept & Partial<Problem>;
    if (!response.ok) throw new ApiError(response.status, body);
    return body;
  }

  async keepRecording(file: Blob): Promise<string> {
    const { key, url } = await this.bring(file);
    this.recordings.set(key, url);
    return key;
  }

  /** Draws the texts, brings them, and asks for the whole to be rendered. */
  async finish(): Promise<Video> {
    if (this.tooLong) throw new ApiError(0, { code: 'edit_too_long' });
    const edit = tidy(this.edit);
    const sources = edit.sources.flatMap((key) => this.sources.filter((source) => source.key === key));
    const frame = frameOf(edit, sources);
    const texts = [];
    for (const text of edit.texts) {
      const { key } = await this.bring(await png(draw(text, frame)));
      texts.push({ ...measured(text, frame), image: key });
    }
    const video = await ok(
      api.PUT('/videos/{video}/edit', {
        params: { path: { video: this.video } },
        body: { document: JSON.stringify({ ...edit, texts }) },
      }),
    );
    forgetCut(this.video);
    await this.#clear();
    return video;
  }

  /** What was sent for this edit alone is part of it now: its own drafts are not needed. */
  async #clear(): Promise<void> {
    for (const video of this.#added) {
      const path = { params: { path: { video } } };
      const { data } = await api.GET('/videos/{video}', path);
      if (!data || data.published) continue;
      await api.DELETE('/videos/{video}', path);
      const upload = uploads.all.find((one) => one.video === video);
      if (upload) dismiss(upload);
    }
  }
}

/** Sends it as a draft; answers the video it became when that can be cut. */
export async function received(upload: Upload): Promise<string> {
  await sent(upload);
  await arrival(upload);
  return upload.video ?? '';
}

/** Looked at, and on its way. */
async function sent(upload: Upload): Promise<void> {
  while (upload.stage === 'checking') await nap();
  if (upload.refusal) {
    dismiss(upload);
    throw new Refused(upload.refusal);
  }
  upload.send({ publish: false, at: null });
}

/** Until the server has made of it what can be cut. Throws what went wrong. */
async function arrival(upload: Upload): Promise<void> {
  while (upload.remote?.state !== 'ready') {
    if (upload.stage === 'failed') throw upload.trouble;
    if (upload.stage === 'kept') throw new ApiError(0, { code: 'edit_file_unknown' }); // taken back meanwhile
    if (upload.remote?.state === 'failed') throw new ApiError(0, { code: upload.remote.problem?.code });
    await nap();
  }
}
