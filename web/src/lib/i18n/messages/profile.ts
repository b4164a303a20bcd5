import { bundle } from '../index.svelte';
import en from './profile.en';

export const profileWords = bundle(en, { de: () => import('./profile.de') });
