import type { Translation } from '../index.svelte';
import type en from './second-factor.en';

const de: Translation<typeof en> = {
  title: 'Zweiter Schritt beim Anmelden',
  text: 'Mit einer Authenticator-App auf dem Telefon öffnet ein gestohlenes Passwort allein nichts.',
  on: 'An',
  left: (n: number) => (n === 1 ? 'noch 1 Notfallcode' : `noch ${n} Notfallcodes`),
  turnOn: 'Einrichten',
  turnOff: 'Abschalten',
  turnedOff: 'Der zweite Schritt ist aus',
  renew: 'Neue Notfallcodes',
  offTitle: 'Den zweiten Schritt abschalten?',
  offText: 'Danach genügt dein Passwort. Auch ein Notfallcode gilt hier.',
  passwordText: 'Zuerst dein Passwort, damit niemand sonst an diesem Gerät ändert, wie du dich anmeldest.',
  scanText:
    'Scanne dies mit deiner Authenticator-App (jeder App für „TOTP“-Codes) oder trage den Schlüssel von Hand ein; tippe dann die sechs Ziffern, die sie zeigt.',
  codePicture: 'Der Schlüssel als QR-Code',
  openApp: 'In einer App auf diesem Gerät öffnen',
  code: 'Code',
  codeHint: 'Sechs Ziffern aus deiner Authenticator-App oder ein Notfallcode.',
  codeMissing: 'Bitte gib den Code ein.',
  codesTitle: 'Notfallcodes',
  codesText:
    'Mit jedem kommst du einmal hinein, falls das Telefon verloren geht. Sie werden nur jetzt gezeigt: Drucke sie aus oder lege sie in einen Passwortmanager.',
  copy: 'Kopieren',
  copied: 'Kopiert',
  kept: 'Ich habe sie verwahrt',
  next: 'Weiter',
};

export default de;
