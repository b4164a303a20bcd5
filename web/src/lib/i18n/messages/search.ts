import { bundle } from '../index.svelte';
import en from './search.en';

export const searchWords = bundle(en, { de: () => import('./search.de') });
