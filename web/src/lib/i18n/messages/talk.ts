import { bundle } from '../index.svelte';
import en from './talk.en';

export const talkWords = bundle(en, { de: () => import('./talk.de') });
