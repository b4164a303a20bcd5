import type { Translation } from '../index.svelte';
import type en from './why.en';
import type { WhyData } from './why.en';

const topic = (d: WhyData) =>
  d.tag ? `#${d.tag}` : d.handle ? `Clips von @${d.handle}` : 'Clips wie diesen';

/** Wovon kaum etwas gesehen wurde: der eine Clip, oder die zwei. */
const kind = (d: WhyData) => (d.tag ? ` mit #${d.tag}` : d.handle ? ` von @${d.handle}` : ' dieser Art');
const ofTwo = (d: WhyData) => ['keinen', 'einen', 'beide'][Math.min(d.times, 2)] ?? 'beide';

const de: Translation<typeof en> = {
  moveVaried: 'Er kam vor einem mit mehr Punkten, der dem zu ähnlich ist, was darüber steht.',
  moveExplored:
    'Neu hier: gezeigt, um zu sehen, wem er gefällt. Einer von ein paar Plätzen ist dafür da und wird gelost.',
  moveRelaxed: 'Eine Regel der Abwechslung gab nach: Es gab zu wenig anderes für dich.',
  moveOpener: 'Damit begann es, weil er nach allem, was man weiß, am sichersten gefällt.',
  moveAgain: 'Du hast ihn schon gesehen: Es war zu wenig Ungesehenes da.',
  aboutTag: (tag) => `Mehr oder weniger von #${tag}`,
  moreOf: (tag) => `Mehr #${tag}`,
  lessOf: (tag) => `Weniger #${tag}`,
  asGuessed: (tag) => `#${tag} wie vermutet`,
  asGuessedDone: (tag) => `#${tag} zählt wieder wie vermutet.`,
  unmuteTag: (tag) => `#${tag} nicht mehr stumm`,
  unmuteDone: (tag) => `#${tag} darf wiederkommen.`,
  muteTag: (tag) => `#${tag} stumm stellen`,
  muteLanguage: (language) => `Nichts auf ${language}`,
  muteLanguageDone: (language) => `Ab dem nächsten Clip nichts auf ${language}.`,
  moreDone: (tag) => `Mehr #${tag} ab dem nächsten Clip.`,
  lessDone: (tag) => `Weniger #${tag} ab dem nächsten Clip.`,
  muteDone: (tag) => `Ab dem nächsten Clip nichts mit #${tag}.`,
  undone: 'Zurückgenommen.',
  openRules: 'Die Regeln in einfachen Worten',
  openMine: 'Dein Algorithmus',
  openWhyNot: 'Warum wurde mir dieser nicht gezeigt?',
  title: 'Warum dieser Clip',
  intro: 'Alles, was ihn hierher gebracht hat, und wie viel jeder Grund gezählt hat.',
  score: 'Wertung',
  sum: 'Die Gründe oben ergeben genau',
  forIt: 'Dafür',
  againstIt: 'Dagegen',
  smaller: (n) => (n === 1 ? '1 weiterer Grund' : `${n} weitere Gründe, zusammen`),
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
  about: (o) => `${o.source}: ${o.what}`,
  seenBefore: (n) =>
    n === 1
      ? 'Ein anderer Clip blieb weg: Du hast ihn vor Kurzem gesehen.'
      : `${n} andere Clips blieben weg: Du hast sie vor Kurzem gesehen.`,
  noTerms: 'Hier wurde nichts ausgewählt.',
  noTermsDirect: 'Du hast diesen Clip über seine Adresse geöffnet.',
  noTermsLatest: 'Das Neueste zuerst. Nichts wird gereiht.',
  noTermsFollowing: 'Dieser Feed zeigt, was die Leute veröffentlichen, denen du folgst, das Neueste zuerst.',
  lessLikeThis: 'Weniger davon',
  sourceFollowing: 'Leute, denen du folgst',
  sourceItemGraph: 'Von anderen geschaut nach dem, was du gesehen hast',
  sourceTaste: 'Nah an deinem Geschmack',
  sourceAuthor: 'Leute, deren Clips dir gefielen',
  sourceTag: 'Themen, die dir gefielen',
  sourceSound: 'Der Ton von etwas Gesehenem',
  sourceRising: 'Gerade im Kommen',
  sourceFresh: 'Frisch: bekommt sein erstes Publikum',
  sourceInterest: 'Interessen, die du genannt hast',
  sourceExplore: 'Mal etwas anderes, mit Absicht',
  sourcePopular: 'Hier bei vielen beliebt',
  sourceLatest: 'Gerade veröffentlicht',
  sourceDirect: 'Über die Adresse geöffnet',
  shortFollowing: 'Du folgst',
  shortItemGraph: 'Nach Gesehenem',
  shortTaste: 'Nah an deinem Geschmack',
  shortAuthor: 'Gefiel dir schon',
  shortTag: 'Dein Thema',
  shortSound: 'Bekannter Ton',
  shortRising: 'Im Kommen',
  shortFresh: 'Frisch',
  shortInterest: 'Dein Interesse',
  shortExplore: 'Mal etwas anderes',
  shortPopular: 'Hier bei vielen beliebt',
  shortLatest: 'Gerade veröffentlicht',
  shortDirect: 'Direkt geöffnet',
  finishUp: (d) => `Du schaust ${topic(d)} meist bis zum Ende.`,
  finishDown: (d) => `Du schaust ${topic(d)} selten bis zum Ende.`,
  likeUp: (d) => `Dir gefällt oft: ${topic(d)}.`,
  likeDown: (d) => `Dir gefällt selten: ${topic(d)}.`,
  skipUp: (d) => `Du überspringst selten: ${topic(d)}.`,
  skipDown: (d) => `Du überspringst oft: ${topic(d)}.`,
  fewFinishUp: (d) =>
    d.shown === 2
      ? `Von den zwei Clips${kind(d)}, die du sahst, hast du ${ofTwo(d)} zu Ende geschaut.`
      : d.times > 0
        ? `Den einen Clip${kind(d)}, den du sahst, hast du zu Ende geschaut.`
        : `Den einen Clip${kind(d)}, den du sahst, hast du vor dem Ende verlassen.`,
  fewLikeUp: (d) =>
    d.shown === 2
      ? `Von den zwei Clips${kind(d)}, die du sahst, hast du ${ofTwo(d)} mit einem Herz versehen.`
      : d.times > 0
        ? `Dem einen Clip${kind(d)}, den du sahst, hast du ein Herz gegeben.`
        : `Dem einen Clip${kind(d)}, den du sahst, hast du kein Herz gegeben.`,
  fewSkipUp: (d) =>
    d.shown === 2
      ? `Von den zwei Clips${kind(d)}, die du sahst, hast du ${ofTwo(d)} übersprungen.`
      : d.times > 0
        ? `Den einen Clip${kind(d)}, den du sahst, hast du übersprungen.`
        : `Bei dem einen Clip${kind(d)}, den du sahst, bist du geblieben.`,
  hardlyUp: (d) => `Du hast bisher kaum Clips${kind(d)} gesehen.`,
  fewSeenUp: (d) =>
    d.shown === 2
      ? `Du hast bisher zwei Clips${kind(d)} gesehen.`
      : `Du hast bisher einen Clip${kind(d)} gesehen.`,
  watchedNoneUp: 'Nichts, was du gern gesehen hast, hat andere zu diesem Clip geführt.',
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
  wishedUp: (d) => `Du hast gesagt, dass du mehr von ${topic(d)} willst.`,
  wishedDown: (d) => `Du hast gesagt, dass du weniger von ${topic(d)} willst.`,
  kindredUp: 'Leute mit deinem Geschmack mögen ihn.',
  kindredDown: 'Leute mit deinem Geschmack brechen ihn eher ab.',
  topicUp: (d) => `Du magst ${topic(d)}.`,
  topicDown: (d) => `Du gehst eher vorbei an: ${topic(d)}.`,
  risingUp: 'Gerade schauen ihn mehr Leute als sonst.',
  risingDown: 'Das Interesse an ihm lässt nach.',
  popularUp: (d) =>
    d.count ? `Viele hier haben ihn gern gesehen (${d.count}).` : 'Viele hier haben ihn gern gesehen.',
  someUp: (d) => (d.count ? `Hier bisher gern gesehen: ${d.count}-mal.` : 'Bisher kommt er hier gut an.'),
  someDown: 'Andere hier sind nicht dabeigeblieben.',
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
  strangerUp: 'Noch ist zu wenig darüber bekannt, wie du schaust.',
  asleepUp: 'Dein Verlauf ist aus: Was darüber gelernt wurde, wie du schaust, ruht.',
  asleepWatchedUp: 'Dein Verlauf ist aus: Was du gesehen hast, wird nicht genutzt.',
  strangerWatchedUp: 'Du hast noch nichts gesehen, wonach andere weitergeschaut haben.',
  strangerLengthUp: 'Clips seiner Länge werden hier gern gesehen.',
  strangerLengthDown: 'Clips seiner Länge werden hier weniger gern gesehen.',
  strangerMomentUp: 'Um diese Zeit und an dieser Stelle der App werden Clips gern gesehen.',
  strangerMomentDown: 'Um diese Zeit und an dieser Stelle der App werden Clips weniger gern gesehen.',
  noProfileUp: 'Ohne Profil wird nichts davon genutzt, wie du schaust.',
  noProfileWatchedUp: 'Ohne Profil wird nichts von dem genutzt, was du gesehen hast.',
  othersAuthorUp: (d) =>
    d.handle ? `Andere mögen, was @${d.handle} macht.` : 'Andere mögen, was diese Person macht.',
  othersAuthorDown: (d) =>
    d.handle ? `Andere bleiben selten bei @${d.handle}.` : 'Andere bleiben selten bei dieser Person.',
  othersTopicUp: (d) => (d.tag ? `Andere hier mögen #${d.tag}.` : 'Andere hier mögen sein Thema.'),
  othersTopicDown: (d) =>
    d.tag ? `Andere hier gehen an #${d.tag} vorbei.` : 'Andere hier gehen an seinem Thema vorbei.',
  othersSoundUp: 'Clips mit diesem Ton werden gern gesehen.',
  othersSoundDown: 'Clips mit diesem Ton werden selten zu Ende gesehen.',
  momentUp: 'Er passt zu diesem Moment.',
  momentDown: 'Er passt nicht ganz zu diesem Moment.',
  untriedUp: 'Erst wenige haben ihn gesehen, er könnte also besser sein, als es aussieht.',
  unsureUp: 'Wie gut er ist, ist noch nicht ganz sicher; er könnte besser sein, als es aussieht.',
  unoriginalDown: 'Die Moderation hält ihn für kopiert oder Spam, darum zählt nur ein Teil seiner Punktzahl.',
  disputedDown: 'Die Moderation hält ihn für irreführend, darum zählt nur ein Teil seiner Punktzahl.',
  borderlineDown: 'Die Moderation sieht ihn nah am Verbotenen, darum zählt nur ein Teil seiner Punktzahl.',
  recencyUp: 'Das Neueste kommt zuerst.',
  recencyDown: 'Das Neueste kommt zuerst.',
  biasUp: 'Ausgangswert, für jeden Clip derselbe.',
  biasDown: 'Ausgangswert, für jeden Clip derselbe.',
  otherUp: (name) => `„${name}“ sprach dafür.`,
  otherDown: (name) => `„${name}“ sprach dagegen.`,
};

export default de;
