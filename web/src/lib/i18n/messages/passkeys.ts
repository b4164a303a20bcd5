import { bundle } from '../index.svelte';
import en from './passkeys.en';

export const passkeyWords = bundle(en, { de: () => import('./passkeys.de') });
