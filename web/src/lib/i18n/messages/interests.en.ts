/** What one wants to see more of, said before one has watched anything. */
export default {
  title: 'What do you like?',
  text: 'Choose a few topics, and they count for more in your feed at once. Or choose none: the feed learns from what you watch.',
  guest: 'Without an account this holds in this tab, and is kept nowhere else.',
  account: 'You find them again under your algorithm, and can take them back there.',
  counted: (o: { n: number; most: number }) => `${o.n} of ${o.most}`,
  most: (n: number) => `Up to ${n}`,
  done: 'To my feed',
  skip: 'Skip',
  few: 'There is little to choose from yet',
  fewText: 'When more clips are here, their topics are too.',
  door: 'Choose topics to begin with',
  offer: 'Shall the feed begin with what you like?',
  choose: 'Choose',
};
