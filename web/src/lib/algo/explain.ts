/**
 * The ranker's terms as sentences. The data are the ranker's own; nothing is computed here but the rounding, and
 * that is done so that the rounded figures still add up to the rounded score.
 */
import type { Evidence, FeedItem, Source, Term } from '$lib/api/types';
import { compact, fixed } from '$lib/i18n/format';
import { t } from '$lib/i18n/messages/why';
import type { WhyData } from '$lib/i18n/messages/why.en';

type Sentence = string | ((data: WhyData) => string);

/** What a term rests on decides its sentence; for the viewer's own topics, what they did with them does. */
const byEvidence: Record<Exclude<Evidence['kind'], 'you_topic'>, string> = {
  base: 'bias',
  you_author: 'author',
  you_said: 'wished',
  kindred: 'kindred',
  watched: 'watched',
  follows: 'following',
  habits: 'habits',
  video: 'popular',
  author: 'othersAuthor',
  topic: 'othersTopic',
  sound: 'othersSound',
  length: 'length',
  age: 'fresh',
  moment: 'moment',
  recency: 'recency',
  untried: 'untried',
  unoriginal: 'unoriginal',
  disputed: 'disputed',
  borderline: 'borderline',
};
const bySignal: Partial<Record<Term['signal'], string>> = {
  finish: 'finish',
  long_view: 'finish',
  like: 'like',
  skip: 'skip',
  share: 'share',
  comment: 'comment',
  negative: 'notInterested',
};

/** From so many showings on one may speak of "often" and "seldom". */
const habitLeast = 3;
/** Below this many showings few have seen a clip; and so many have watched well whom one may call many. */
const manyLeast = 10;

/**
 * Whom it is told to: who watched next to nothing yet has no habits; where there is no profile, nobody's are used; and
 * where the history is off, they sleep.
 */
export type Listener = 'known' | Unknown;
type Unknown = 'stranger' | 'nobody' | 'sleeper';

export function listenerOf(terms: readonly Term[], profiling = true, asleep = false): Listener {
  const habits = terms.find(({ evidence }) => evidence.kind === 'habits');
  if (!habits || (habits.evidence.shown ?? 0) >= habitLeast) return 'known';
  return !profiling ? 'nobody' : asleep ? 'sleeper' : 'stranger';
}

/** Sentences that speak of what the viewer did, for those of whom nothing is known. */
const unknown: Partial<Record<Evidence['kind'], Record<Unknown, string>>> = {
  habits: { stranger: 'stranger', nobody: 'noProfile', sleeper: 'asleep' },
  watched: { stranger: 'strangerWatched', nobody: 'noProfileWatched', sleeper: 'asleepWatched' },
  length: { stranger: 'strangerLength', nobody: 'strangerLength', sleeper: 'strangerLength' },
  moment: { stranger: 'strangerMoment', nobody: 'strangerMoment', sleeper: 'strangerMoment' },
};

/** What is told of topics and creators of which hardly anything was seen, by what the viewer did with them. */
const ofFew: Partial<Record<Term['signal'], string>> = {
  finish: 'fewFinish',
  long_view: 'fewFinish',
  like: 'fewLike',
  skip: 'fewSkip',
  negative: 'notInterested',
};

/** Undefined for evidence of a newer server. */
function family({ evidence, signal }: Term, listener: Listener): string | undefined {
  const { kind, shown = 0 } = evidence;
  // A clip of theirs that others went on from is told of whatever else is known of them.
  if (kind === 'watched' && evidence.video) return byEvidence.watched;
  // Who was hardly shown anything has no habits to fit.
  const to = kind === 'habits' && shown < habitLeast && listener === 'known' ? 'stranger' : listener;
  const other = to === 'known' ? undefined : unknown[kind]?.[to];
  if (other) return other;
  if (kind === 'watched') return 'watchedNone';
  if (kind === 'untried' && shown >= manyLeast) return 'unsure';
  if (kind === 'video' && (evidence.finished ?? 0) < manyLeast) return 'some';
  const of = kind === 'you_author' || kind === 'you_topic';
  // Less than one whole showing is left of what was long ago.
  if (of && shown < 1 && signal !== 'negative') return 'hardly';
  const few = shown < habitLeast;
  if (kind === 'you_author') return few ? (ofFew[signal] ?? 'fewSeen') : byEvidence.you_author;
  if (kind === 'you_topic') return few ? (ofFew[signal] ?? 'fewSeen') : (bySignal[signal] ?? 'topic');
  return byEvidence[kind];
}

/** Ranked by a model, and not merely by time. */
export function isRanked(item: FeedItem): boolean {
  return item.why.some((term) => term.evidence.kind !== 'recency');
}

