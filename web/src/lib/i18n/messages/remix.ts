import { bundle } from '../index.svelte';
import en from './remix.en';

export const remixWords = bundle(en, { de: () => import('./remix.de') });
