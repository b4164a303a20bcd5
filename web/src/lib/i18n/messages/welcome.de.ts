import type { Translation } from '../index.svelte';
import type en from './welcome.en';

const de: Translation<typeof en> = {
  title: 'Willkommen',
  opening: 'Eröffnung',
  step: (n, all) => `Schritt ${n} von ${all}`,
  nameTitle: 'Jedes Haus hat einen Namen über der Tür',
  nameText:
    'Du öffnest gleich einen Ort für kurze Filme: du leitest ihn, du bestimmst, wer hereinkommt, und nichts daran ist verborgen, wie er auswählt, was er zeigt.',
  houseName: 'Name des Hauses',
  houseHint: 'Er steht in der Ecke jeder Seite. Du kannst ihn später ändern.',
  next: 'Weiter',
  ownerTitle: 'Und jemand hat die Schlüssel',
  ownerText:
    'Diesem Konto gehört das Haus: es bestimmt, wer mitmachen darf, und kann alles, was die Moderation kann.',
  open: 'Türen öffnen',
  code: 'Code aus dem Terminal',
  codeHint:
    'Er wurde beim Start des Servers ausgegeben und steht am Ende der Adresse, die dort zu lesen ist.',
  codeMissing: 'Bitte gib den Code ein.',
  houseMissing: 'Ein Haus braucht einen Namen.',
  doneTitle: 'Die Türen sind offen',
  doneText: (name) =>
    `${name} gehört dir. Noch sind die Wände leer: häng den ersten Clip auf oder lade Leute ein.`,
  firstClip: 'Den ersten Clip aufhängen',
  invitePeople: 'Leute einladen',
  lookAround: 'Umsehen',
  plate: 'Kurze Filme, mit Sorgfalt gezeigt',
};

export default de;
