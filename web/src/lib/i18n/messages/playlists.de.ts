import type { Translation } from '../index.svelte';
import type en from './playlists.en';

const de: Translation<typeof en> = {
  addTitle: 'Zu einer Playlist hinzufügen',
  newTitle: 'Neue Playlist',
  title: 'Titel',
  create: 'Anlegen',
  whoSees: 'Wer sie sehen kann',
  none: 'Du hast noch keine Playlists.',
  added: (title) => `Zu ${title} hinzugefügt`,
  taken: (title) => `Aus ${title} herausgenommen`,
  count: (n) => (n === 1 ? '1 Clip' : `${n} Clips`),
  by: (name) => `von ${name}`,
  playAll: 'Von vorn abspielen',
  share: 'Playlist teilen',
  edit: 'Bearbeiten',
  arrange: 'Reihenfolge',
  arrangeHint: 'Zieh einen Clip am Griff, oder verschieb ihn mit den Pfeiltasten.',
  handle: (title, at, of) => `${title}, ${at} von ${of}. Mit den Pfeiltasten verschieben.`,
  moved: (title, at) => `${title} steht jetzt an Stelle ${at}`,
  takeOut: (title) => `${title} herausnehmen`,
  remove: 'Playlist löschen',
  removed: 'Playlist gelöscht. Ihre Clips bleiben.',
  emptyTitle: 'Noch nichts darin',
  emptyText: 'Halt einen Clip gedrückt oder öffne sein Menü, um ihn zu einer Playlist hinzuzufügen.',
  absentTitle: 'Diese Playlist ist nicht da',
  absentText: 'Sie wurde gelöscht, oder sie ist nicht für alle.',
  heading: 'Playlists',
  pinned: 'Angepinnt',
  pin: 'Ans Profil pinnen',
  unpin: 'Vom Profil lösen',
  pinnedToast: 'Ans Profil gepinnt',
  unpinnedToast: 'Nicht mehr angepinnt',
  untitled: 'Ohne Titel',
};

export default de;
