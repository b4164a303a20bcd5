/**
 * The shapes of the API, by hand until `npm run api` has made schema.gen.ts from the server's OpenAPI. From then on
 * each name below becomes an alias of `components['schemas'][...]` and `paths` is re-exported; nothing else moves.
 */
export type FeedName = 'for_you' | 'following' | 'latest';
export type Role = 'viewer' | 'creator' | 'moderator' | 'owner';
export type VideoState = 'uploading' | 'queued' | 'processing' | 'playable' | 'ready' | 'failed';
export type Visibility = 'public' | 'followers' | 'unlisted' | 'private';
export type Audience = 'all' | 'adult';
export type Source =
  | 'following'
  | 'item_graph'
  | 'taste'
  | 'author'
  | 'tag'
  | 'sound'
  | 'rising'
  | 'fresh'
  | 'explore'
  | 'interest'
  | 'popular'
  | 'latest'
  | 'direct'
  | 'imported';

export interface AccountBrief {
  id: string;
  handle: string;
  name: string;
  avatar: string | null;
}

export interface Account extends AccountBrief {
  bio: string;
  created_at: number;
  counts: { followers: number; following: number; videos: number; likes: number };
  my: { follow: boolean; block: boolean; mute: boolean; self: boolean } | null;
  role: Role;
}

/** One CMAF file: its init part, then its segments, back to back. */
export interface Rung {
  width: number;
  height: number;
  bandwidth: number;
  codecs: string;
  url: string;
  init_bytes: number;
  /** [bytes, ms] of each, in order. */
  segments: number[][];
}

export interface Media {
  rungs: Rung[];
  hls: string | null;
  mp4: string | null;
}

export interface VideoCounts {
  likes: number;
  comments: number;
  shares: number;
  views: number;
}

export interface VideoMine {
  like: boolean;
  save: boolean;
  follow: boolean;
}

export interface Video {
  id: string;
  url: string;
  author: AccountBrief;
  title: string;
  description: string;
  tags: string[];
  mentions: string[];
  language: string;
  state: VideoState;
  problem: { code: string; detail: string } | null;
  progress: number;
  published: boolean;
  visibility: Visibility;
  audience: Audience;
  labels: { ai_made: boolean; advert: boolean };
  created_at: number;
  published_at: number | null;
  duration_ms: number;
  width: number;
  height: number;
  cover_ms: number;
  thumbhash: string | null;
  poster: string | null;
  preview: string | null;
  media: Media | null;
  counts: VideoCounts;
  my: VideoMine | null;
}

/** What a term rests on: data, never a sentence. The sentence is made here, in the viewer's language. */
export interface Evidence {
  kind: string;
  tag?: string;
  handle?: string;
  video?: string;
  title?: string;
  count?: number;
  [detail: string]: unknown;
}

export interface Term {
  signal: string;
  x: number;
  weight: number;
  /** What this term adds to the score; all of them add up to it exactly. */
  value: number;
  evidence: Evidence | null;
}

export interface FeedItem extends Video {
  position: number;
  source: Source;
  score: number;
  why: Term[];
  policy: string;
}

export interface Receipt {
  id: string;
  log_position: number;
  policy: string;
  policy_digest: string;
  seed: string;
}

export interface FeedPage {
  items: FeedItem[];
  next: string | null;
  receipt: Receipt;
}

export interface Comment {
  id: string;
  video: string;
  author: AccountBrief;
  text: string;
  parent: string | null;
  created_at: number;
  edited_at: number | null;
  deleted: boolean;
  counts: { likes: number; replies: number };
  my: { like: boolean; own: boolean } | null;
}

export type NotificationKind =
  'follow' | 'like' | 'comment' | 'reply' | 'mention' | 'video_ready' | 'video_failed' | 'system';

export interface Notification {
  id: string;
  kind: NotificationKind;
  at: number;
  read: boolean;
  actor: AccountBrief | null;
  video: { id: string; title: string; poster: string | null } | null;
  comment: string | null;
  count: number;
}

