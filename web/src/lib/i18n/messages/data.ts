import { bundle } from '../index.svelte';
import en from './data.en';

export const dataWords = bundle(en, { de: () => import('./data.de') });
