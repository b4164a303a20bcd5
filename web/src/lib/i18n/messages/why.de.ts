import type { Translation } from '../index.svelte';
import type en from './why.en';
import type { WhyData } from './why.en';

const topic = (d: WhyData) =>
  d.tag ? `#${d.tag}` : d.handle ? `Clips von @${d.handle}` : 'Clips wie diesen';

const de: Translation<typeof en> = {
  title: 'Warum dieser Clip',
  intro: 'Alles, was ihn hierher gebracht hat, und wie viel jeder Grund gezählt hat.',
  score: 'Wertung',
  sum: 'Die Gründe oben ergeben genau',
  forIt: 'Dafür',
  againstIt: 'Dagegen',
  smaller: (n) => (n === 1 ? '1 kleinerer Grund' : `${n} kleinere Gründe`),
  showSmaller: 'Alle zeigen',
  hideSmaller: 'Weniger zeigen',
  howCounted: (o) => `${o.x} × Gewicht ${o.weight}`,
  details: 'Fürs Protokoll',
  policy: 'Regeln',
  policyDigest: 'Fingerabdruck der Regeln',
  receipt: 'Beleg',
  logPosition: 'Gelernt aus',
  logPositionText: (n) => `den ersten ${n} Ereignissen`,
  source: 'Gekommen über',
  position: 'Platz auf der Seite',
  noTerms: 'Hier wurde nichts ausgewählt.',
  noTermsDirect: 'Du hast diesen Clip über seine Adresse geöffnet.',
  noTermsLatest: 'Dieser Feed zeigt das zuletzt Veröffentlichte zuerst. Nichts wird ausgewählt.',
  noTermsFollowing: 'Dieser Feed zeigt, was die Leute veröffentlichen, denen du folgst, das Neueste zuerst.',
  lessLikeThis: 'Weniger davon',
  sourceFollowing: 'Leute, denen du folgst',
  sourceItemGraph: 'Wird oft nach Clips geschaut, die du geschaut hast',
  sourceTaste: 'Nah an deinem Geschmack',
  sourceAuthor: 'Jemand, zu dem du zurückkehrst',
  sourceTag: 'Ein Thema, zu dem du zurückkehrst',
  sourceSound: 'Ein Klang, zu dem du zurückkehrst',
  sourceRising: 'Gerade im Kommen',
  sourceFresh: 'Frisch: Er bekommt sein erstes Publikum',
  sourceInterest: 'Ein Interesse, das du genannt hast',
  sourceExplore: 'Mal etwas anderes, mit Absicht',
  sourcePopular: 'Hier bei vielen beliebt',
  sourceLatest: 'Gerade veröffentlicht',
  sourceDirect: 'Über die Adresse geöffnet',
  shortFollowing: 'Du folgst',
  shortItemGraph: 'Passt zu Gesehenem',
  shortTaste: 'Nah an deinem Geschmack',
  shortRising: 'Im Kommen',
  shortFresh: 'Frisch',
  shortInterest: 'Dein Interesse',
  shortExplore: 'Mal etwas anderes',
  shortPopular: 'Hier beliebt',
  shortLatest: 'Gerade veröffentlicht',
  shortDirect: 'Direkt geöffnet',
  finishUp: (d) => `Du schaust ${topic(d)} meist bis zum Ende.`,
  finishDown: (d) => `Du schaust ${topic(d)} selten bis zum Ende.`,
  likeUp: (d) => `Dir gefällt oft: ${topic(d)}.`,
  likeDown: (d) => `Dir gefällt selten: ${topic(d)}.`,
  skipUp: (d) => `Du überspringst selten: ${topic(d)}.`,
  skipDown: (d) => `Du überspringst oft: ${topic(d)}.`,
  watchedUp: (d) =>
    d.title
      ? `Wer „${d.title}“ gern sah, schaute danach diesen.`
      : 'Wer sah, was du gesehen hast, schaute danach diesen.',
  watchedDown: (d) =>
    d.title
      ? `Wer „${d.title}“ sah, schaute danach selten diesen.`
      : 'Wer sah, was du gesehen hast, schaute danach selten diesen.',
  followingUp: (d) => (d.handle ? `Du folgst @${d.handle}.` : 'Du folgst der Person, die ihn gemacht hat.'),
  authorUp: (d) => (d.handle ? `Du kehrst zu @${d.handle} zurück.` : 'Du kehrst zu dieser Person zurück.'),
  authorDown: (d) =>
    d.handle ? `Du gehst an @${d.handle} eher vorbei.` : 'Du gehst an dieser Person eher vorbei.',
  topicUp: (d) => `Du magst ${topic(d)}.`,
  topicDown: (d) => `Du gehst eher vorbei an: ${topic(d)}.`,
  risingUp: 'Gerade schauen ihn mehr Leute als sonst.',
  risingDown: 'Das Interesse an ihm lässt nach.',
  popularUp: (d) =>
    d.count ? `Viele hier haben ihn gern gesehen (${d.count}).` : 'Viele hier haben ihn gern gesehen.',
  popularDown: 'Andere hier sind nicht dabeigeblieben.',
  freshUp: 'Er ist neu und bekommt sein erstes Publikum.',
  freshDown: 'Er hängt schon eine Weile.',
  exploreUp: 'Damit du auch anderes entdeckst.',
  interestUp: (d) =>
    d.tag ? `Du hast #${d.tag} als Interesse genannt.` : 'Er passt zu einem Interesse von dir.',
  interestDown: (d) => (d.tag ? `Du wolltest weniger #${d.tag}.` : 'Du wolltest weniger davon.'),
  lengthUp: 'Seine Länge passt dazu, wie du schaust.',
  lengthDown: 'Seine Länge passt nicht ganz dazu, wie du schaust.',
  languageUp: 'Er ist in einer Sprache, die du schaust.',
  languageDown: 'Er ist in einer Sprache, die du selten schaust.',
  tasteUp: 'Er ähnelt dem, was du zuletzt gern gesehen hast.',
  tasteDown: 'Er ist anders als das, was du zuletzt gern gesehen hast.',
  commentUp: 'Bei Clips wie diesem redest du mit.',
  commentDown: 'Bei Clips wie diesem redest du selten mit.',
  shareUp: 'Clips wie diesen gibst du weiter.',
  shareDown: 'Clips wie diesen gibst du selten weiter.',
  notInterestedDown: (d) => `Du hast gesagt, das interessiert dich nicht: ${topic(d)}.`,
  habitsUp: 'Er passt dazu, wie du sonst schaust.',
  habitsDown: 'Er passt nicht ganz dazu, wie du sonst schaust.',
  othersAuthorUp: (d) =>
    d.handle ? `Andere mögen, was @${d.handle} macht.` : 'Andere mögen, was diese Person macht.',
  othersAuthorDown: (d) =>
    d.handle ? `Andere bleiben selten bei @${d.handle}.` : 'Andere bleiben selten bei dieser Person.',
  othersTopicUp: (d) => (d.tag ? `Andere hier mögen #${d.tag}.` : 'Andere hier mögen sein Thema.'),
  othersTopicDown: (d) =>
    d.tag ? `Andere hier gehen an #${d.tag} vorbei.` : 'Andere hier gehen an seinem Thema vorbei.',
  othersSoundUp: 'Clips mit diesem Klang werden gern gesehen.',
  othersSoundDown: 'Clips mit diesem Klang werden selten zu Ende gesehen.',
  momentUp: 'Er passt zu diesem Moment.',
  momentDown: 'Er passt nicht ganz zu diesem Moment.',
  recencyUp: 'Das Neueste kommt zuerst.',
  recencyDown: 'Das Neueste kommt zuerst.',
  biasUp: 'Womit jeder Clip anfängt, bevor etwas bekannt ist.',
  biasDown: 'Womit jeder Clip anfängt, bevor etwas bekannt ist.',
  otherUp: (name) => `„${name}“ sprach dafür.`,
  otherDown: (name) => `„${name}“ sprach dagegen.`,
};

export default de;
