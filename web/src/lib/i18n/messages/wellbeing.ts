import { bundle } from '../index.svelte';
import en from './wellbeing.en';

export const wellbeingWords = bundle(en, { de: () => import('./wellbeing.de') });
