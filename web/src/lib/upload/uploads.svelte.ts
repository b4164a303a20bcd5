/**
 * The drafts of this device and the uploads made of them. They live beside the pages, so one may go on watching
 * meanwhile. A draft leaves the device when its author says so; then it stands in line, two are sent at a time, and each
 * knows how far it is, survives a lost line, a restarted server and a reloaded page, and can be paused, resumed, moved
 * and taken back.
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
import { look, stills, type Picture } from './picture';
import { askToLast, fileOf, keep, shelved, unshelve, type Going, type Kept } from './shelf';

/**
 * checking → kept (a draft of this device) → lined → sending ⇄ paused, sending ⇄ waiting (for the line to come back)
 * → arrived. refused: nothing to be done with this file; failed: trying again by itself makes no sense.
 */
export type Stage =
  'checking' | 'refused' | 'kept' | 'lined' | 'sending' | 'paused' | 'waiting' | 'arrived' | 'failed';

export type Remote = Pick<Video, 'state' | 'progress' | 'problem'>;

/** What becomes of it on the server. */
export type Wish = Pick<Going, 'publish' | 'at'>;

/** Two or three requests a second on a phone line, none so long that a proxy gives up on it. */
const chunkBytes = 4 * 1024 * 1024;
/** One would leave the line idle between its requests; more share it and make all of them late. */
const atOnce = 2;
/** Quick at first, then every half minute for an hour: a train ride, a server being updated. */
const retryDelays = [500, 1_000, 2_000, 4_000, 8_000, 15_000, ...Array<number>(120).fill(30_000)];
/** Server-sent events tell us sooner; this is for when they do not get through. */
const pollMs = 3_000;

const settled = new Set(['ready', 'failed']);
const underWay = new Set<Stage>(['sending', 'waiting']);

const freshId = () => crypto.randomUUID().slice(0, 13);

export class Upload {
  readonly file: File;
  readonly id: string;
  readonly account: string;
  readonly created: number;
  readonly recorded: boolean;
  /** The file as the page may show it. */
  readonly url: string;
  readonly draft: Draft;

  stage = $state<Stage>('checking');
  sent = $state(0);
  /** Bytes a second, smoothed; 0 while unknown. */
  rate = $state(0);
  picture = $state.raw<Picture | null>(null);
  /** A still of it, as a data: address. */
  still = $state('');
  refusal = $state.raw<Refusal | null>(null);
  trouble = $state.raw<unknown>(null);
  remote = $state.raw<Remote | null>(null);
  /** The author pressed "upload": what is to become of it. */
  wish = $state.raw<Wish | null>(null);
  published = $state(false);
  /** The server knows the moment at which it comes out. */
  planned = $state(false);

  #mark: string;
  #tus: TusUpload | null = null;
  #key = idempotencyKey();
  #measured = { at: 0, sent: 0 };
  #poll: ReturnType<typeof setTimeout> | undefined;
  #gone = false;
  /** The server knows the wish: only from then on a playable clip is a published one. */
  #asked = false;
  #asking: Promise<void> | null = null;

  constructor(file: File, options: { kept?: Kept; recorded?: boolean } = {}) {
    const { kept } = options;
    this.file = file;
    this.id = kept?.id ?? freshId();
    this.account = kept?.account ?? session.account?.id ?? '';
    this.created = kept?.created ?? Date.now();
    this.recorded = kept?.recorded ?? options.recorded ?? false;
    this.url = URL.createObjectURL(file);
    this.draft = new Draft(kept ? { kept: kept.details } : undefined);
    this.draft.onkeep = () => this.#shelve();
    // The same draft is the same upload, also after a reload.
    this.#mark = ['vitrine', this.account, this.id].join('-');
    if (kept) this.#takeUp(kept);
  }

  get video(): string | null {
    return this.draft.video;
  }

