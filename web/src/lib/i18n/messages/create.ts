import { bundle } from '../index.svelte';
import en from './create.en';

export const createWords = bundle(en, { de: () => import('./create.de') });
