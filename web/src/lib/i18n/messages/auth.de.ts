import type { Translation } from '../index.svelte';
import type en from './auth.en';

const de: Translation<typeof en> = {
  signInTitle: 'Anmelden',
  signUpTitle: 'Konto anlegen',
  welcomeBack: 'Willkommen zurück',
  join: (house) => `Bei ${house} mitmachen`,
  signInIntro: 'Dein Feed, deine Leute und deine Clips sind noch da, wo du sie gelassen hast.',
  signUpIntro: 'Ein Name und ein Passwort. Keine Mailadresse, keine Telefonnummer.',
  handle: 'Anmeldename',
  handleHint: '3 bis 30 Buchstaben, Ziffern, Punkte oder Unterstriche.',
  address: (address) => `Man findet dich unter ${address}`,
  name: 'Wie du genannt werden willst',
  password: 'Passwort',
  passwordHint: (n) => `Mindestens ${n} Zeichen. Ein kurzer Satz ist leicht zu merken und schwer zu erraten.`,
  showPassword: 'Passwort zeigen',
  hidePassword: 'Passwort verbergen',
  invite: 'Einladungscode',
  inviteHint: 'In dieses Haus kommt man mit einer Einladung.',
  haveAccount: 'Schon ein Konto?',
  deviceSettings: 'Einstellungen dieses Geräts',
  noAccount: 'Neu hier?',
  closedTitle: 'Die Türen sind gerade zu',
  closedText: 'Dieses Haus nimmt zurzeit keine neuen Konten auf. Alles Öffentliche kannst du trotzdem sehen.',
  justWatch: 'Nur schauen',
  handleMissing: 'Bitte gib deinen Namen ein.',
  handleShort: 'Das ist etwas kurz: mindestens 3 Zeichen.',
  handleCharacters: 'Nur Buchstaben a–z, Ziffern, Punkte und Unterstriche.',
  passwordMissing: 'Bitte gib dein Passwort ein.',
  passwordShort: (n) => `Bitte mindestens ${n} Zeichen.`,
  inviteMissing: 'Bitte gib deinen Einladungscode ein.',
  hello: (name) => `Hallo, ${name}`,
};

export default de;
