import { bundle } from '../index.svelte';
import en from './settings.en';

export const settingsWords = bundle(en, { de: () => import('./settings.de') });
