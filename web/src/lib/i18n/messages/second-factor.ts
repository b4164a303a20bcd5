import { bundle } from '../index.svelte';
import en from './second-factor.en';

export const secondFactorWords = bundle(en, { de: () => import('./second-factor.de') });
