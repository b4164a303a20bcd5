import { pluralOf } from '../plural';

const plural = pluralOf('en');

export default {
  title: 'Comments',
  count: (n: number) => plural(n, { one: '# comment', other: '# comments' }),
  sort: 'Order',
  sortTop: 'Top',
  sortNew: 'New',
  write: 'Add a comment',
  writeReply: (name: string) => `Reply to ${name}`,
  send: 'Send',
  reply: 'Reply',
  replies: (n: number) => plural(n, { one: 'Show # reply', other: 'Show # replies' }),
  hideReplies: 'Hide replies',
  moreReplies: 'More replies',
  edited: 'edited',
  deleted: 'This comment was deleted.',
  removed: 'Comment deleted',
  like: (count: string) => `Like, ${count}`,
  unlike: (count: string) => `Take back like, ${count}`,
  actions: (name: string) => `Actions for the comment by ${name}`,
  report: 'Report',
  emptyTitle: 'Quiet so far',
  emptyText: 'Say something kind, curious or funny.',
  editing: 'Edit your comment',
  cancelReply: 'Cancel reply',
  author: 'Creator',
  failed: 'The comments could not be loaded.',
  posted: 'Comment posted',
};
