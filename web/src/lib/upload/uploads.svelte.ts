/**
 * The uploads of this page. They live beside the pages, so one may go on watching meanwhile. Each knows how far it
 * is, survives a lost line and a restarted server, and can be paused, resumed and taken back.
 */
import type { Upload as TusUpload } from 'tus-js-client';
import { api, apiBase, idempotencyKey, ok } from '$lib/api/client';
import { ApiError } from '$lib/api/errors';
import { onLive } from '$lib/api/live';
import type { Problem, Video } from '$lib/api/types';
import { session } from '$lib/auth/session.svelte';
import { createWords } from '$lib/i18n/messages/create';
import { go } from '$lib/router.svelte';
import { toast } from '$ui/toasts.svelte';
import { checkFile, checkLength, type Refusal } from './checks';
import { Draft } from './draft.svelte';
import { look, type Picture } from './picture';
import { forget, markOf, remember, unfinished } from './unfinished';

/**
 * checking → sending ⇄ paused, sending ⇄ waiting (for the line to come back) → arrived; refused before the first
 * byte, failed when trying again by itself makes no sense.
 */
export type Stage = 'checking' | 'refused' | 'sending' | 'paused' | 'waiting' | 'arrived' | 'failed';

export type Remote = Pick<Video, 'state' | 'progress' | 'problem'>;

/** Two or three requests a second on a phone line, none so long that a proxy gives up on it. */
const chunkBytes = 4 * 1024 * 1024;
/** Quick at first, then every half minute for an hour: a train ride, a server being updated. */
const retryDelays = [500, 1_000, 2_000, 4_000, 8_000, 15_000, ...Array<number>(120).fill(30_000)];
/** Server-sent events tell us sooner; this is for when they do not get through. */
const pollMs = 3_000;

const settled = new Set(['ready', 'failed']);

export class Upload {
  readonly file: File;
  readonly id = crypto.randomUUID();
  /** The file as the page may show it. */
  readonly url: string;
  readonly draft = new Draft();

  stage = $state<Stage>('checking');
  sent = $state(0);
  /** Bytes a second, smoothed; 0 while unknown. */
  rate = $state(0);
  picture = $state.raw<Picture | null>(null);
  refusal = $state.raw<Refusal | null>(null);
  trouble = $state.raw<unknown>(null);
  remote = $state.raw<Remote | null>(null);
  /** The author pressed "publish"; it happens as soon as it can. */
  publishing = $state(false);
  published = $state(false);

  #mark = '';
  #tus: TusUpload | null = null;
  #key = idempotencyKey();
  #measured = { at: 0, sent: 0 };
  #poll: ReturnType<typeof setTimeout> | undefined;
  #gone = false;
  /** The server knows the wish: only from then on a playable clip is a published one. */
  #asked = false;

  constructor(file: File) {
    this.file = file;
    this.url = URL.createObjectURL(file);
  }

  get video(): string | null {
    return this.draft.video;
  }

  /** 0 to 1. */
  get part(): number {
    return this.file.size > 0 ? this.sent / this.file.size : 0;
  }

  /** Seconds until the last byte, or null while nobody knows. */
  get secondsLeft(): number | null {
    return this.rate > 0 ? (this.file.size - this.sent) / this.rate : null;
  }

  get playable(): boolean {
    return this.remote?.state === 'playable' || this.remote?.state === 'ready';
  }