export interface Instance {
  name: string;
  version: string;
  first_run: boolean;
  sign_up: 'open' | 'invite' | 'closed';
  limits: {
    upload_bytes_max: number;
    duration_ms_max: number;
    title_chars_max: number;
    description_chars_max: number;
    comment_chars_max: number;
    handle_chars_max: number;
    password_chars_min: number;
  };
  languages: string[];
}

export interface Me {
  account: Account;
  settings: { language: string | null };
  unread: number;
}

export interface SessionInfo {
  id: string;
  created_at: number;
  last_seen_at: number;
  agent: string;
  current: boolean;
}

export type ReportReason =
  | 'spam'
  | 'violence'
  | 'hate'
  | 'sexual'
  | 'minors'
  | 'self_harm'
  | 'misinformation'
  | 'illegal'
  | 'copyright'
  | 'other';

export interface ReportSubject {
  kind: 'video' | 'comment' | 'account';
  id: string;
}

export interface ReportCase {
  id: string;
  /** With the way to it: whose account, the clip a comment stands under and what it says. */
  subject: ReportSubject & { handle?: string; video?: string; text?: string };
  reason: ReportReason;
  note: string;
  created_at: number;
  reporter: AccountBrief;
}

export interface Invite {
  code: string;
  used: number;
  uses_max: number;
  created_at: number;
  expires_at: number | null;
}

export interface Page<T> {
  items: T[];
  next: string | null;
}

/** What the page reports back; a closed set, the server refuses anything else. */
export type FeedEvent =
  | { kind: 'shown'; video: string; receipt: string | null; position: number }
  | {
      kind: 'watched';
      video: string;
      receipt: string | null;
      position: number;
      watched_ms: number;
      loops: number;
      finished: boolean;
      skipped: boolean;
    }
  | { kind: 'not_interested'; video: string; receipt: string | null }
  | { kind: 'shared'; video: string }
  | { kind: 'player'; video: string; ttff_ms?: number; swipe_ms?: number; stalls?: number };

