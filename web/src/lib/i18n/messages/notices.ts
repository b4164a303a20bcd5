import { bundle } from '../index.svelte';
import en from './notices.en';

export const noticesWords = bundle(en, { de: () => import('./notices.de') });
