import { bundle } from '../index.svelte';
import en from './record.en';

export const recordWords = bundle(en, { de: () => import('./record.de') });
