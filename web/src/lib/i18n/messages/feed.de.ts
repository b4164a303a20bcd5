import type { Translation } from '../index.svelte';
import type en from './feed.en';

const de: Translation<typeof en> = {
  feeds: 'Feeds',
  forYou: 'Für dich',
  following: 'Folge ich',
  latest: 'Neueste',
  clipBy: (o) => (o.text ? `${o.name}: ${o.text}` : `Ein Clip von ${o.name}`),
  soundOn: 'Ton an',
  soundOff: 'Ton aus',
  play: 'Abspielen',
  tapToPlay: 'Zum Abspielen drücken',
  next: 'Nächster Clip',
  previous: 'Voriger Clip',
  keyboard: 'Tastatur',
  loadingFeed: 'Die ersten Clips werden aufgehängt',
  clipGone: 'Diesen Clip gibt es nicht mehr',
  clipUndecodable: 'Dein Browser kann diesen Clip nicht abspielen',
  clipNetwork: 'Der Clip kommt nicht an',
  loading: 'Lädt',
};

export default de;
