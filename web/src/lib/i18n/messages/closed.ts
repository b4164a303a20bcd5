import { bundle } from '../index.svelte';
import en from './closed.en';

export const closedWords = bundle(en, { de: () => import('./closed.de') });
