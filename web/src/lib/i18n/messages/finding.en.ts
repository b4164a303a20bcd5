/** Why a clip is shown less often, or in no feed: for its author, and for moderators. */
export default {
  unoriginal: 'copied or spam',
  disputed: 'disputed',
  borderline: 'on the border',
  lessOften: (why: string) => `Shown less often: ${why}`,
  title: 'Shown less often',
  unoriginalText: 'Moderators found this clip copied from others, or spam.',
  disputedText: 'Moderators found this clip misleading.',
  borderlineText: 'Moderators found this clip close to what the rules forbid.',
  effect:
    'Where clips are ranked, only a part of its score counts. It stays up, and lists in order of time show it as before.',
  toDo: 'Do you think they are mistaken? Write to the moderators: they can take it back.',
  document: 'How much counts',
  showAsBefore: 'Show as before',
  asBefore: 'It is shown as before',
  // A rule of the market keeps it out: its author is told in the studio.
  inNoFeed: 'In no feed here',
  inNoFeedText: (rule: string) =>
    `A rule of this market keeps this clip out of every feed: ${rule}. On your profile, by search and by its address it can be found as before.`,
  // A moderator decides.
  whyLess: 'Why it is shown less often',
  unoriginalName: 'Copied or spam',
  disputedName: 'Disputed',
  borderlineName: 'On the border',
  unoriginalHint: 'Taken from others, or put up again and again.',
  disputedHint: 'What it says is misleading.',
  borderlineHint: 'Close to what the rules forbid, but within them.',
  decides: 'Ranked lower from the next page on. Its author is told why.',
};
