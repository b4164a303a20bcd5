import { bundle } from '../index.svelte';
import en from './shell.en';

export const t = bundle(en, { de: () => import('./shell.de') });