function dataOf({ evidence, signal }: Term): WhyData {
  const { tag = '', handle = '', title = '', shown = 0, finished = 0, liked = 0, skipped = 0 } = evidence;
  const times = signal === 'like' ? liked : signal === 'skip' ? skipped : finished;
  return { tag, handle, title, count: finished > 0 ? compact(finished) : '', shown, times };
}

/** One term in words. A signal nobody has told us of keeps its own name rather than getting a wrong sentence. */
export function sentence(term: Term, listener: Listener = 'known'): string {
  const up = term.value >= 0;
  const key = family(term, listener);
  const table = t as unknown as Record<string, Sentence | undefined>;
  const found = key
    ? (table[`${key}${up ? 'Up' : 'Down'}`] ?? table[`${key}${up ? 'Down' : 'Up'}`])
    : undefined;
  if (typeof found === 'function') return found(dataOf(term));
  if (found) return found;
  const name = term.signal.replaceAll('_', ' ');
  return up ? t.otherUp(name) : t.otherDown(name);
}

/** A number with a true minus. */
export const number = (value: number, digits: number) => fixed(value, digits).replace('-', '−');

/** The starting value last: it is the same for all, and says nothing of this one. */
export function inOrder(terms: readonly Term[]): Term[] {
  const rank = (term: Term) => (term.evidence.kind === 'base' ? -1 : Math.abs(term.value));
  return [...terms].sort((a, b) => rank(b) - rank(a));
}

/** Rounds to `digits` so that the parts still add up to the rounded whole (largest remainders give way). */
export function roundToSum(values: readonly number[], whole: number, digits: number): number[] {
  const unit = 10 ** digits;
  const units = values.map((value) => Math.round(value * unit));
  let off = Math.round(whole * unit) - units.reduce((sum, value) => sum + value, 0);
  const remainder = (index: number) => (values[index] ?? 0) * unit - (units[index] ?? 0);
  const order = values.map((_value, index) => index);
  order.sort((a, b) => (off > 0 ? remainder(b) - remainder(a) : remainder(a) - remainder(b)));
  for (const index of order) {
    if (off === 0) break;
    units[index] = (units[index] ?? 0) + Math.sign(off);
    off -= Math.sign(off);
  }
  return units.map((value) => value / unit);
}

/** The reason that counted most for a clip, for its placard; null when nothing spoke for it. */
export function topReason(item: FeedItem): string | null {
  const listener = listenerOf(item.why);
  let best: Term | null = null;
  for (const term of item.why) {
    const plain = /^(bias|recency|stranger|noProfile|asleep|watchedNone)/.test(family(term, listener) ?? '');
    if (!plain && term.value > 0 && term.value > (best?.value ?? 0)) best = term;
  }
  return best ? sentence(best, listener) : null;
}

/** What a source found a clip by rests on this, if on one thing. */
const foundBy: Partial<Record<Source, Evidence['kind']>> = {
  tag: 'you_topic',
  interest: 'you_said',
  author: 'you_author',
};

/** Where it came from; with the topic or the creator, where its reasons name one. */
export function sourceText(source: Source, why: readonly Term[] = []): string {
  const leads = why.filter(({ evidence, value }) => evidence.kind === foundBy[source] && value > 0);
  leads.sort((a, b) => b.value - a.value);
  const { tag, handle } = leads[0]?.evidence ?? {};
  const what = tag ? `#${tag}` : handle ? `@${handle}` : '';
  return what ? t.about({ source: plainSource(source), what }) : plainSource(source);
}

function plainSource(source: Source): string {
  const texts: Record<Source, string> = {
    following: t.sourceFollowing,
    item_graph: t.sourceItemGraph,
    taste: t.sourceTaste,
    author: t.sourceAuthor,
    tag: t.sourceTag,
    sound: t.sourceSound,
    rising: t.sourceRising,
    fresh: t.sourceFresh,
    explore: t.sourceExplore,
    interest: t.sourceInterest,
    popular: t.sourcePopular,
    latest: t.sourceLatest,
    direct: t.sourceDirect,
    imported: t.sourceDirect,
  };
  return texts[source] ?? t.sourceDirect;
}

/** A few words for the label line of the placard. */
export function sourceLabel(source: Source): string {
  const texts: Partial<Record<Source, string>> = {
    following: t.shortFollowing,
    item_graph: t.shortItemGraph,
    taste: t.shortTaste,
    author: t.shortAuthor,
    tag: t.shortTag,
    sound: t.shortSound,
    rising: t.shortRising,
    fresh: t.shortFresh,
    explore: t.shortExplore,
    interest: t.shortInterest,
    popular: t.shortPopular,
    latest: t.shortLatest,
    direct: t.shortDirect,
  };
  return texts[source] ?? '';
}
