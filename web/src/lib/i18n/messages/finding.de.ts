import type { Translation } from '../index.svelte';
import type en from './finding.en';

const de: Translation<typeof en> = {
  unoriginal: 'kopiert oder Spam',
  disputed: 'umstritten',
  borderline: 'an der Grenze',
  lessOften: (why) => `Seltener gezeigt: ${why}`,
  title: 'Seltener gezeigt',
  unoriginalText: 'Die Moderation hält diesen Clip für kopiert oder für Spam.',
  disputedText: 'Die Moderation hält diesen Clip für irreführend.',
  borderlineText: 'Die Moderation findet diesen Clip nah an dem, was die Regeln verbieten.',
  effect:
    'Wo Clips gereiht werden, zählt nur ein Teil seiner Punktzahl. Er bleibt hängen, und Listen nach der Zeit zeigen ihn wie zuvor.',
  toDo: 'Irrt sie sich? Schreib der Moderation: Sie kann es zurücknehmen.',
  document: 'Wie viel zählt',
  showAsBefore: 'Wieder zeigen wie zuvor',
  asBefore: 'Er wird wieder gezeigt wie zuvor',
  inNoFeed: 'Hier in keinem Feed',
  inNoFeedText: (rule) =>
    `Eine Regel dieses Marktes hält diesen Clip aus jedem Feed heraus: ${rule}. Auf deinem Profil, über die Suche und unter seiner Adresse ist er zu finden wie zuvor.`,
  whyLess: 'Warum er seltener gezeigt wird',
  unoriginalName: 'Kopiert oder Spam',
  disputedName: 'Umstritten',
  borderlineName: 'An der Grenze',
  unoriginalHint: 'Von anderen genommen oder immer wieder hochgeladen.',
  disputedHint: 'Was er sagt, führt in die Irre.',
  borderlineHint: 'Nah an dem, was die Regeln verbieten, aber erlaubt.',
  decides: 'Ab der nächsten Seite weiter unten gereiht. Wer ihn gemacht hat, erfährt den Grund.',
};

export default de;
