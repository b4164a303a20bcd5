import type { Translation } from '../index.svelte';
import { pluralOf } from '../plural';
import type en from './comments.en';

const plural = pluralOf('de');

const de: Translation<typeof en> = {
  title: 'Kommentare',
  count: (n) => plural(n, { one: '# Kommentar', other: '# Kommentare' }),
  sort: 'Reihenfolge',
  sortTop: 'Beste',
  sortNew: 'Neue',
  write: 'Kommentar schreiben',
  writeReply: (name) => `${name} antworten`,
  send: 'Senden',
  reply: 'Antworten',
  replies: (n) => plural(n, { one: '# Antwort zeigen', other: '# Antworten zeigen' }),
  hideReplies: 'Antworten verbergen',
  moreReplies: 'Weitere Antworten',
  edited: 'bearbeitet',
  deleted: 'Dieser Kommentar wurde gelöscht.',
  removed: 'Kommentar gelöscht',
  like: (count) => `Gefällt mir, ${count}`,
  unlike: (count) => `Gefällt mir nicht mehr, ${count}`,
  actions: (name) => `Aktionen zum Kommentar von ${name}`,
  report: 'Melden',
  emptyTitle: 'Noch still hier',
  emptyText: 'Sag etwas Nettes, Neugieriges oder Lustiges.',
  editing: 'Kommentar bearbeiten',
  cancelReply: 'Antwort abbrechen',
  pin: 'Anheften',
  unpin: 'Nicht mehr anheften',
  pinned: 'Angeheftet',
  release: 'Freigeben',
  held: 'Wartet, bis es freigegeben wird',
  heldForYou: 'Zurückgehalten: Nur ihr beide seht es',
  likedByMaker: 'vom Ersteller',
  before: 'Was vorher da stand',
  until: (when: string) => `bis ${when}`,
  author: 'Erstellt',
  failed: 'Die Kommentare ließen sich nicht laden.',
  posted: 'Kommentar gesendet',
};

export default de;
