import type en from './app.en';

export default {
  title: 'Als App',
  text: 'Auf deinem Startbildschirm ist Vitrine sofort da, ohne die Leisten des Browsers, auch ohne Netz. Es ist dieselbe Seite: Nichts kommt aus einem Store, und von deinem Gerät wird nicht mehr verlangt.',
  install: 'Installieren',
  offer: 'Vitrine auf den Startbildschirm?',
  installed: 'Du siehst gerade die installierte App.',
  ios: 'Auf iPhone und iPad: den Teilen-Knopf von Safari drücken, dann „Zum Home-Bildschirm“.',
  byBrowser:
    'Dein Browser bietet es im eigenen Menü an, als „Installieren“ oder „Zum Startbildschirm“, wo er es kann.',
} satisfies typeof en;
