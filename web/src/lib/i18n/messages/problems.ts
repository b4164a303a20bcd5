/** Sentences for the API's problem codes; a code that is missing here falls back to the server's English detail. */
import { bundle } from '../index.svelte';
import en from './problems.en';

export const problems = bundle(en, { de: () => import('./problems.de') });
