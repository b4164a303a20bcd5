import { bundle } from '../index.svelte';
import en from './interests.en';

export const interestWords = bundle(en, { de: () => import('./interests.de') });
