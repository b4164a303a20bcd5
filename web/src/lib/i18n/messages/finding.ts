import { bundle } from '../index.svelte';
import en from './finding.en';

export const findingWords = bundle(en, { de: () => import('./finding.de') });
