import type { Translation } from '../index.svelte';
import type en from './passkeys.en';

const de: Translation<typeof en> = {
  title: 'Passkeys',
  text: 'Melde dich mit der Sperre deines Geräts an: Finger, Gesicht oder PIN. Nichts zu merken, und nichts, was eine falsche Seite stehlen könnte.',
  empty: 'Du hast noch keine Passkeys.',
  add: 'Passkey hinzufügen',
  addTitle: 'Ein Name für diesen Passkey',
  addText: 'Damit du ihn später wiedererkennst. Danach fragt dich dein Gerät.',
  name: 'Name',
  nameHint: 'Zum Beispiel „Handy“ oder „Schlüssel am Bund“',
  nameMissing: 'Bitte gib ihm einen Namen.',
  added: 'Passkey hinzugefügt',
  unsupported: 'Dieser Browser kennt keine Passkeys.',
  knownHere: 'Auf diesem Gerät gibt es schon einen Passkey für dieses Konto.',
  notHere:
    'Passkeys brauchen eine Adresse mit Namen, über https oder auf „localhost“. Bitte die Inhaberin dieses Hauses darum.',
  addedAt: (when: string) => `Hinzugefügt ${when}`,
  usedAt: (when: string) => `zuletzt benutzt ${when}`,
  never: 'noch nicht benutzt',
  synced: 'Synchronisiert',
  suspect: 'Kopiert?',
  suspectText: 'Er wurde benutzt, als gäbe es zwei davon; darum öffnet er nichts mehr. Entferne ihn.',
  rename: 'Umbenennen',
  renameFor: (name: string) => `${name} umbenennen`,
  renamed: 'Umbenannt',
  save: 'Speichern',
  remove: 'Entfernen',
  removeFor: (name: string) => `${name} entfernen`,
  removeTitle: (name: string) => `„${name}“ entfernen?`,
  removeText: 'Damit kannst du dich nicht mehr anmelden. Lösche ihn auch auf dem Gerät.',
  removed: 'Passkey entfernt',
  proof: 'Zuerst: Bist du es?',
  or: 'oder',
  use: 'Passkey benutzen',
  failed: 'Das hat nicht geklappt. Versuche es noch einmal oder auf andere Weise.',
};

export default de;
