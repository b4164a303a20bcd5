import type { Translation } from '../index.svelte';
import type en from './moderation.en';

const de: Translation<typeof en> = {
  title: 'Moderation',
  algorithm: 'Der Algorithmus',
  intro: 'Was gemeldet wurde, das Älteste zuerst.',
  emptyTitle: 'Nichts anzusehen',
  emptyText: 'Keine offenen Meldungen. So soll es sein.',
  notYoursTitle: 'Dieser Raum gehört der Moderation',
  notYoursText: 'Dein Konto hat dafür keine Schlüssel.',
  video: 'Clip',
  comment: 'Kommentar',
  message: 'Nachricht',
  account: 'Konto',
  reported: (when) => `Gemeldet ${when}`,
  by: (who) => `von ${who}`,
  reports: 'Meldungen',
  openings: 'Wer hinsah',
  open: 'Mit Grund öffnen …',
  look: 'Ansehen',
  resolve: 'Entscheiden',
  resolveTitle: 'Über diese Meldung entscheiden',
  outcome: 'Was entschieden wurde',
  no_action: 'Alles in Ordnung',
  warned: 'Die Person wurde verwarnt',
  restricted: 'Die Reichweite wurde eingeschränkt',
  removed: 'Es wurde abgehängt',
  note: 'Warum',
  noteHint: 'Steht mit deinem Namen in der Akte. Wer das später ansieht, soll es verstehen.',
  close: 'Meldung schließen',
  closed: 'Meldung geschlossen',
};

export default de;
