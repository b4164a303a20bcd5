import { bundle } from '../index.svelte';
import en from './openings.en';

export const openingWords = bundle(en, { de: () => import('./openings.de') });
