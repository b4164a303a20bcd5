import { bundle } from '../index.svelte';
import en from './app.en';

export const appWords = bundle(en, { de: () => import('./app.de') });
