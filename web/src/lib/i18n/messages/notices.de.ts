import type { Translation } from '../index.svelte';
import type en from './notices.en';

const de: Translation<typeof en> = {
  device: 'Auf diesem Gerät',
  here: 'Sag mir, wenn es etwas Neues gibt',
  hereHint: 'Auch wenn Vitrine geschlossen ist. Es endet, wenn du dich abmeldest.',
  missing:
    'Dieser Browser kann das nicht. Auf iPhone und iPad gehört Vitrine zuerst auf den Home-Bildschirm.',
  denied: 'Du hast es im Browser verboten. Erlaube dort zuerst Mitteilungen für diese Seite.',
  refused: 'Der Push-Dienst des Browsers hat nicht geantwortet. Versuch es später noch einmal.',
  nowOn: 'Dieses Gerät sagt dir Bescheid',
  nowOff: 'Dieses Gerät ist jetzt still',
  saved: 'Gespeichert',
  often: 'Wie oft',
  at_once: 'Sofort',
  hourly: 'Stündlich',
  daily: 'Täglich',
  dailyAt: 'Um',
  oftenHint: 'Sofort heißt höchstens einmal in der Minute. Was du inzwischen gesehen hast, zählt nicht.',
  what: 'Wofür',
  likes: 'Likes',
  comments: 'Kommentare, Antworten und Erwähnungen',
  follows: 'Neue Follower',
  messages: 'Nachrichten',
  videos: 'Deine Clips, Exporte und Importe sind fertig',
  always: 'Was die Sicherheit deines Kontos betrifft, erfährst du immer.',
  whoLearns: 'Wer davon erfährt',
  whoLearnsText:
    'Den Dienst, der dieses Gerät weckt, betreibt der Hersteller deines Browsers. Er erfährt, dass dieses Haus geklingelt hat, und wann. Er erfährt nicht, wer du hier bist, worum es geht oder was gesagt wurde: Was klingelt, ist leer, und dein Gerät fragt dieses Haus selbst.',
  offerTitle: 'Soll dieses Gerät Bescheid sagen?',
  offerText:
    'Wenn dir jemand antwortet oder folgt, auch wenn Vitrine geschlossen ist. Wofür und wie oft, bestimmst du.',
  offerYes: 'Sag mir Bescheid',
  offerNo: 'Nein, danke',
};

export default de;
