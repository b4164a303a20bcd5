import type { Translation } from '../index.svelte';
import type en from './openings.en';

const de: Translation<typeof en> = {
  title: 'Wer hinsah',
  intro:
    'Was nicht öffentlich ist, bleibt auch für dich zu. Sag, warum du es sehen musst: Die Person liest deine Worte, und alle mit Schlüssel auch.',
  ask: 'Etwas öffnen …',
  emptyTitle: 'Nichts wurde geöffnet',
  emptyText: 'Niemand aus dem Team wollte sehen, was nicht öffentlich ist.',
  askTitle: 'Nicht Öffentliches öffnen',
  kind: 'Was gesehen werden muss',
  video: 'Ein Clip',
  videoText: 'Sofort offen, für eine halbe Stunde.',
  person: 'Alle nicht öffentlichen Clips einer Person',
  personText: 'Offen, sobald noch jemand aus dem Team zustimmt.',
  break_glass: 'Dasselbe, sofort',
  break_glassText: 'Wenn Minuten zählen. Alle mit Schlüssel hören den Alarm.',
  clipId: 'Der Clip',
  clipHint: 'Adresse oder Kennung',
  handle: 'Von wem',
  why: 'Warum',
  whyHint: 'Ein Satz. Er steht ein Jahr lang mit deinem Namen in der Akte.',
  send: 'Anfragen',
  breakIt: 'Scheibe einschlagen',
  opened: 'Für eine halbe Stunde offen',
  waits: 'Noch jemand aus dem Team muss zustimmen',
  agree: 'Ich stimme zu',
  agreed: 'Für eine halbe Stunde offen, für die anfragende Person',
  look: 'Ansehen',
  clips: 'Was offen ist',
  noClips: 'Nichts ist veröffentlicht und zugleich nicht öffentlich.',
  noFilm: 'Zu diesem Clip gibt es keinen Film.',
  stateWaiting: 'Wartet auf eine zweite Person',
  stateOpen: (until) => `Offen bis ${until}`,
  stateOver: 'Vorbei',
  wants: (staff, person) => `${staff} und alles nicht Öffentliche von ${person}`,
  wantsOne: (staff, person) => `${staff} und ein nicht öffentlicher Clip von ${person}`,
  second: (who) => `${who} hat zugestimmt`,
  alarm: 'Scheibe eingeschlagen',
  read: (n) =>
    n === 0 ? 'Nichts wurde angesehen' : n === 1 ? 'Ein Clip wurde angesehen' : `${n} Clips wurden angesehen`,
  readersTitle: 'Wer aus dem Team hingesehen hat',
  readersText:
    'Deine nicht öffentlichen Clips sind auch für Moderation und Betreiber zu, bis jemand von ihnen sagt, warum. Das steht ein Jahr lang hier. Was du veröffentlichst und was gemeldet wird, sehen sie, wie es ist.',
  readersNone: 'Niemand hat etwas nicht Öffentliches von dir angesehen.',
  proof: 'Zeig zuerst, wer du bist',
};

export default de;
