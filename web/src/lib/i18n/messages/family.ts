import { bundle } from '../index.svelte';
import en from './family.en';

export const familyWords = bundle(en, { de: () => import('./family.de') });
