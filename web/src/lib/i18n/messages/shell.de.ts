import type { Translation } from '../index.svelte';
import type en from './shell.en';

const de: Translation<typeof en> = {
  notNow: 'Später',
  signInTitle: 'Mach es zu deinem',
  signInLike: 'Melde dich an, um Clips zu mögen. So lernt auch dein Feed, was dir gefällt.',
  signInSave: 'Melde dich an, um Clips für später aufzuheben.',
  signInFollow: 'Melde dich an, um Leuten zu folgen und ihre Clips an einem Ort zu sehen.',
  signInComment: 'Melde dich an, um mitzureden.',
  signInReport: 'Melde dich an, um das der Moderation zu melden.',
  signInCreate: 'Melde dich an, um deinen eigenen Clip auszustellen.',
  signInInbox: 'Melde dich an, um zu sehen, wer mag, folgt und antwortet.',
  signInPlain:
    'Schauen dürfen alle. Mit einem Konto kannst du mögen, folgen, mitreden und selbst ausstellen.',
  notFoundTitle: 'Diese Wand ist leer',
  notFoundText:
    'Unter dieser Adresse gibt es nichts. Vielleicht wurde es entfernt, oder der Link hat einen Fehler.',
  offline: 'Du bist offline',
  offlineText: 'Es geht weiter, sobald die Verbindung wieder da ist.',
  updateReady: 'Eine neue Version ist bereit',
  updateNow: 'Neu laden',
  errorGeneric: 'Bei uns ist etwas schiefgegangen. Bitte versuch es noch einmal.',
  errorNetwork: 'Der Server ist nicht erreichbar. Prüf deine Verbindung und versuch es noch einmal.',
  errorRate: 'Das war etwas schnell. Warte einen Moment und versuch es noch einmal.',
  errorGone: 'Das gibt es hier nicht mehr.',
  errorForbidden: 'Das darfst du nicht.',
  errorSignedOut: 'Du wurdest abgemeldet. Melde dich wieder an, um weiterzumachen.',
};

export default de;
