/** What a notification says and where it leads; the words are made here, the server sends data. */
import type { Notification } from '$lib/api/types';
import { inboxWords as words } from '$lib/i18n/messages/inbox';
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
  guardian_new: 'people',
  guardian_limits: 'clock',
  guardian_gone: 'people',
  ward_new: 'people',
  ward_limits: 'clock',
  ward_gone: 'people',
  follow_asked: 'person',
  follow_accepted: 'check',
};

export function sentence(news: Notification): string {
  const who = news.actor ? news.actor.name || news.actor.handle : words.someone;
  const title = news.video?.title || null;
  const more = Math.max(0, news.count - 1);
  switch (news.kind) {
    case 'follow':
      return words.followed(who);
    case 'like':
      return news.comment ? words.likedComment(who, more) : words.liked(who, more, title);
    case 'comment':
      return words.commented(who, title);
    case 'reply':
      return words.replied(who, title);
    case 'mention':
      return words.mentioned(who, title);
    case 'video_ready':
      return words.videoReady(title);
    case 'video_failed':
      return words.videoFailed(title);
    case 'passkey_added':
      return words.passkeyAdded;
    case 'passkey_removed':
      return words.passkeyRemoved;
    case 'passkey_suspect':
      return words.passkeySuspect;
    case 'system':
      return words.system;
    case 'export_ready':
      return words.exportReady;
    case 'export_failed':
      return words.exportFailed;
    case 'import_ready':
      return words.importReady;
    case 'import_failed':
      return words.importFailed;
    case 'data_opened':
      return words.dataOpened;
    case 'data_alarm':
      return words.dataAlarm;
    case 'guardian_new':
      return words.guardianNew(who);
    case 'guardian_limits':
      return words.guardianLimits(who);
    case 'guardian_gone':
      return words.guardianGone(who);
    case 'ward_new':
      return words.wardNew(who);
    case 'ward_limits':
      return words.wardLimits(who);
    case 'ward_gone':
      return words.wardGone(who);
    case 'follow_asked':
      return words.followAsked(who);
    case 'follow_accepted':
      return words.followAccepted(who);
    default: {
      const missed: never = news.kind;
      throw new Error(`unnamed notification: ${String(missed)}`);
    }
  }
}

export function target(news: Notification): string {
  if (news.kind === 'video_failed') return '/studio';
  if (news.kind.startsWith('passkey_')) return '/settings/security';
  if (news.kind.startsWith('export_') || news.kind.startsWith('import_')) return '/settings/data';
  if (news.kind === 'data_opened') return '/settings/data';
  if (news.kind === 'data_alarm') return '/mod/openings';
  if (news.kind.startsWith('guardian_') || news.kind.startsWith('ward_')) return '/settings/family';
  if (news.kind === 'follow_asked') return '/inbox/requests';
  if (news.kind === 'follow') return news.actor ? `/@${news.actor.handle}` : '/inbox';
  if (!news.video) return news.actor ? `/@${news.actor.handle}` : '/inbox';
  const about = news.comment ? `?comment=${news.comment}` : '';
  return `/v/${news.video.id}${about}`;
}

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
