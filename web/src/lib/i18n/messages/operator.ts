import { bundle } from '../index.svelte';
import en from './operator.en';

export const operatorWords = bundle(en, { de: () => import('./operator.de') });
