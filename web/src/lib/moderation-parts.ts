/** The rooms of the staff, each with its address. */
import { moderationWords as words } from './i18n/messages/moderation';
import { currentLocation } from './router.svelte';

export function moderationParts(): { href: string; label: string; current: boolean }[] {
  const here = currentLocation().path;
  const part = (href: string, label: string) => ({ href, label, current: here === href });
  return [
    part('/mod', words.reports),
    part('/mod/openings', words.openings),
    part('/mod/algorithm', words.algorithm),
  ];
}
