import { bundle } from '../index.svelte';
import en from './apps.en';

export const appWords = bundle(en, { de: () => import('./apps.de') });
