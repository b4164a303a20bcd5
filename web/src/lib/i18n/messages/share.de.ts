import type { Translation } from '../index.svelte';
import type en from './share.en';

const de: Translation<typeof en> = {
  title: 'Teilen',
  link: 'Link zu diesem Clip',
  sendTo: 'In einer Nachricht senden',
  copy: 'Link kopieren',
  copied: 'Kopiert',
  send: 'Senden mit …',
  code: 'QR-Code',
  codeLabel: 'QR-Code mit dem Link zu diesem Clip',
  embed: 'Einbetten',
  embedLabel: 'Für eine eigene Seite',
  embedHint: 'Ein Player ohne Cookies und ohne Skripte.',
  embedCopy: 'Code kopieren',
  embedCopied: 'Code kopiert',
  private: 'Nur du kannst diesen Link öffnen: Der Clip ist privat.',
  followers: 'Nur Leute, die dir folgen, können diesen Link öffnen.',
};

export default de;
