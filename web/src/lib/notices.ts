/**
 * What a notification says and where it leads. The server sends data, words are made where they are read: in the
 * inbox, and in the service worker, which has no page to ask for them.
 */
import type { Notification } from '$lib/api/types';
import type en from './i18n/messages/inbox.en';
import type { Translation } from './i18n/index.svelte';

export type NoticeWords = Translation<typeof en>;

export function sentenceOf(news: Notification, words: NoticeWords): string {
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
    case 'account_changed':
      return words.accountChanged;
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
    case 'follow_asked':
      return words.followAsked(who);
    case 'follow_accepted':
      return words.followAccepted(who);
    case 'remix':
      return words.remixed(who, title);
    case 'found_unoriginal':
      return words.foundUnoriginal(title);
    case 'found_disputed':
      return words.foundDisputed(title);
    case 'found_borderline':
      return words.foundBorderline(title);
    case 'found_whole':
      return words.foundWhole(title);
    case 'ward_gone':
      return words.wardGone(who);
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
  if (news.kind === 'data_opened' || news.kind === 'account_changed') return '/settings/data';
  if (news.kind === 'data_alarm') return '/mod/openings';
  if (news.kind.startsWith('guardian_') || news.kind.startsWith('ward_')) return '/settings/family';
  if (news.kind === 'follow_asked') return '/inbox/requests';
  if (news.kind === 'follow') return news.actor ? `/@${news.actor.handle}` : '/inbox';
  if (!news.video) return news.actor ? `/@${news.actor.handle}` : '/inbox';
  const about = news.comment ? `?comment=${news.comment}` : '';
  return `/v/${news.video.id}${about}`;
}
