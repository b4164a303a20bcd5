import { bundle } from '../index.svelte';
import en from './share.en';

export const t = bundle(en, { de: () => import('./share.de') });
