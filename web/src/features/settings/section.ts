/** The parts of the settings, in the order they are listed. */
import type { IconName } from '$ui/Icon.svelte';

export interface Section {
  id: 'account' | 'notices' | 'watching' | 'security' | 'data' | 'people' | 'family' | 'house';
  icon: IconName;
  /** Who sees it. */
  for: 'all' | 'account' | 'owner';
}

export const sections: Section[] = [
  { id: 'account', icon: 'person', for: 'account' },
  { id: 'notices', icon: 'inbox', for: 'account' },
  { id: 'watching', icon: 'play', for: 'all' },
  { id: 'security', icon: 'lock', for: 'account' },
  { id: 'data', icon: 'eye', for: 'account' },
  { id: 'people', icon: 'ban', for: 'account' },
  { id: 'family', icon: 'people', for: 'account' },
  { id: 'house', icon: 'home', for: 'owner' },
];