/** problem+json, as every refusal comes. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  field?: string;
}

// ---------------------------------------------------------------------------------------------------------------
// The routes, in the form openapi-typescript writes them.

type Answer<T> = { content: { 'application/json': T }; headers: Record<string, unknown> };
type Empty = { content?: never; headers: Record<string, unknown> };
type Failure = { content: { 'application/problem+json': Problem }; headers: Record<string, unknown> };
type Ok<T> = T extends void ? { 204: Empty; default: Failure } : { 200: Answer<T>; default: Failure };

interface Shape {
  path?: Record<string, string>;
  query?: Record<string, string | number | boolean | undefined>;
}

type Call<P extends Shape, Body, T> = {
  parameters: {
    query?: P extends { query: infer X } ? X : never;
    header?: { 'Idempotency-Key'?: string };
    cookie?: never;
  } & (P extends { path: infer X } ? { path: X } : { path?: never });
  responses: Ok<T>;
} & (Body extends void
  ? { requestBody?: never }
  : { requestBody: { content: { 'application/json': Body } } });

type Get<T, P extends Shape = {}> = Call<P, void, T>;
type Send<Body, T, P extends Shape = {}> = Call<P, Body, T>;
type Id = { path: { id: string } };
type Handle = { path: { handle: string } };
type Cursor = { query: { cursor?: string } };
type Opinion = { counts: VideoCounts; my: VideoMine };
type Switch<T, P extends Shape> = { put: Call<P, void, T>; delete: Call<P, void, T> };

export interface VideoPatch {
  title?: string;
  description?: string;
  language?: string;
  visibility?: Visibility;
  audience?: Audience;
  cover_ms?: number;
  labels?: { ai_made?: boolean; advert?: boolean };
}

export interface paths {
  '/instance': { get: Get<Instance> };
  '/setup': {
    post: Send<
      { instance_name: string; handle: string; name: string; password: string; code?: string },
      { account: Account }
    >;
  };
  '/accounts': {
    post: Send<
      { handle: string; name?: string; password: string; invite?: string },
      { account: Account; token?: string }
    >;
  };
  '/session': {
    post: Send<
      { handle: string; password: string; deliver?: 'cookie' | 'token' },
      { account: Account; token?: string }
    >;
    delete: Get<void>;
  };
  '/sessions': { get: Get<{ items: SessionInfo[] }>; delete: Get<void> };
  '/sessions/{id}': { delete: Get<void, Id> };
  '/me': { get: Get<Me>; patch: Send<{ name?: string; bio?: string; language?: string }, Me> };
  '/me/password': { post: Send<{ current: string; new: string }, void> };
  '/me/videos': { get: Get<Page<Video>, Cursor> };
  '/me/likes': { get: Get<Page<Video>, Cursor> };
  '/me/saves': { get: Get<Page<Video>, Cursor> };
  '/me/blocks': { get: Get<Page<AccountBrief>, Cursor> };
  '/me/mutes': { get: Get<Page<AccountBrief>, Cursor> };
  '/me/notifications': { get: Get<Page<Notification> & { unread: number }, Cursor> };
  '/me/notifications/read': { post: Send<{ up_to: string }, void> };
  '/accounts/{handle}': { get: Get<Account, Handle> };
  '/accounts/{handle}/videos': { get: Get<Page<Video>, Handle & Cursor> };
  '/accounts/{handle}/followers': { get: Get<Page<AccountBrief>, Handle & Cursor> };
  '/accounts/{handle}/following': { get: Get<Page<AccountBrief>, Handle & Cursor> };
  '/accounts/{handle}/follow': Switch<void, Handle>;
  '/accounts/{handle}/block': Switch<void, Handle>;
  '/accounts/{handle}/mute': Switch<void, Handle>;
  '/videos/{id}': { get: Get<Video, Id>; patch: Send<VideoPatch, Video, Id>; delete: Get<void, Id> };
  '/videos/{id}/publish': { post: Send<void, Video, Id> };
  '/videos/{id}/like': Switch<Opinion, Id>;
  '/videos/{id}/save': Switch<Opinion, Id>;
  '/videos/{id}/share': { post: Send<void, void, Id> };
  '/videos/{id}/comments': {
    get: Get<Page<Comment>, Id & { query: { cursor?: string; parent?: string; sort?: 'top' | 'new' } }>;
    post: Send<{ text: string; parent?: string }, Comment, Id>;
  };
  '/comments/{id}': { patch: Send<{ text: string }, Comment, Id>; delete: Get<void, Id> };
  '/comments/{id}/like': Switch<{ counts: Comment['counts']; my: NonNullable<Comment['my']> }, Id>;
  '/reports': { post: Send<{ subject: ReportSubject; reason: ReportReason; note?: string }, { id: string }> };
  '/mod/reports': { get: Get<Page<ReportCase>, Cursor> };
  '/mod/reports/{id}/resolve': { post: Send<{ outcome: string; note: string }, void, Id> };
  '/admin/invites': {
    get: Get<{ items: Invite[] }>;
    post: Send<{ uses_max?: number; expires_in_ms?: number }, Invite>;
  };
  '/admin/invites/{code}': { delete: Get<void, { path: { code: string } }> };
  '/admin/instance': { patch: Send<{ name?: string; sign_up?: Instance['sign_up'] }, Instance> };
  '/feed/{feed}': {
    get: Get<FeedPage, { path: { feed: FeedName }; query: { cursor?: string; explain?: 1 } }>;
  };
  '/feed/{feed}/rerank': {
    post: Send<{ receipt: string; unseen: string[] }, FeedPage, { path: { feed: FeedName } }>;
  };
  '/feed/why': {
    get: Get<
      { shown: boolean; terms: Term[]; reason: Record<string, unknown> | null },
      { query: { video: string; receipt: string } }
    >;
  };
  '/me/algorithm/reset': { post: Send<void, void> };
}
