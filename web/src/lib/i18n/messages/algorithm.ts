import { bundle } from '../index.svelte';
import en from './algorithm.en';

export const algorithmWords = bundle(en, { de: () => import('./algorithm.de') });
