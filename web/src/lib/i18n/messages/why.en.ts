export interface WhyData {
  tag: string;
  handle: string;
  title: string;
  count: string;
}

/** Which words a piece of evidence came with; each sentence picks the most telling one it has. */
const topic = (d: WhyData) =>
  d.tag ? `#${d.tag}` : d.handle ? `clips by @${d.handle}` : 'clips like this one';

export default {
  title: 'Why this clip',
  moveVaried: 'It came later than its score says, because one like it stood above it.',
  moveExplored:
    'New here: shown to see who likes it. One place in a few is for that, and it is drawn by lot.',
  moveRelaxed: 'A rule of variety gave way: there was too little else for you.',
  moveOpener: 'You began with it because it is surest to please, by what is known of it.',
  moveAgain: 'You have seen it before: too little unseen was left.',
  aboutTag: (tag: string) => `More or less of #${tag}`,
  moreOf: (tag: string) => `More #${tag}`,
  lessOf: (tag: string) => `Less #${tag}`,
  muteTag: (tag: string) => `Mute #${tag}`,
  moreDone: (tag: string) => `More #${tag} from the next page on.`,
  lessDone: (tag: string) => `Less #${tag} from the next page on.`,
  muteDone: (tag: string) => `Nothing with #${tag} from the next page on.`,
  openRules: 'The rules in plain words',
  openMine: 'Your algorithm',
  openWhyNot: 'Why have I not been shown this?',
  intro: 'Everything that put it here, and how much each reason counted.',
  score: 'Score',
  sum: 'The reasons above add up to exactly',
  forIt: 'For it',
  againstIt: 'Against it',
  smaller: (n: number) => (n === 1 ? '1 smaller reason' : `${n} smaller reasons`),
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
  noTerms: 'No ranking was involved.',
  noTermsDirect: 'You opened this clip by its address.',
  noTermsLatest: 'This feed shows what was published last, first. Nothing is ranked.',
  noTermsFollowing: 'This feed shows what the people you follow publish, newest first. Nothing is ranked.',
  lessLikeThis: 'Less like this',
  sourceFollowing: 'People you follow',
  sourceItemGraph: 'Often watched after clips you watched',
  sourceTaste: 'Close to your taste',
  sourceAuthor: 'Someone you come back to',
  sourceTag: 'A topic you come back to',
  sourceSound: 'A sound you come back to',
  sourceRising: 'Rising right now',
  sourceFresh: 'Fresh: it gets its first viewers',
  sourceInterest: 'An interest you named',
  sourceExplore: 'Something different, on purpose',
  sourcePopular: 'Liked by many here',
  sourceLatest: 'Just published',
  sourceDirect: 'Opened by its address',
  shortFollowing: 'You follow them',
  shortItemGraph: 'Goes with what you watched',
  shortTaste: 'Close to your taste',
  shortRising: 'Rising',
  shortFresh: 'Fresh',
  shortInterest: 'Your interest',
  shortExplore: 'Something different',
  shortPopular: 'Popular here',
  shortLatest: 'Just published',
  shortDirect: 'Opened directly',

  // One sentence per signal. Positive and negative read differently.
  finishUp: (d: WhyData) => `You usually watch ${topic(d)} to the end.`,
  finishDown: (d: WhyData) => `You seldom watch ${topic(d)} to the end.`,
  likeUp: (d: WhyData) => `You often like ${topic(d)}.`,
  likeDown: (d: WhyData) => `You rarely like ${topic(d)}.`,
  skipUp: (d: WhyData) => `You seldom skip ${topic(d)}.`,
  skipDown: (d: WhyData) => `You often skip ${topic(d)}.`,
  watchedUp: (d: WhyData) =>
    d.title
      ? `People who watched “${d.title}” well went on to this.`
      : 'People who watched what you watched went on to this.',
  watchedDown: (d: WhyData) =>
    d.title
      ? `People who watched “${d.title}” seldom went on to this.`
      : 'People who watched what you watched seldom went on to this.',
  followingUp: (d: WhyData) => (d.handle ? `You follow @${d.handle}.` : 'You follow who made it.'),
  authorUp: (d: WhyData) => (d.handle ? `You come back to @${d.handle}.` : 'You come back to who made it.'),
  authorDown: (d: WhyData) =>
    d.handle ? `You tend to pass over @${d.handle}.` : 'You tend to pass over who made it.',
  wishedUp: (d: WhyData) => `You said you want more of ${topic(d)}.`,
  wishedDown: (d: WhyData) => `You said you want less of ${topic(d)}.`,
  topicUp: (d: WhyData) => `You enjoy ${topic(d)}.`,
  topicDown: (d: WhyData) => `You tend to pass over ${topic(d)}.`,
  risingUp: 'More people than usual are watching it right now.',
  risingDown: 'Interest in it has been falling.',
  popularUp: (d: WhyData) =>
    d.count ? `Many here watched it well (${d.count}).` : 'Many here watched it well.',
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
  tasteUp: 'It resembles what you watched well lately.',
  tasteDown: 'It is unlike what you watched well lately.',
  commentUp: 'Clips like it get you talking.',
  commentDown: 'Clips like it seldom get you talking.',
  shareUp: 'You pass on clips like it.',
  shareDown: 'You seldom pass on clips like it.',
  notInterestedDown: (d: WhyData) => `You said you are not interested in ${topic(d)}.`,
  habitsUp: 'It fits how you usually watch.',
  habitsDown: 'It does not quite fit how you usually watch.',
  strangerUp: 'Nothing is known yet of how you watch.',
  othersAuthorUp: (d: WhyData) =>
    d.handle ? `Others enjoy what @${d.handle} makes.` : 'Others enjoy what they make.',
  othersAuthorDown: (d: WhyData) =>
    d.handle ? `Others seldom stay with @${d.handle}.` : 'Others seldom stay with them.',
  othersTopicUp: (d: WhyData) => (d.tag ? `Others here enjoy #${d.tag}.` : 'Others here enjoy its topic.'),
  othersTopicDown: (d: WhyData) =>
    d.tag ? `Others here pass over #${d.tag}.` : 'Others here pass over its topic.',
  othersSoundUp: 'Clips with this sound are watched well.',
  othersSoundDown: 'Clips with this sound are seldom watched to the end.',
  momentUp: 'It suits this moment.',
  momentDown: 'It does not quite suit this moment.',
  untriedUp: 'Few have seen it yet, so it may be better than it looks.',
  recencyUp: 'The newest comes first.',
  recencyDown: 'The newest comes first.',
  biasUp: 'Where every clip starts before anything is known.',
  biasDown: 'Where every clip starts before anything is known.',
  otherUp: (name: string) => `“${name}” spoke for it.`,
  otherDown: (name: string) => `“${name}” spoke against it.`,
};