  /** Looks at the file, and starts sending unless something is wrong with it. */
  async begin(): Promise<void> {
    const limits = session.instance?.limits ?? null;
    this.refusal = checkFile(this.file, limits);
    if (!this.refusal) {
      this.picture = await look(this.url);
      if (this.picture) this.refusal = checkLength(this.picture.duration_ms, limits);
    }
    if (this.#gone) return;
    if (this.refusal) this.stage = 'refused';
    else await this.#send();
  }

  pause(): void {
    if (this.stage !== 'sending' && this.stage !== 'waiting') return;
    this.stage = 'paused';
    this.rate = 0;
    void this.#tus?.abort();
  }

  /** Goes on where the server says it stands; also after a failure, and at once when a line is back. */
  resume(): void {
    if (!['paused', 'waiting', 'failed'].includes(this.stage)) return;
    this.trouble = null;
    const tus = this.#tus;
    if (!tus) return void this.#send();
    this.stage = 'sending';
    this.#measured = { at: 0, sent: 0 };
    void tus.abort().then(() => {
      if (this.stage === 'sending') tus.start();
    });
  }

  /** Takes it back: nothing of it stays on the server. */
  async cancel(): Promise<void> {
    this.#gone = true;
    clearTimeout(this.#poll);
    const arrived = this.stage === 'arrived';
    const id = this.video;
    forget(this.#mark);
    try {
      if (!arrived && this.#tus?.url) await this.#tus.abort(true);
      else await this.#tus?.abort();
    } catch {
      // The draft below goes in any case, and an unfinished upload expires by itself.
    }
    if (id) {
      await ok(api.DELETE('/videos/{video}', { params: { path: { video: id } } })).catch((error: unknown) => {
        if (!(error instanceof ApiError && error.status === 404)) throw error;
      });
    }
  }

  /** Publishes at once, or as soon as there is something to play. */
  async publish(): Promise<void> {
    this.publishing = true;
    const id = this.video;
    if (!id) return; // Asked again when the draft exists.
    try {
      await this.draft.flush();
      const video = await ok(api.POST('/videos/{video}/publish', { params: { path: { video: id } } }));
      this.published = video.published;
      this.#asked = true;
      this.hear(video);
    } catch (error) {
      this.publishing = false;
      throw error;
    }
  }

  /** News about the clip from the server. */
  hear(news: Remote): void {
    const { state, progress, problem } = news;
    this.remote = { state, progress, problem };
    if (this.#asked && this.playable && !this.published) {
      this.published = true;
      this.#celebrate();
    }
    if (settled.has(state)) clearTimeout(this.#poll);
  }

  close(): void {
    this.#gone = true;
    clearTimeout(this.#poll);
    URL.revokeObjectURL(this.url);
  }

  async #send(): Promise<void> {
    this.stage = 'sending';
    this.#mark = markOf(session.account?.id ?? '', this.file);
    try {
      const { Upload: Tus } = await import('tus-js-client');
      const tus = new Tus(this.file, {
        endpoint: `${apiBase}/uploads`,
        chunkSize: chunkBytes,
        retryDelays,
        metadata: { filename: this.file.name, filetype: this.file.type || 'application/octet-stream' },
        fingerprint: () => Promise.resolve(this.#mark),
        removeFingerprintOnSuccess: true,
        onBeforeRequest: (request) => {
          // Sent twice because the answer was lost, it must not make two drafts.
          if (request.getMethod() === 'POST') request.setHeader('Idempotency-Key', this.#key);
        },
        onAfterResponse: (request, response) => {
          // Made; should it expire and be made again, that is another draft.
          if (request.getMethod() === 'POST' && response.getStatus() === 201) this.#key = idempotencyKey();
          const video = response.getHeader('Vitrine-Video');
          if (video) this.#adopt(video);
        },
        onProgress: (sent) => this.#moved(sent),
        onShouldRetry: (error) => this.#again(error.originalResponse?.getStatus() ?? 0),
        onError: (error) => this.#broke(error),
        onSuccess: () => this.#arrived(),
      });
      this.#tus = tus;
      const before = (await tus.findPreviousUploads())[0];
      if (before) {
        tus.resumeFromPreviousUpload(before);
        const video = unfinished(session.account?.id ?? '').find((entry) => entry.mark === this.#mark)?.video;
        if (video) this.#adopt(video);
      }
      if (this.stage === 'sending' && !this.#gone) tus.start();
    } catch (error) {
      this.#broke(error);
    }
  }

  /** Whoever pressed "publish" has gone on to other things; this is when they hear of it. */
  #celebrate(): void {
    const view = () => go(`/v/${this.video}`);
    toast(createWords.publishedToast, { action: { label: createWords.view, run: view } });
  }

  #adopt(video: string): void {
    const first = this.video === null;
    this.draft.adopt(video);
    this.#note();
    if (first && this.publishing) void this.publish().catch((error: unknown) => (this.trouble = error));
  }

  #note(): void {
    const { name, size: bytes } = this.file;
    remember({ mark: this.#mark, video: this.video, name, bytes, sent: this.sent, at: Date.now() });
  }

  #moved(sent: number): void {
    if (this.stage === 'waiting') this.stage = 'sending';
    this.sent = sent;
    const now = performance.now();
    const { at, sent: before } = this.#measured;
    if (at === 0 || sent < before) this.#measured = { at: now, sent };
    else if (now - at > 500) {
      const rate = ((sent - before) * 1000) / (now - at);
      this.rate = this.rate === 0 ? rate : this.rate * 0.7 + rate * 0.3;
      this.#measured = { at: now, sent };
      this.#note();
    }
  }

  /** A cut line, a server that is restarting or busy, a lock it still holds: worth another try. */
  #again(status: number): boolean {
    const again = status === 0 || status >= 500 || [409, 423, 429, 460].includes(status);
    if (again && this.stage === 'sending') {
      this.stage = 'waiting';
      this.rate = 0;
      this.#measured = { at: 0, sent: 0 };
    }
    return again && !this.#gone;
  }

  #broke(error: unknown): void {
    if (this.#gone || this.stage === 'paused') return;
    this.stage = 'failed';
    this.trouble = asApiError(error);
  }

  #arrived(): void {
    forget(this.#mark);
    this.sent = this.file.size;
    this.stage = 'arrived';
    if (!this.remote) this.remote = { state: 'queued', progress: 0, problem: null };
    this.#watch();
  }

  #watch(): void {
    const id = this.video;
    if (!id || this.#gone || settled.has(this.remote?.state ?? '')) return;
    this.#poll = setTimeout(async () => {
      try {
        const video = await ok(api.GET('/videos/{video}', { params: { path: { video: id } } }));
        this.hear(video);
        this.published ||= video.published;
      } catch {
        // Asked again below.
      }
      this.#watch();
    }, pollMs);
  }
}

/** What tus says went wrong, as the rest of the page knows it. */
function asApiError(error: unknown): unknown {
  const response = (error as { originalResponse?: { getStatus(): number; getBody(): string } | null })
    ?.originalResponse;
  if (!response) return new ApiError(0, {});
  let problem: Partial<Problem> = {};
  try {
    problem = JSON.parse(response.getBody()) as Partial<Problem>;
  } catch {
    // A proxy's own page says nothing we could use.
  }
  return new ApiError(response.getStatus(), problem);
}

let list = $state.raw<Upload[]>([]);

export const uploads = {
  get all(): Upload[] {
    return list;
  },
  /** Still needs this page to stay open. */
  get busy(): boolean {
    return list.some((upload) => ['checking', 'sending', 'waiting'].includes(upload.stage));
  },
};

export function addFiles(files: Iterable<File>): Upload[] {
  const added = [...files].map((file) => new Upload(file));
  list = [...list, ...added];
  for (const upload of added) void upload.begin();
  return added;
}

/** Forgets it here; what the server has stays. */
export function dismiss(upload: Upload): void {
  upload.close();
  list = list.filter((other) => other !== upload);
}

onLive('video', (news) => {
  for (const upload of list) if (upload.video === news.id) upload.hear(news);
});

if (typeof window !== 'undefined') {
  addEventListener('online', () => {
    for (const upload of list) if (upload.stage === 'waiting') upload.resume();
  });
  addEventListener('beforeunload', (event) => {
    if (uploads.busy) event.preventDefault();
  });
}
