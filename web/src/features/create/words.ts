/** Sentences made from what an upload or a video is. */
import { explain } from '$lib/api/errors';
import { problems } from '$lib/i18n/messages/problems';
import type { Video } from '$lib/api/types';
import { bytes, clock, dateTime, percent } from '$lib/i18n/format';
import { createWords as words } from '$lib/i18n/messages/create';
import type { Refusal } from '$lib/upload/checks';
import type { Remote, Upload } from '$lib/upload/uploads.svelte';

/** "3 minutes", "90 seconds": how long a clip may be. */
export function length(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds % 60 === 0 ? words.minutes(seconds / 60) : words.seconds(seconds);
}

export function refusalText(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'empty':
      return words.empty;
    case 'not_video':
      return words.notVideo;
    case 'too_large':
      return words.tooLarge(bytes(refusal.bytes), bytes(refusal.most));
    case 'too_long':
      return words.tooLong(clock(refusal.ms / 1000), length(refusal.most));
    default: {
      const missed: never = refusal;
      throw new Error(`unnamed refusal: ${JSON.stringify(missed)}`);
    }
  }
}

/** Why the server could not use a file, in the viewer's language where we know the reason. */
export function problemText(problem: Video['problem']): string {
  if (!problem) return words.failed;
  return (problems as Record<string, string | undefined>)[problem.code] ?? (problem.detail || words.failed);
}

export function remoteText(remote: Remote): string {
  switch (remote.state) {
    case 'uploading':
      return words.uploadingState;
    case 'queued':
      return words.queued;
    case 'processing':
      return words.processing(remote.progress);
    case 'playable':
      return words.playable;
    case 'ready':
      return words.ready;
    case 'failed':
      return words.failed;
    default: {
      const missed: never = remote.state;
      throw new Error(`unnamed state: ${String(missed)}`);
    }
  }
}

/** Where an upload is, in a few words. */
export function stageText(upload: Upload): string {
  switch (upload.stage) {
    case 'checking':
      return words.checking;
    case 'refused':
      return words.refused;
    case 'kept':
      return upload.trouble ? words.notKept : words.kept;
    case 'lined':
      return words.lined;
    case 'sending':
      return words.sending(percent(upload.part));
    case 'paused':
      return words.paused;
    case 'waiting':
      return words.waiting;
    case 'failed':
      return words.failed;
    case 'arrived':
      if (upload.published) return words.published;
      if (upload.planned && upload.playable && upload.wish?.at)
        return words.scheduled(dateTime(upload.wish.at));
      return upload.remote ? remoteText(upload.remote) : words.queued;
    default: {
      const missed: never = upload.stage;
      throw new Error(`unnamed stage: ${String(missed)}`);
    }
  }
}

/** The whole sentence when something went wrong, else null. */
export function troubleText(upload: Upload): string | null {
  if (upload.refusal) return refusalText(upload.refusal);
  if (upload.remote?.state === 'failed') return problemText(upload.remote.problem);
  return upload.stage === 'failed' ? explain(upload.trouble) : null;
}
