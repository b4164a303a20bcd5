import { bundle } from '../index.svelte';
import en from './auth.en';

export const authWords = bundle(en, { de: () => import('./auth.de') });
