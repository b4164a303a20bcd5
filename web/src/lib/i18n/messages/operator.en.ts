export default {
  title: 'The algorithm, live',
  intro: 'Sums over the last day, where nothing else is said. No person can be found in them.',
  since: (time: string) => `Measured since the last start, ${time}.`,
  nothingShown: 'Nothing was shown in the last day.',
  updated: (ago: string) => `Updated ${ago} ago.`,
  seconds: (n: string) => `${n}\u00a0s`,
  asTable: 'Show as table',
  hour: 'Hour',
  creators: 'Least shown creators, together',
  share: 'Share of showings',
  topic: 'Prediction',
  emptyTitle: 'Nothing has happened yet',
  emptyText: 'As soon as somebody watches a clip, the curves begin here.',
  perSecond: 'events a second, last minute',
  newestEvent: 'newest event learned',
  behind: 'events behind',
  upToDate: 'up to date',
  clips: 'clips known',
  viewers: 'viewers known',
  memory: 'learned',
  rows: (n: string) => `${n} rows`,

  dayTitle: 'The last day',
  dayText: 'Showings in each of the last 24 hours, and how many of them were watched to the end.',
  showings: 'Showings',
  finished: 'Watched to the end',
  hourLine: (o: { hour: string; shown: string; finished: string }) =>
    `${o.hour}: ${o.shown} showings, ${o.finished} watched to the end`,

  promisesTitle: 'Promises kept',
  promisesText: (remembered: string) =>
    `What the model said would happen, and what did, over about the last ${remembered} showings. The dot sits on the middle line when both agree; to the right, more happened than promised. An arrow at an end points beyond it.`,
  promisesEmpty:
    'Nothing has ended yet. Promises are compared as soon as the first clip was watched or skipped.',
  promised: 'promised',
  happened: 'happened',
  asked: 'Showings',
  promiseLine: (o: { predicted: string; happened: string; often: string }) =>
    `promised ${o.predicted}, happened ${o.happened}: ${o.often}`,
  promiseNever: (o: { predicted: string; n: string }) =>
    `promised ${o.predicted}, happened in none of ${o.n}`,

  driftTitle: 'Drift',
  driftText: (remembered: string) =>
    `Outcome over promise, over about the last ${remembered} showings, as it stood at the end of each hour. In the middle the two agree; the upper edge is 2× and more, the lower ½× and less. A line that leaves the middle says that people or clips have changed faster than the model.`,
  driftEmpty: 'Nothing has ended yet. The lines begin with the first clip that is watched or skipped.',
  driftLine: (o: { now: string; then: string; at: string }) => `now ${o.now}, at ${o.at} it was ${o.then}`,
  driftNow: (now: string) => `now ${now}`,
  driftSoon: 'So far there is one hour: a dot each. A line needs two.',
  driftNever: (n: string) => `happened in none of ${n}`,
  driftRatio: 'Outcome over promise',
  sourcesTitle: 'Where showings came from',
  sourcesText: 'The share of each source, and how many of its clips were watched to the end.',
  exploration: (o: { share: string; fresh: string }) =>
    `${o.share} of the showings were places drawn for finding out something new; ${o.fresh} gave fresh clips their first viewers.`,
  shareLine: (o: { share: string; finished: string }) =>
    `${o.share} of showings, ${o.finished} watched to the end`,

  newViewersTitle: 'New viewers',
  newViewersText:
    'How many clips are watched to the end, by how many a viewer has seen so far. Only people with an account: guests, and people whose history is off, are not counted.',
  newViewersEmpty:
    'Nothing has ended yet. The bars begin with the first clip that somebody with an account watches or skips.',
  upTo: (n: string) => `up to ${n}`,
  beyond: (n: string) => `beyond ${n}`,

  newClipsTitle: 'New clips',
  newClipsText: 'The share of showings that went to clips of each age.',
  hours: (n: string) => `up to ${n} h`,
  days: (n: string) => `up to ${n} d`,
  older: 'older',
  scatterTitle: 'The newest clips',
  scatterText: 'Each dot is a clip: how old it is, and how often it was shown.',
  scatterEmpty: 'There are no clips yet.',
  scatterAge: 'Age',
  scatterShown: 'Showings',
  scatterLine: (n: string) => `${n} newest clips by age and showings`,

  creatorsTitle: 'Who gets seen',
  varietyTitle: 'How varied it was',
  varietyText:
    'The effective number of topics and of creators (Hill number of order 1): so many, all shown alike, would be as varied as what was shown. The topic of a clip is its first tag.',
  topics: 'topics',
  creatorsShown: 'creators',
  asIfTopics: (n: string) =>
    n === '1' ? 'as varied as if one topic alone were shown' : `as varied as if ${n} topics were shown alike`,
  asIfCreators: (n: string) =>
    n === '1'
      ? 'as varied as if one creator alone were shown'
      : `as varied as if ${n} creators were shown alike`,
  withoutTopic: (n: number, shown: string) =>
    n === 1
      ? '1 showing was of a clip without tags and is in no topic.'
      : `${shown} showings were of clips without tags and are in no topic.`,
  uncountedTopics: (n: number, shown: string) =>
    n === 1
      ? '1 showing is not counted here: its hour had too many topics.'
      : `${shown} showings are not counted here: their hours had too many topics.`,

  creatorsText: (n: number, shown: string) =>
    n === 1 ? '1 creator was shown.' : `${shown} creators were shown.`,
  creatorsTop: (o: { top: string; tenth: string }) =>
    `The top ${o.tenth} of them got ${o.top} of the showings.`,
  uncountedCreators: (n: number, shown: string) =>
    n === 1
      ? '1 showing is not counted here: its hour had too many creators.'
      : `${shown} showings are not counted here: their hours had too many creators.`,
  gini: 'Gini coefficient',
  giniText: (o: { n: string; most: string }) =>
    `0 is the same for everybody. With ${o.n} creators it can reach ${o.most}, when nearly all goes to one.`,
  giniEmpty: 'How evenly showings are spread can be said of two creators or more.',
  lorenzLine: (gini: string) => `Lorenz curve of showings over creators, Gini coefficient ${gini}`,
  fewest: 'least shown',
  most: 'most shown',

  sourceFollowing: 'People they follow',
  sourceItemGraph: 'Watched after what they watched',
  sourceTaste: 'Close to their taste',
  sourceAuthor: 'Creators they come back to',
  sourceTag: 'Topics they come back to',
  sourceSound: 'The sound of one they watched',
  sourceRising: 'Rising right now',
  sourceFresh: 'Fresh: gets its first viewers',
  sourceExplore: 'Something different, on purpose',
  sourceInterest: 'Interests they named',
  sourcePopular: 'Liked by many here',
  sourceLatest: 'Just published',
  sourceDirect: 'Opened by its address',

  headFinish: 'Watches to the end',
  headLongView: 'Watches long',
  headLike: 'Likes',
  headSkip: 'Skips',
  headOpened: 'Opens',
  headShare: 'Shares',
  headFollow: 'Follows',
  headComment: 'Comments',
  headNegative: 'Is not interested',
  headWatched: 'Watch time for its length',
};
