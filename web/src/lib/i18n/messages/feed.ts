import { bundle } from '../index.svelte';
import en from './feed.en';

export const t = bundle(en, { de: () => import('./feed.de') });
