import { bundle } from '../index.svelte';
import en from './studio.en';

export const studioWords = bundle(en, { de: () => import('./studio.de') });
