import { bundle } from '../index.svelte';
import en from './sounds.en';

export const soundWords = bundle(en, { de: () => import('./sounds.de') });
