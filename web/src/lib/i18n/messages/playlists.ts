import { bundle } from '../index.svelte';
import en from './playlists.en';

export const playlistWords = bundle(en, { de: () => import('./playlists.de') });
