import { bundle } from '../index.svelte';
import en from './captions.en';

export const t = bundle(en, { de: () => import('./captions.de') });
