import { bundle } from '../index.svelte';
import en from './clip.en';

export const t = bundle(en, { de: () => import('./clip.de') });
