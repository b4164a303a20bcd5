export interface WhyData {
  tag: string;
  handle: string;
  title: string;
  count: string;
  shown: number;
  /** Of the clips shown, those of which the sentence speaks. */
  times: number;
}

/** Which words a piece of evidence came with; each sentence picks the most telling one it has. */
const topic = (d: WhyData) =>
  d.tag ? `#${d.tag}` : d.handle ? `clips by @${d.handle}` : 'clips like this one';

/** What hardly anything was seen of: the one clip, or the two. */
const theOne = (d: WhyData) =>
  d.tag ? `clip with #${d.tag}` : d.handle ? `clip by @${d.handle}` : 'clip like this';
const theTwo = (d: WhyData) =>
  d.tag ? `clips with #${d.tag}` : d.handle ? `clips by @${d.handle}` : 'clips like this';
const ofTwo = (d: WhyData) => ['neither', 'one', 'both'][Math.min(d.times, 2)] ?? 'both';

export default {
  title: 'Why this clip',
  moveVaried: 'It came before one that scored higher, which is too like what stands above it.',
  moveExplored:
    'New here: shown to see who likes it. One place in a few is for that, and it is drawn by lot.',
  moveRelaxed: 'A rule of variety gave way: there was too little else for you.',
  moveOpener: 'You began with it because, by what is known, it is the most likely to please you.',
  moveAgain: 'You have seen it before: too little unseen was left.',
  aboutTag: (tag: string) => `More or less of #${tag}`,
  moreOf: (tag: string) => `More #${tag}`,
  lessOf: (tag: string) => `Less #${tag}`,
  asGuessed: (tag: string) => `#${tag} as guessed`,
  asGuessedDone: (tag: string) => `#${tag} counts as guessed again.`,
  unmuteTag: (tag: string) => `Unmute #${tag}`,
  unmuteDone: (tag: string) => `#${tag} may come again.`,
  muteTag: (tag: string) => `Mute #${tag}`,
  muteLanguage: (language: string) => `Nothing in ${language}`,
  muteLanguageDone: (language: string) => `Nothing in ${language} from the next clip on.`,
  moreDone: (tag: string) => `More #${tag} from the next clip on.`,
  lessDone: (tag: string) => `Less #${tag} from the next clip on.`,
  muteDone: (tag: string) => `Nothing with #${tag} from the next clip on.`,
  undone: 'Taken back.',
  openRules: 'The rules in plain words',
  openMine: 'Your algorithm',
  openWhyNot: 'Why have I not been shown this?',
  intro: 'Everything that put it here, and how much each reason counted.',
  score: 'Score',
  sum: 'The reasons above add up to exactly',
  forIt: 'For it',
  againstIt: 'Against it',
  smaller: (n: number) => (n === 1 ? '1 more reason' : `${n} more reasons, together`),
  showSmaller: 'Show all',
  hideSmaller: 'Show fewer',
  howCounted: (o: { x: string; weight: string }) => `${o.x} × weight ${o.weight}`,
  details: 'For the record',
  policy: 'Rules',
  policyDigest: 'Fingerprint of the rules',
  receipt: 'Receipt',
  logPosition: 'Learned from',
  logPositionText: (n: string) => `the first ${n} events`,
  source: 'Came through',
  position: 'Place on the page',
  about: (o: { source: string; what: string }) => `${o.source}: ${o.what}`,
  seenBefore: (n: number) =>
    n === 1
      ? '1 other clip was left out: you have seen it lately.'
      : `${n} other clips were left out: you have seen them lately.`,
  noTerms: 'No ranking was involved.',
  noTermsDirect: 'You opened this clip by its address.',
  noTermsLatest: 'Newest first. Nothing is ranked.',
  noTermsFollowing: 'This feed shows what the people you follow publish, newest first. Nothing is ranked.',
  lessLikeThis: 'Less like this',
  sourceFollowing: 'People you follow',
  sourceItemGraph: 'Watched by others after what you watched',
  sourceTaste: 'Close to your taste',
  sourceAuthor: 'Creators you enjoyed',
  sourceTag: 'Topics you enjoyed',
  sourceSound: 'The sound of one you watched',
  sourceRising: 'Rising right now',
  sourceFresh: 'Fresh: gets its first viewers',
  sourceInterest: 'Interests you named',
  sourceExplore: 'Something different, on purpose',
  sourcePopular: 'Liked by many here',
  sourceLatest: 'Just published',
  sourceDirect: 'Opened by its address',
  shortFollowing: 'You follow them',
  shortItemGraph: 'After what you watched',
  shortTaste: 'Close to your taste',
  shortAuthor: 'You enjoyed their clips',
  shortTag: 'A topic you enjoyed',
  shortSound: 'A sound you know',
  shortRising: 'Rising',
  shortFresh: 'Fresh',
  shortInterest: 'Your interest',
  shortExplore: 'Something different',
  shortPopular: 'Liked by many here',
  shortLatest: 'Just published',
  shortDirect: 'Opened directly',

  // One sentence per signal. Positive and negative read differently.
  finishUp: (d: WhyData) => `You usually watch ${topic(d)} to the end.`,
  finishDown: (d: WhyData) => `You seldom watch ${topic(d)} to the end.`,
  likeUp: (d: WhyData) => `You often like ${topic(d)}.`,
  likeDown: (d: WhyData) => `You rarely like ${topic(d)}.`,
  skipUp: (d: WhyData) => `You seldom skip ${topic(d)}.`,
  skipDown: (d: WhyData) => `You often skip ${topic(d)}.`,
  fewFinishUp: (d: WhyData) =>
    d.shown === 2
      ? `Of the two ${theTwo(d)} that you saw, you watched ${ofTwo(d)} to the end.`
      : d.times > 0
        ? `You watched the one ${theOne(d)} that you saw to the end.`
        : `You left the one ${theOne(d)} that you saw before its end.`,
  fewLikeUp: (d: WhyData) =>
    d.shown === 2
      ? `Of the two ${theTwo(d)} that you saw, you liked ${ofTwo(d)}.`
      : d.times > 0
        ? `You liked the one ${theOne(d)} that you saw.`
        : `You gave no heart to the one ${theOne(d)} that you saw.`,
  fewSkipUp: (d: WhyData) =>
    d.shown === 2
      ? `Of the two ${theTwo(d)} that you saw, you left ${ofTwo(d)}.`
      : d.times > 0
        ? `You left the one ${theOne(d)} that you saw.`
        : `You stayed with the one ${theOne(d)} that you saw.`,
  hardlyUp: (d: WhyData) => `You have hardly seen any ${theTwo(d)} so far.`,
  fewSeenUp: (d: WhyData) =>
    d.shown === 2 ? `You have seen two ${theTwo(d)} so far.` : `You have seen one ${theOne(d)} so far.`,
  watchedNoneUp: 'Nothing you enjoyed has led others to this clip.',
  watchedUp: (d: WhyData) =>
    d.title
      ? `People who enjoyed “${d.title}” went on to this.`
      : 'People who watched what you watched went on to this.',
  watchedDown: (d: WhyData) =>
    d.title
      ? `People who watched “${d.title}” seldom went on to this.`
      : 'People who watched what you watched seldom went on to this.',
  followingUp: (d: WhyData) => (d.handle ? `You follow @${d.handle}.` : 'You follow whoever made it.'),
  authorUp: (d: WhyData) => (d.handle ? `You come back to @${d.handle}.` : 'You come back to who made it.'),
  authorDown: (d: WhyData) =>
    d.handle ? `You tend to pass over @${d.handle}.` : 'You tend to pass over who made it.',
  wishedUp: (d: WhyData) => `You said you want more of ${topic(d)}.`,
  wishedDown: (d: WhyData) => `You said you want less of ${topic(d)}.`,
  kindredUp: 'People whose taste is like yours enjoy it.',
  kindredDown: 'People whose taste is like yours tend to leave it.',
  topicUp: (d: WhyData) => `You enjoy ${topic(d)}.`,
  topicDown: (d: WhyData) => `You tend to pass over ${topic(d)}.`,
  risingUp: 'More people than usual are watching it right now.',
  risingDown: 'Interest in it has been falling.',
  popularUp: (d: WhyData) =>
    d.count ? `Many here stayed with it (${d.count}).` : 'Many here stayed with it.',
  someUp: (d: WhyData) =>
    d.count ? `People here who stayed with it so far: ${d.count}.` : 'It does well here so far.',
  someDown: 'Others here did not stay with it.',
  popularDown: 'Others here did not stay with it.',
  freshUp: 'It is new and gets its first viewers.',
  freshDown: 'It has been up for a while.',
  exploreUp: 'To let you find something different.',
  interestUp: (d: WhyData) =>
    d.tag ? `You said you are interested in #${d.tag}.` : 'It matches an interest you named.',
  interestDown: (d: WhyData) => (d.tag ? `You asked for less #${d.tag}.` : 'You asked for less of this.'),
  lengthUp: 'Its length suits how you watch.',
  lengthDown: 'Its length does not quite suit how you watch.',
  languageUp: 'It is in a language you watch.',
  languageDown: 'It is in a language you seldom watch.',
  tasteUp: 'It resembles what you enjoyed lately.',
  tasteDown: 'It is unlike what you enjoyed lately.',
  commentUp: 'Clips like it get you talking.',
  commentDown: 'Clips like it seldom get you talking.',
  shareUp: 'You pass on clips like it.',
  shareDown: 'You seldom pass on clips like it.',
  notInterestedDown: (d: WhyData) => `You said you are not interested in ${topic(d)}.`,
  habitsUp: 'It fits how you usually watch.',
  habitsDown: 'It does not quite fit how you usually watch.',
  strangerUp: 'Too little is known yet of how you watch.',
  asleepUp: 'Your history is off: what was learned of how you watch sleeps.',
  asleepWatchedUp: 'Your history is off: what you watched is not used.',
  strangerWatchedUp: 'You have watched nothing yet that others went on from.',
  strangerLengthUp: 'Clips of its length do well here.',
  strangerLengthDown: 'Clips of its length do less well here.',
  strangerMomentUp: 'At this hour and place in the app, clips do well.',
  strangerMomentDown: 'At this hour and place in the app, clips do less well.',
  noProfileUp: 'Without a profile nothing of how you watch is used.',
  noProfileWatchedUp: 'Without a profile nothing of what you watched is used.',
  othersAuthorUp: (d: WhyData) =>
    d.handle ? `Others enjoy what @${d.handle} makes.` : 'Others enjoy what they make.',
  othersAuthorDown: (d: WhyData) =>
    d.handle ? `Others seldom stay with @${d.handle}.` : 'Others seldom stay with them.',
  othersTopicUp: (d: WhyData) => (d.tag ? `Others here enjoy #${d.tag}.` : 'Others here enjoy its topic.'),
  othersTopicDown: (d: WhyData) =>
    d.tag ? `Others here pass over #${d.tag}.` : 'Others here pass over its topic.',
  othersSoundUp: 'People stay with clips that have this sound.',
  othersSoundDown: 'Clips with this sound are seldom watched to the end.',
  momentUp: 'It suits this moment.',
  momentDown: 'It does not quite suit this moment.',
  untriedUp: 'Few have seen it yet, so it may be better than it looks.',
  unsureUp: 'It is not quite clear yet how good it is, so it may be better than it looks.',
  unoriginalDown: 'Moderators found it copied or spam, so only a part of its score counts.',
  disputedDown: 'Moderators found it misleading, so only a part of its score counts.',
  borderlineDown: 'Moderators found it close to what the rules forbid, so only a part of its score counts.',
  recencyUp: 'The newest comes first.',
  recencyDown: 'The newest comes first.',
  biasUp: 'Starting value, the same for every clip.',
  biasDown: 'Starting value, the same for every clip.',
  otherUp: (name: string) => `“${name}” spoke for it.`,
  otherDown: (name: string) => `“${name}” spoke against it.`,
};
