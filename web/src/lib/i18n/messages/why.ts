import { bundle } from '../index.svelte';
import en from './why.en';

export const t = bundle(en, { de: () => import('./why.de') });
