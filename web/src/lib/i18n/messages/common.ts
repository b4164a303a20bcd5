import { bundle } from '../index.svelte';
import en from './common.en';

export const t = bundle(en, { de: () => import('./common.de') });
