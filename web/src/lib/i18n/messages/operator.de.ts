import type en from './operator.en';

export default {
  title: 'Der Algorithmus, live',
  intro: 'Summen über den letzten Tag, wo nichts anderes steht. Niemand lässt sich darin wiederfinden.',
  since: (time: string) => `Gemessen seit dem letzten Start, ${time}.`,
  nothingShown: 'Am letzten Tag wurde nichts gezeigt.',
  updated: (ago: string) => `Vor ${ago} aktualisiert.`,
  seconds: (n: string) => `${n}\u00a0s`,
  asTable: 'Als Tabelle zeigen',
  hour: 'Stunde',
  creators: 'Am seltensten Gezeigte, zusammen',
  share: 'Anteil am Gezeigten',
  topic: 'Vorhersage',
  emptyTitle: 'Noch ist nichts geschehen',
  emptyText: 'Sobald jemand einen Clip ansieht, beginnen hier die Kurven.',
  perSecond: 'Ereignisse je Sekunde, letzte Minute',
  newestEvent: 'neuestes gelerntes Ereignis',
  behind: 'Ereignisse im Rückstand',
  upToDate: 'auf dem Stand',
  clips: 'bekannte Clips',
  viewers: 'bekannte Zuschauende',
  memory: 'gelernt',
  rows: (n: string) => `${n} Zeilen`,

  dayTitle: 'Der letzte Tag',
  dayText: 'Gezeigte Clips in jeder der letzten 24 Stunden, und wie viele davon zu Ende gesehen wurden.',
  showings: 'Gezeigt',
  finished: 'Zu Ende gesehen',
  hourLine: (o: { hour: string; shown: string; finished: string }) =>
    `${o.hour}: ${o.shown} gezeigt, ${o.finished} zu Ende gesehen`,

  promisesTitle: 'Gehaltene Versprechen',
  promisesText: (remembered: string) =>
    `Was das Modell vorhergesagt hat und was geschah, über etwa die letzten ${remembered} gezeigten Clips. Der Punkt liegt auf der Mittellinie, wenn beides stimmt; rechts davon geschah mehr als versprochen. Ein Pfeil an einem Ende zeigt darüber hinaus.`,
  promisesEmpty:
    'Noch ist nichts zu Ende gegangen. Verglichen wird, sobald der erste Clip gesehen oder übersprungen ist.',
  promised: 'versprochen',
  happened: 'geschehen',
  asked: 'Gezeigt',
  promiseLine: (o: { predicted: string; happened: string; often: string }) =>
    `versprochen ${o.predicted}, geschehen ${o.happened}: ${o.often}`,
  promiseNever: (o: { predicted: string; n: string }) =>
    `versprochen ${o.predicted}, geschehen bei keinem von ${o.n}`,

  driftTitle: 'Drift',
  driftText: (remembered: string) =>
    `Eingetroffenes durch Versprochenes, über etwa die letzten ${remembered} gezeigten Clips, wie es am Ende jeder Stunde stand. In der Mitte stimmt beides überein; der obere Rand ist 2× und mehr, der untere ½× und weniger. Verlässt eine Linie die Mitte, haben sich Leute oder Clips schneller verändert als das Modell.`,
  driftEmpty:
    'Noch ist nichts zu Ende gegangen. Die Linien beginnen mit dem ersten Clip, der gesehen oder übersprungen wird.',
  driftLine: (o) => `jetzt ${o.now}, um ${o.at} waren es ${o.then}`,
  driftNow: (now) => `jetzt ${now}`,
  driftSoon: 'Bisher gibt es eine Stunde: je einen Punkt. Für eine Linie braucht es zwei.',
  driftNever: (n) => `geschehen bei keinem von ${n}`,
  driftRatio: 'Eingetroffen durch versprochen',
  sourcesTitle: 'Woher die Clips kamen',
  sourcesText: 'Der Anteil jeder Quelle, und wie viele ihrer Clips zu Ende gesehen wurden.',
  exploration: (o) =>
    `${o.share} der gezeigten Clips waren ausgeloste Plätze, um etwas Neues herauszufinden; ${o.fresh} gaben frischen Clips ihr erstes Publikum.`,
  shareLine: (o: { share: string; finished: string }) =>
    `${o.share} der gezeigten Clips, ${o.finished} zu Ende gesehen`,

  newViewersTitle: 'Neue Zuschauende',
  newViewersText:
    'Wie viele Clips zu Ende gesehen werden, je nachdem, wie viele jemand schon gesehen hat. Nur Leute mit Konto: Gäste und Leute, deren Verlauf aus ist, zählen nicht mit.',
  newViewersEmpty:
    'Noch ist nichts zu Ende gegangen. Die Balken beginnen mit dem ersten Clip, den jemand mit Konto sieht oder überspringt.',
  upTo: (n: string) => `bis ${n}`,
  beyond: (n: string) => `über ${n}`,

  newClipsTitle: 'Neue Clips',
  newClipsText: 'Der Anteil der gezeigten Clips nach ihrem Alter.',
  hours: (n: string) => `bis ${n} Std.`,
  days: (n: string) => `bis ${n} T.`,
  older: 'älter',
  scatterTitle: 'Die neuesten Clips',
  scatterText: 'Jeder Punkt ist ein Clip: wie alt er ist und wie oft er gezeigt wurde.',
  scatterEmpty: 'Noch gibt es keine Clips.',
  scatterAge: 'Alter',
  scatterShown: 'Gezeigt',
  scatterLine: (n: string) => `${n} neueste Clips nach Alter und Häufigkeit`,

  creatorsTitle: 'Wer gesehen wird',
  varietyTitle: 'Wie vielfältig es war',
  varietyText:
    'Die wirksame Zahl der Themen und der Kreativen (Hill-Zahl erster Ordnung): So viele, alle gleich oft gezeigt, wären so vielfältig wie das Gezeigte. Das Thema eines Clips ist sein erstes Schlagwort.',
  topics: 'Themen',
  creatorsShown: 'Kreative',
  asIfTopics: (n) =>
    n === '1' ? 'so vielfältig wie ein einziges Thema' : `so vielfältig wie ${n} gleich oft gezeigte Themen`,
  asIfCreators: (n) =>
    n === '1'
      ? 'so vielfältig wie eine Person allein'
      : `so vielfältig wie ${n} gleich oft gezeigte Kreative`,
  withoutTopic: (n, shown) =>
    n === 1
      ? '1 gezeigter Clip war ohne Schlagworte und gehört zu keinem Thema.'
      : `${shown} gezeigte Clips waren ohne Schlagworte und gehören zu keinem Thema.`,
  uncountedTopics: (n, shown) =>
    n === 1
      ? '1 gezeigter Clip ist hier nicht mitgezählt: Seine Stunde hatte zu viele Themen.'
      : `${shown} gezeigte Clips sind hier nicht mitgezählt: Ihre Stunden hatten zu viele Themen.`,

  creatorsText: (n, shown) => (n === 1 ? '1 Person wurde gezeigt.' : `${shown} Kreative wurden gezeigt.`),
  creatorsTop: (o) => `Auf die meistgezeigten ${o.tenth} entfielen ${o.top} des Gezeigten.`,
  uncountedCreators: (n, shown) =>
    n === 1
      ? '1 gezeigter Clip ist hier nicht mitgezählt: Seine Stunde hatte zu viele Kreative.'
      : `${shown} gezeigte Clips sind hier nicht mitgezählt: Ihre Stunden hatten zu viele Kreative.`,
  gini: 'Gini-Koeffizient',
  giniText: (o) =>
    `0 heißt für alle gleich viel. Bei ${o.n} Kreativen sind höchstens ${o.most} möglich, wenn fast alles auf eine Person entfällt.`,
  giniEmpty: 'Wie gleichmäßig sich das Gezeigte verteilt, lässt sich erst ab zwei Kreativen sagen.',
  lorenzLine: (gini: string) =>
    `Lorenzkurve der gezeigten Clips über die Kreativen, Gini-Koeffizient ${gini}`,
  fewest: 'selten gezeigt',
  most: 'oft gezeigt',

  sourceFollowing: 'Leute, denen sie folgen',
  sourceItemGraph: 'Geschaut nach dem, was sie gesehen haben',
  sourceTaste: 'Nah an ihrem Geschmack',
  sourceAuthor: 'Leute, zu denen sie zurückkehren',
  sourceTag: 'Themen, zu denen sie zurückkehren',
  sourceSound: 'Der Ton von etwas Gesehenem',
  sourceRising: 'Gerade im Kommen',
  sourceFresh: 'Frisch: bekommt sein erstes Publikum',
  sourceExplore: 'Mal etwas anderes, mit Absicht',
  sourceInterest: 'Interessen, die sie genannt haben',
  sourcePopular: 'Hier bei vielen beliebt',
  sourceLatest: 'Gerade veröffentlicht',
  sourceDirect: 'Über die Adresse geöffnet',

  headFinish: 'Sieht zu Ende',
  headLongView: 'Sieht lange',
  headLike: 'Gefällt',
  headSkip: 'Überspringt',
  headOpened: 'Öffnet',
  headShare: 'Teilt',
  headFollow: 'Folgt',
  headComment: 'Kommentiert',
  headNegative: 'Kein Interesse',
  headWatched: 'Sehdauer für die Länge',
} satisfies typeof en;
