/**
 * The names the page uses for the API's shapes. The shapes themselves are the server's: schema.gen.ts is made from its
 * OpenAPI document by `npm run api`, so a field that changes there does not compile here.
 */
import type { components, paths as written } from './schema.gen';

type Schemas = components['schemas'];

/** The routes as the client names them: without the prefix they all share. */
export type paths = {
  [Path in keyof written as Path extends `/api/v1${infer Rest}` ? Rest : never]: written[Path];
};

/** What a GET answers with. */
export type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } };
}
  ? Body
  : never;

export type Account = Schemas['Account'];
export type AccountBrief = Schemas['AccountBrief'];
export type Role = Account['role'];
export type Instance = Schemas['Instance'];
export type Me = Answer<'/me'>;
export type SessionInfo = Schemas['Session'];
export type Passkey = Schemas['Passkey'];
export type App = Schemas['App'];
export type OwnApp = Schemas['OwnApp'];
export type AppAccess = Schemas['AppAccess'];
export type AppRequest = Answer<'/oauth/request'>;
export type AppDevice = Answer<'/oauth/devices/{code}'>;
export type Scope = AppAccess['scopes'][number];
export type Invite = Schemas['Invite'];
export type Holding = Schemas['Holding'];
export type Opening = Schemas['Opening'];
export type Certificate = Schemas['Certificate'];
export type PushChoice = Schemas['PushChoice'];
export type Export = Schemas['Export'];
export type Import = Schemas['Import'];
export type ImportReport = Schemas['ImportReport'];

export type AlgorithmVitals = Schemas['AlgorithmVitals'];
export type Tally = Schemas['Tally'];

export type Video = Schemas['Video'];
export type VideoPatch = Schemas['VideoEdit'];
export type VideoState = Video['state'];
export type VideoCounts = Video['counts'];
export type VideoMine = NonNullable<Video['my']>;
export type Visibility = Video['visibility'];
export type Audience = Video['audience'];
export type Media = NonNullable<Video['media']>;
/** One CMAF file: its init part, then its segments ([bytes, ms] each), back to back. */
export type Rung = Schemas['Rung'];

/** The tabs. What the first one shows is the algorithm the viewer chose. */
export type FeedName = 'for_you' | 'following' | 'latest';
export type AlgorithmBrief = Schemas['AlgorithmBrief'];
export type AlgorithmDocument = Schemas['AlgorithmDocument'];
export type MyAlgorithm = Schemas['Algorithm'];
export type WhyNot = Schemas['WhyNot'];
export type DropReason = Schemas['DropReason'];
export type FeedPage = Schemas['FeedPage'];
export type FeedItem = Schemas['FeedItem'];
export type Source = FeedItem['source'];
export type Receipt = Schemas['ReceiptBrief'];
/** One addend of a score; all of them add up to it exactly. */
export type Term = Schemas['Term'];
/** What a term rests on: data, never a sentence. The sentence is made here, in the viewer's language. */
export type Evidence = Schemas['Evidence'];
/** What the page reports back; a closed set, the server refuses anything else. */
export type FeedEvent = Schemas['PlayerEvent'];

export type SearchPage = Schemas['SearchPage'];
export type FoundVideo = Schemas['FoundVideo'];
export type FoundPerson = Schemas['FoundPerson'];
export type Suggestion = Schemas['Suggestion'];
export type RisingPage = Schemas['RisingPage'];

export type Sound = Schemas['Sound'];
/** A sound as it stands beside a clip. */
export type ClipSound = Schemas['ClipSound'];
/** What a clip was made with. */
export type ClipRemix = Schemas['ClipRemix'];
/** What moderators found of a clip, for which it is shown less often. */
export type Finding = NonNullable<Video['integrity']>;
export type Playlist = Schemas['Playlist'];

/** How one's videos were watched: counts of people over days, with noise in them. */
export type Figures = Schemas['Figures'];
export type FigureCell = Schemas['FigureCell'];
export type MyFigures = Schemas['MyFigures'];
export type CommentToAnswer = Schemas['CommentToAnswer'];
export type VideosPatch = Schemas['VideosEdit'];

export type Comment = Schemas['Comment'];
export type Conversation = Schemas['Conversation'];
export type Message = Schemas['Message'];
export type Notification = Schemas['Notification'];
export type NotificationKind = Notification['kind'];

/** A guardian and a ward, as either of them sees the other. */
export type FamilyPairing = Schemas['FamilyPairing'];
export type FamilyLimits = Schemas['FamilyLimits'];
export interface Family {
  guardian: FamilyPairing | null;
  wards: FamilyPairing[];
  code_until: number | null;
}

/** A report as moderators read it. */
export type ReportCase = Schemas['Report'];
export type ReportReason = ReportCase['reason'];
export type ReportSubject = Pick<ReportCase['subject'], 'kind' | 'id'>;

/** problem+json, as every refusal comes. */
export type Problem = Schemas['Problem'];

export interface Page<T> {
  items: T[];
  next: string | null;
}
