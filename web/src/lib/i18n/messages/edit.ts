import { bundle } from '../index.svelte';
import en from './edit.en';

export const t = bundle(en, { de: () => import('./edit.de') });
