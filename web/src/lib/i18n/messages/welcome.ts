import { bundle } from '../index.svelte';
import en from './welcome.en';

export const welcomeWords = bundle(en, { de: () => import('./welcome.de') });
