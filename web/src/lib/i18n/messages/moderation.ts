import { bundle } from '../index.svelte';
import en from './moderation.en';

export const moderationWords = bundle(en, { de: () => import('./moderation.de') });
