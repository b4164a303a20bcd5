/** The parts of the studio, each with its address. */
import { studioWords as words } from './i18n/messages/studio';
import { currentLocation } from './router.svelte';

export function studioParts(): { href: string; label: string; current: boolean }[] {
  const here = currentLocation().path;
  const part = (href: string, label: string) => ({ href, label, current: here === href });
  return [
    part('/studio', words.navVideos),
    part('/studio/figures', words.navFigures),
    part('/studio/comments', words.navComments),
  ];
}