  get title(): string {
    return this.draft.details.title || (this.recorded ? createWords.recordedName : this.file.name);
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

  get publishing(): boolean {
    return this.wish?.publish === true;
  }

  /** Looks at the file and keeps it on the device, unless something is wrong with it. */
  async begin(): Promise<void> {
    const limits = session.instance?.limits ?? null;
    this.refusal = checkFile(this.file, limits);
    if (!this.refusal) {
      this.picture = await look(this.url);
      if (this.picture) this.refusal = checkLength(this.picture.duration_ms, limits);
    }
    if (this.#gone) return;
    if (this.refusal) return void (this.stage = 'refused');
    try {
      await keep(this.#kept(), this.file);
      void askToLast();
    } catch (error) {
      this.trouble = error; // No room: it is a draft as long as this page is open.
    }
    this.stage = 'kept';
    await stills(
      this.url,
      1,
      (_at, image) => (this.still = image),
      () => !this.#gone,
    );
    if (this.still && !this.#gone) await this.#shelve();
  }

  /** Leaves the device, when it is its turn. */
  send(wish: Wish): void {
    if (!['kept', 'failed'].includes(this.stage)) return;
    this.wish = wish;
    this.trouble = null;
    this.remote = null;
    this.stage = 'lined';
    void this.#shelve();
    advance();
  }

  pause(): void {
    if (!['lined', 'sending', 'waiting'].includes(this.stage)) return;
    this.stage = 'paused';
    this.rate = 0;
    void this.#tus?.abort();
    void this.#shelve();
    advance();
  }

  /** Goes on where the server says it stands; also after a failure, and at once when a line is back. */
  resume(): void {
    if (this.stage === 'waiting') return this.start();
    if (this.stage !== 'paused' && this.stage !== 'failed') return;
    this.trouble = null;
    this.stage = 'lined';
    void this.#shelve();
    advance();
  }

  /** It is its turn. */
  start(): void {
    this.stage = 'sending';
    this.#measured = { at: 0, sent: 0 };
    const tus = this.#tus;
    if (!tus) return void this.#send();
    void tus.abort().then(() => {
      if (this.stage === 'sending') tus.start();
    });
  }

  /** Takes it back: nothing of it stays on the server, and it is a draft of this device as before. */
  async cancel(): Promise<void> {
    clearTimeout(this.#poll);
    const arrived = this.stage === 'arrived';
    const tus = this.#tus;
    const id = this.video;
    this.#tus = null;
    this.#asked = false;
    this.#key = idempotencyKey();
    this.stage = 'kept';
    this.wish = null;
    this.remote = null;
    this.trouble = null;
    this.sent = 0;
    this.rate = 0;
    this.draft.release();
    await this.#shelve();
    advance();
    try {
      if (!arrived && tus?.url) await tus.abort(true);
      else await tus?.abort();
    } catch {
      // The draft below goes in any case, and an unfinished upload expires by itself.
    }
    localStorage.removeItem(`tus::${this.#mark}`);
    if (id) {
      await ok(api.DELETE('/videos/{video}', { params: { path: { video: id } } })).catch((error: unknown) => {
        if (!(error instanceof ApiError && error.status === 404)) throw error;
      });
    }
  }

  /** News about the clip from the server. */
  hear(news: Remote): void {
    const { state, progress, problem } = news;
    this.remote = { state, progress, problem };
    if (this.#asked && this.playable && this.publishing && !this.wish?.at && !this.published) {
      this.published = true;
      this.#celebrate();
    }
    // The server has what it needs: this is not a draft of the device any more.
    if (this.playable && this.#asked) void unshelve(this.id);
    if (settled.has(state)) clearTimeout(this.#poll);
  }

  close(): void {
    this.#gone = true;
    clearTimeout(this.#poll);
    void this.#tus?.abort();
    URL.revokeObjectURL(this.url);
  }

  #kept(): Kept {
    const { wish, draft, file } = this;
    const paused = this.stage === 'paused';
    const going = wish ? { ...wish, paused, arrived: this.stage === 'arrived' } : null;
    return {
      id: this.id,
      account: this.account,
      name: file.name,
      type: file.type,
      bytes: file.size,
      modified: file.lastModified,
      created: this.created,
      details: { ...draft.details },
      picture: this.still,
      duration_ms: Number.isFinite(this.picture?.duration_ms) ? (this.picture?.duration_ms ?? 0) : 0,
      recorded: this.recorded,
      going,
      video: draft.video,
    };
  }

  async #shelve(): Promise<void> {
    if (this.#gone || this.stage === 'checking' || this.stage === 'refused') return;
    if (this.playable && this.#asked) return; // Given back already.
    await keep(this.#kept());
  }

  /** As it was when the page went away. */
  #takeUp(kept: Kept): void {
    const { going, video } = kept;
    this.still = kept.picture;
    if (kept.duration_ms > 0) this.picture = { duration_ms: kept.duration_ms, width: 0, height: 0 };
    this.stage = 'kept';
    if (!going) return;
    this.wish = { publish: going.publish, at: going.at };
    this.stage = going.arrived ? 'arrived' : going.paused ? 'paused' : 'lined';
    if (video) this.draft.adopt(video);
    if (!going.arrived) return;
    this.sent = this.file.size;
    this.remote = { state: 'queued', progress: 0, problem: null };
    void this.#ask();
    this.#watch();
  }

  async #send(): Promise<void> {
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
          if (video && this.#tus === tus) this.#adopt(video);
        },
        onProgress: (sent) => this.#moved(sent),
        onShouldRetry: (error) => this.#again(error.originalResponse?.getStatus() ?? 0),
        onError: (error) => this.#broke(error),
        onSuccess: () => this.#arrived(),
      });
      this.#tus = tus;
      const before = (await tus.findPreviousUploads())[0];
      if (before) tus.resumeFromPreviousUpload(before);
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
    const first = this.video !== video;
    this.draft.adopt(video);
    if (!first) return;
    void this.#shelve();
    void this.#ask();
  }

  /** Tells the server what it is and what is to become of it: once, and again after a failure. */
  #ask(): Promise<void> {
    this.#asking ??= this.#say()
      .catch((error: unknown) => {
        this.trouble = error;
      })
      .finally(() => (this.#asking = null));
    return this.#asking;
  }

  async #say(): Promise<void> {
    const id = this.video;
    if (!id || this.#asked) return;
    await this.draft.flush();
    const at = this.wish?.at;
    if (this.wish?.publish && at && at > Date.now()) {
      await ok(api.PUT('/videos/{video}/schedule', { params: { path: { video: id } }, body: { at } }));
      this.planned = true;
      this.#asked = true;
      if (this.remote) this.hear(this.remote);
    } else if (this.wish?.publish) {
      // Also when the moment passed while the bytes were on their way.
      this.wish = { publish: true, at: null };
      const video = await ok(api.POST('/videos/{video}/publish', { params: { path: { video: id } } }));
      this.#asked = true;
      // Published at once only when it could be played already: hear() says so otherwise.
      this.hear(video);
    } else {
      this.#asked = true;
      if (this.remote) this.hear(this.remote);
    }
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
    return again && !this.#gone && underWay.has(this.stage);
  }

  #broke(error: unknown): void {
    if (this.#gone || !underWay.has(this.stage)) return;
    this.stage = 'failed';
    this.trouble = asApiError(error);
    advance();
  }

  #arrived(): void {
    if (!underWay.has(this.stage)) return;
    this.sent = this.file.size;
    this.stage = 'arrived';
    if (!this.remote) this.remote = { state: 'queued', progress: 0, problem: null };
    void this.#shelve();
    if (!this.#asked) void this.#ask();
    this.#watch();
    advance();
  }

  #watch(): void {
    const id = this.video;
    if (!id || this.#gone || settled.has(this.remote?.state ?? '')) return;
    this.#poll = setTimeout(async () => {
      try {
        if (!this.#asked) await this.#ask();
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

/** Those in line get their turn, the first of the list first. */
function advance(): void {
  let free = atOnce - list.filter((upload) => underWay.has(upload.stage)).length;
  for (const upload of list) {
    if (free <= 0) return;
    if (upload.stage !== 'lined') continue;
    upload.start();
    free -= 1;
  }
}

const mine = () => list.filter((upload) => upload.account === (session.account?.id ?? ''));

export const uploads = {
  get all(): Upload[] {
    return mine();
  },
  /** On this device, and nobody has asked for them to leave it. */
  get drafts(): Upload[] {
    return mine().filter(({ stage }) => ['checking', 'refused', 'kept'].includes(stage));
  },
  /** On their way, or there and not yet put away. */
  get going(): Upload[] {
    return mine().filter(({ stage }) => !['checking', 'refused', 'kept'].includes(stage));
  },
  /** Still needs this page to stay open. */
  get busy(): boolean {
    return list.some((upload) => ['lined', 'sending', 'waiting'].includes(upload.stage));
  },
};

export function addFiles(files: Iterable<File>, options: { recorded?: boolean } = {}): Upload[] {
  const added = [...files].map((file) => new Upload(file, options));
  list = [...list, ...added];
  for (const upload of added) void upload.begin();
  return added;
}

let restored = '';

/** What this person left on this device; what was on its way goes on. */
export async function restore(): Promise<void> {
  const account = session.account?.id ?? '';
  if (!account || restored === account) return;
  restored = account;
  for (const kept of await shelved(account)) {
    if (list.some((upload) => upload.id === kept.id)) continue;
    const blob = await fileOf(kept.id);
    if (!blob) {
      void unshelve(kept.id); // Its file was cleared away by the browser: there is nothing to go on with.
      continue;
    }
    const file = new File([blob], kept.name, { type: kept.type, lastModified: kept.modified });
    list = [...list, new Upload(file, { kept })];
  }
  advance();
}

/** Earlier (-1) or later (1) among those on their way. */
export function move(upload: Upload, by: -1 | 1): void {
  const all = [...list];
  const going = uploads.going;
  const other = going[going.indexOf(upload) + by];
  if (!other) return;
  const [a, b] = [all.indexOf(upload), all.indexOf(other)];
  [all[a], all[b]] = [other, upload];
  list = all;
}

/** Forgets it here; what the server has stays. */
export function dismiss(upload: Upload): void {
  upload.close();
  list = list.filter((other) => other !== upload);
  void unshelve(upload.id);
}

/** Out of sight for as long as it can be undone. Answers how. */
export function putAside(upload: Upload): () => void {
  const at = list.indexOf(upload);
  list = list.filter((other) => other !== upload);
  return () => {
    list = [...list.slice(0, at), upload, ...list.slice(at)];
  };
}

/** What was put aside is thrown away. */
export function throwAway(upload: Upload): void {
  upload.close();
  void unshelve(upload.id);
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
