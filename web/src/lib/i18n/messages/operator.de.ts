import type en from './operator.en';

export default {
  title: 'Der Algorithmus, live',
  intro: 'Summen über den letzten Tag. Niemand lässt sich darin wiederfinden.',
  emptyTitle: 'Noch ist nichts geschehen',
  emptyText: 'Sobald jemand einen Clip ansieht, beginnen hier die Kurven.',
  perSecond: 'Ereignisse je Sekunde',
  behind: 'Ereignisse im Rückstand',
  upToDate: 'auf dem Stand',
  clips: 'bekannte Clips',
  viewers: 'bekannte Zuschauende',
  memory: 'gelernt',
  rows: (n: string) => `${n} Zeilen`,

  dayTitle: 'Der letzte Tag',
  dayText: 'Gezeigte Clips je Stunde, und wie viele davon zu Ende gesehen wurden.',
  showings: 'Gezeigt',
  finished: 'Zu Ende gesehen',
  hourLine: (o: { hour: string; shown: string; finished: string }) =>
    `${o.hour}: ${o.shown} gezeigt, ${o.finished} zu Ende gesehen`,

  promisesTitle: 'Gehaltene Versprechen',
  promisesText:
    'Was das Modell vorhergesagt hat und was geschah. Der Punkt liegt auf der Mittellinie, wenn beides stimmt; rechts davon geschah mehr als versprochen.',
  promised: 'versprochen',
  happened: 'geschehen',
  promiseLine: (o: { predicted: string; happened: string }) =>
    `versprochen ${o.predicted}, geschehen ${o.happened}`,

  driftTitle: 'Drift',
  driftText:
    'Eingetroffenes durch Versprochenes, Stunde für Stunde. In der Mitte stimmt beides überein; verlässt eine Linie sie, haben sich Leute oder Clips schneller verändert als das Modell.',
  driftLine: (o) => `jetzt ${o.now}, vor einem Tag ${o.then}`,
  sourcesTitle: 'Woher die Clips kamen',
  sourcesText: 'Der Anteil jeder Quelle, und wie viele ihrer Clips zu Ende gesehen wurden.',
  exploration: (share: string) => `${share} der gezeigten Clips dienten dazu, etwas Neues herauszufinden.`,
  shareLine: (o: { share: string; finished: string }) =>
    `${o.share} der gezeigten Clips, ${o.finished} zu Ende gesehen`,

  newViewersTitle: 'Neue Zuschauende',
  newViewersText: 'Wie viele Clips zu Ende gesehen werden, je nachdem, wie viele jemand schon gesehen hat.',
  upTo: (n: string) => `bis ${n}`,
  beyond: (n: string) => `über ${n}`,

  newClipsTitle: 'Neue Clips',
  newClipsText: 'Der Anteil der gezeigten Clips nach ihrem Alter.',
  hours: (n: string) => `bis ${n} Std.`,
  days: (n: string) => `bis ${n} T.`,
  older: 'älter',
  scatterTitle: 'Die neuesten Clips',
  scatterText: 'Jeder Punkt ist ein Clip: wie alt er ist und wie oft er gezeigt wurde.',
  scatterAge: 'Alter',
  scatterShown: 'gezeigt',
  scatterLine: (n: string) => `${n} neueste Clips nach Alter und Häufigkeit`,

  creatorsTitle: 'Wer gesehen wird',
  creatorsText: (o: { n: string; top: string }) =>
    `${o.n} Kreative wurden gezeigt. Das meistgezeigte Zehntel bekam ${o.top} davon.`,
  gini: 'Gini-Koeffizient',
  giniText: '0 heißt für alle gleich viel, 1 heißt alles für eine Person.',
  lorenzLine: (gini: string) =>
    `Lorenzkurve der gezeigten Clips über die Kreativen, Gini-Koeffizient ${gini}`,
  fewest: 'am wenigsten',
  most: 'am meisten',

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
