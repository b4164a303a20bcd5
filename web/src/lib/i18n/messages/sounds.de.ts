import type { Translation } from '../index.svelte';
import type en from './sounds.en';

const de: Translation<typeof en> = {
  heading: 'Ton',
  sound: 'Ein Ton',
  original: 'Originalton',
  line: (o) => `${o.title} · @${o.handle}`,
  toSound: (name) => `Ton: ${name}`,
  by: (name) => `von ${name}`,
  count: (n) => (n === 1 ? '1 Clip' : `${n} Clips`),
  from: 'Zuerst zu hören in',
  unknown: 'Der Clip, aus dem er stammt, ist weg oder nicht für alle.',
  actions: 'Was mit diesem Ton zu tun ist',
  share: 'Ton teilen',
  edit: 'Bearbeiten',
  name: 'Wie er heißt',
  nameHint: 'Ohne Namen ist es dein Originalton.',
  usable: 'Andere dürfen ihn in ihren Clips verwenden',
  usableIn: 'Andere dürfen den Ton verwenden',
  usableHint: 'Falls er zuerst in diesem Clip zu hören ist. Du wirst überall genannt, wo er verwendet wird.',
  defaultTitle: 'Deine Töne',
  defaultSwitch: 'Andere dürfen die Töne meiner Clips verwenden',
  defaultHint: 'Für Clips von jetzt an; jeder Clip kann etwas anderes sagen.',
  saved: 'Gespeichert',
  mayUse: 'Andere dürfen ihn verwenden',
  mayNotUse: 'Nicht zur Verwendung durch andere',
  mute: 'Diesen Ton stumm stellen',
  muted: 'Ab dem nächsten Clip nichts mit diesem Ton.',
  unmuted: 'Dieser Ton darf wieder kommen.',
  absentTitle: 'Diesen Ton gibt es hier nicht',
  absentText: 'Seine Clips wurden gelöscht, oder sie sind nicht für alle.',
  emptyTitle: 'Keine Clips zu zeigen',
  emptyText: 'Niemand hat einen Clip mit diesem Ton veröffentlicht, den du sehen kannst.',
};

export default de;
