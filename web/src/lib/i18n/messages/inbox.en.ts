const clip = (title: string | null, otherwise: string) => (title ? `“${title}”` : otherwise);

export default {
  title: 'Inbox',
  emptyTitle: 'All quiet',
  emptyText: 'When somebody likes, follows, comments or mentions you, it shows up here at once.',
  today: 'Today',
  week: 'This week',
  earlier: 'Earlier',
  unread: 'New',
  markRead: 'Mark all as read',
  someone: 'Somebody',
  followed: (who: string) => `${who} follows you`,
  liked: (who: string, more: number, title: string | null) =>
    `${who}${more > 0 ? ` and ${more === 1 ? 'one other' : `${more} others`}` : ''} liked ${clip(title, 'your clip')}`,
  likedComment: (who: string, more: number) =>
    `${who}${more > 0 ? ` and ${more === 1 ? 'one other' : `${more} others`}` : ''} liked your comment`,
  commented: (who: string, title: string | null) => `${who} commented on ${clip(title, 'your clip')}`,
  replied: (who: string, title: string | null) => `${who} replied to you on ${clip(title, 'a clip')}`,
  mentioned: (who: string, title: string | null) => `${who} mentioned you in ${clip(title, 'a clip')}`,
  videoReady: (title: string | null) => `${clip(title, 'Your clip')} is ready`,
  videoFailed: (title: string | null) => `${clip(title, 'Your clip')} could not be processed`,
  passkeyAdded: 'A passkey was added to your account. Was it not you? Remove it and change your password.',
  passkeyRemoved: 'A passkey was removed from your account',
  passkeySuspect: 'One of your passkeys seems to have been copied. It opens nothing any more: remove it.',
  messages: 'Messages',
  waiting: (n: number) => (n === 1 ? '1 unread' : `${n} unread`),
  system: 'A message from the house',
  exportReady: 'Your export is packed. It can be fetched for a week',
  exportFailed: 'Your export could not be packed',
  importReady: 'What you brought along is here',
  importFailed: 'What you brought along could not be taken in',
  followBack: 'Follow back',
};
