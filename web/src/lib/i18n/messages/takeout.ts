import { bundle } from '../index.svelte';
import en from './takeout.en';

export const takeoutWords = bundle(en, { de: () => import('./takeout.de') });
