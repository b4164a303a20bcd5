import type { Translation } from '../index.svelte';
import type en from './wellbeing.en';

const de: Translation<typeof en> = {
  breakTitle: (time) => `${time} ohne Pause`,
  breakText: (today) => `Du wolltest gefragt werden. Heute waren es bisher ${today}.`,
  breakRest: 'Pause machen',
  breakGoOn: 'Weiter',
  limitTitle: 'Das war es für heute',
  limitText: (time) => `Du hast dir ${time} am Tag vorgenommen.`,
  limitRest: 'Genug für heute',
  quietTitle: 'Ruhezeit',
  quietText: (until) => `Bis ${until} wolltest du Ruhe haben.`,
  quietRest: 'Gute Nacht',
  later: (time) => `Noch ${time}`,
  change: 'Grenzen ändern',

  title: 'Deine Zeit',
  intro:
    'Wird nur auf diesem Gerät gezählt und aufgehoben. Niemand erfährt davon, und keine Grenze sperrt dich aus.',
  remind: 'Frag mich nach',
  remindHint: 'Nach so langem Schauen ohne fünf Minuten Pause.',
  never: 'Nie',
  daily: 'Am Tag',
  noLimit: 'Keine Grenze',
  quiet: 'Ruhezeit',
  quietHint: 'In diesen Stunden warten die Clips, bis du es anders willst.',
  from: 'Von',
  until: 'Bis',
  weekTitle: 'Die letzten sieben Tage',
  weekEmpty: 'Auf diesem Gerät wurde noch nichts geschaut.',
  weekSum: (o) => `Heute ${o.today}, im Schnitt ${o.average} am Tag`,
  today: 'Heute',
  notCounted:
    'Wie lange du schaust, wird nicht gezählt. Ein Limit zählt es, oder du willst es: nur auf diesem Gerät.',
  count: 'Meine Zeit zählen',
  forget: 'Vergessen und nicht mehr zählen',
  forgotten: 'Vergessen',
};

export default de;
