import { bundle } from '../index.svelte';
import en from './inbox.en';

export const inboxWords = bundle(en, { de: () => import('./inbox.de') });
