import type { Translation } from '../index.svelte';
import type en from './inbox.en';

const clip = (title: string | null, otherwise: string) => (title ? `„${title}“` : otherwise);
const others = (more: number) =>
  more > 0 ? ` und ${more === 1 ? 'jemand anderem' : `${more} anderen`}` : '';

const de: Translation<typeof en> = {
  title: 'Eingang',
  emptyTitle: 'Alles ruhig',
  emptyText: 'Wenn jemand mag, folgt, kommentiert oder dich erwähnt, erscheint es sofort hier.',
  today: 'Heute',
  week: 'Diese Woche',
  earlier: 'Früher',
  unread: 'Neu',
  markRead: 'Alles als gelesen markieren',
  someone: 'Jemand',
  followed: (who) => `${who} folgt dir`,
  liked: (who, more, title) => `${clip(title, 'Dein Clip')} gefällt ${who}${others(more)}`,
  likedComment: (who, more) => `Dein Kommentar gefällt ${who}${others(more)}`,
  commented: (who, title) => `${who} hat ${clip(title, 'deinen Clip')} kommentiert`,
  replied: (who, title) => `${who} hat dir bei ${clip(title, 'einem Clip')} geantwortet`,
  mentioned: (who, title) => `${who} hat dich in ${clip(title, 'einem Clip')} erwähnt`,
  videoReady: (title) => `${clip(title, 'Dein Clip')} ist fertig`,
  videoFailed: (title) => `${clip(title, 'Dein Clip')} ließ sich nicht verarbeiten`,
  passkeyAdded:
    'Deinem Konto wurde ein Passkey hinzugefügt. Warst du das nicht? Entferne ihn und ändere dein Passwort.',
  passkeyRemoved: 'Ein Passkey wurde aus deinem Konto entfernt',
  passkeySuspect: 'Einer deiner Passkeys wurde anscheinend kopiert. Er öffnet nichts mehr: Entferne ihn.',
  messages: 'Nachrichten',
  waiting: (n: number) => `${n} ungelesen`,
  system: 'Eine Nachricht vom Haus',
  exportReady: 'Dein Export ist gepackt. Eine Woche lang kannst du ihn abholen',
  exportFailed: 'Dein Export ließ sich nicht packen',
  importReady: 'Was du mitgebracht hast, ist da',
  importFailed: 'Was du mitgebracht hast, ließ sich nicht aufnehmen',
  accountChanged: 'Wer dieses Haus betreibt, hat etwas an deinem Konto geändert. Lies, was',
  dataOpened: 'Jemand aus dem Team darf etwas nicht Öffentliches von dir ansehen. Lies, warum',
  dataAlarm: 'Jemand aus dem Team hat die Scheibe eingeschlagen: sieh nach, wer und warum',
  guardianNew: (who) => `${who} ist jetzt deine Bezugsperson. Sieh nach, was das heißt`,
  guardianLimits: (who) => `${who} hat deine Grenzen geändert`,
  guardianGone: (who) => `${who} ist nicht mehr deine Bezugsperson`,
  wardNew: (who) => `Du bist jetzt die Bezugsperson von ${who}. Setz Grenzen`,
  wardLimits: (who) => `Du hast die Grenzen von ${who} geändert`,
  wardGone: (who) => `Du bist nicht mehr die Bezugsperson von ${who}`,
  remixed: (who: string, title: string | null) =>
    `${who} hat ${clip(title, 'einen Clip')} mit einem von deinen gemacht`,
  pushNew: 'Es gibt etwas Neues',
  pushMore: (n: number) => (n === 1 ? 'und noch etwas' : `und ${n} weitere`),
  pushMessages: (n: number) => (n === 1 ? 'Eine neue Nachricht' : `${n} neue Nachrichten`),
  followAsked: (who) => `${who} möchte dir folgen`,
  followAccepted: (who) => `Du darfst ${who} folgen`,
  foundUnoriginal: (title) =>
    `Die Moderation hält ${clip(title, 'deinen Clip')} für kopiert oder Spam: Er wird seltener gezeigt. Was du tun kannst`,
  foundDisputed: (title) =>
    `Die Moderation findet ${clip(title, 'deinen Clip')} umstritten: Er wird seltener gezeigt. Was du tun kannst`,
  foundBorderline: (title) =>
    `Die Moderation sieht ${clip(title, 'deinen Clip')} an der Grenze: Er wird seltener gezeigt. Was du tun kannst`,
  foundWhole: (title) => `${clip(title, 'Dein Clip')} wird wieder gezeigt wie zuvor`,
  followBack: 'Zurückfolgen',
};

export default de;
