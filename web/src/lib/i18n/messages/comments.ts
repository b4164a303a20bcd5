import { bundle } from '../index.svelte';
import en from './comments.en';

export const t = bundle(en, { de: () => import('./comments.de') });
