export default {
  title: 'The algorithm, live',
  intro: 'Sums over the last day. No person can be found in them.',
  emptyTitle: 'Nothing has happened yet',
  emptyText: 'As soon as somebody watches a clip, the curves begin here.',
  perSecond: 'events a second',
  behind: 'events behind',
  upToDate: 'up to date',
  clips: 'clips known',
  viewers: 'viewers known',
  memory: 'learned',
  rows: (n: string) => `${n} rows`,

  dayTitle: 'The last day',
  dayText: 'Showings each hour, and how many of them were watched to the end.',
  showings: 'Showings',
  finished: 'Watched to the end',
  hourLine: (o: { hour: string; shown: string; finished: string }) =>
    `${o.hour}: ${o.shown} showings, ${o.finished} watched to the end`,

  promisesTitle: 'Promises kept',
  promisesText:
    'What the model said would happen, and what did. The dot sits on the middle line when both agree; to the right, more happened than promised.',
  promised: 'promised',
  happened: 'happened',
  promiseLine: (o: { predicted: string; happened: string }) =>
    `promised ${o.predicted}, happened ${o.happened}`,

  driftTitle: 'Drift',
  driftText:
    'Outcome over promise, hour by hour. In the middle the two agree; a line that leaves it says that people or clips have changed faster than the model.',
  driftLine: (o: { now: string; then: string }) => `now ${o.now}, a day ago ${o.then}`,
  sourcesTitle: 'Where showings came from',
  sourcesText: 'The share of each source, and how many of its clips were watched to the end.',
  exploration: (share: string) => `${share} of the showings were spent on finding out something new.`,
  shareLine: (o: { share: string; finished: string }) =>
    `${o.share} of showings, ${o.finished} watched to the end`,

  newViewersTitle: 'New viewers',
  newViewersText: 'How many clips are watched to the end, by how many a viewer has seen so far.',
  upTo: (n: string) => `up to ${n}`,
  beyond: (n: string) => `beyond ${n}`,

  newClipsTitle: 'New clips',
  newClipsText: 'The share of showings that went to clips of each age.',
  hours: (n: string) => `up to ${n} h`,
  days: (n: string) => `up to ${n} d`,
  older: 'older',
  scatterTitle: 'The newest clips',
  scatterText: 'Each dot is a clip: how old it is, and how often it was shown.',
  scatterAge: 'age',
  scatterShown: 'showings',
  scatterLine: (n: string) => `${n} newest clips by age and showings`,

  creatorsTitle: 'Who gets seen',
  creatorsText: (o: { n: string; top: string }) =>
    `${o.n} creators were shown. The tenth with the most showings got ${o.top} of them.`,
  gini: 'Gini coefficient',
  giniText: '0 is the same for everybody, 1 is one creator alone.',
  lorenzLine: (gini: string) => `Lorenz curve of showings over creators, Gini coefficient ${gini}`,
  fewest: 'fewest',
  most: 'most',

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
