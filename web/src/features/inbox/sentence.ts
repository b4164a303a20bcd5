/** Notifications in the inbox: their words in the viewer's language, their signs, their days. */
import type { Notification } from '$lib/api/types';
import { inboxWords as words } from '$lib/i18n/messages/inbox';
import { sentenceOf } from '$lib/notices';
import type { IconName } from '$ui/Icon.svelte';

export const icons: Record<Notification['kind'], IconName> = {
  follow: 'person',
  like: 'heart',
  comment: 'comment',
  reply: 'reply',
  mention: 'spark',
  video_ready: 'check',
  video_failed: 'ban',
  system: 'frame',
  passkey_added: 'lock',
  passkey_removed: 'lock',
  passkey_suspect: 'shield',
  export_ready: 'check',
  export_failed: 'ban',
  import_ready: 'check',
  import_failed: 'ban',
  data_opened: 'shield',
  data_alarm: 'shield',
  account_changed: 'shield',
  guardian_new: 'people',
  guardian_limits: 'clock',
  guardian_gone: 'people',
  ward_new: 'people',
  ward_limits: 'clock',
  ward_gone: 'people',
  remix: 'spark',
  follow_asked: 'person',
  follow_accepted: 'check',
  found_unoriginal: 'shield',
  found_disputed: 'shield',
  found_borderline: 'shield',
  found_whole: 'check',
};

export const sentence = (news: Notification): string => sentenceOf(news, words);

export { target } from '$lib/notices';

export type Span = 'today' | 'week' | 'earlier';

/** Calendar days, as people count them. */
export function spanOf(at: number, now: number): Span {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  if (at >= midnight) return 'today';
  return at >= midnight - 6 * 86_400_000 ? 'week' : 'earlier';
}

export function grouped(items: Notification[], now: number): { span: Span; items: Notification[] }[] {
  const spans: Span[] = ['today', 'week', 'earlier'];
  return spans
    .map((span) => ({ span, items: items.filter((item) => spanOf(item.at, now) === span) }))
    .filter((group) => group.items.length > 0);
}
