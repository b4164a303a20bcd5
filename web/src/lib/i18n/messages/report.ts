import { bundle } from '../index.svelte';
import en from './report.en';

export const t = bundle(en, { de: () => import('./report.de') });
