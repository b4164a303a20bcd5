/** Tells the device what plays, for its lock screen, its media keys and the window that floats. */
import type { Ask } from '$lib/feed/asks';
import type { Entry } from '$lib/feed/store.svelte';

const asks: Partial<Record<MediaSessionAction, Ask>> = {
  play: { kind: 'play_pause' },
  pause: { kind: 'play_pause' },
  nexttrack: { kind: 'next' },
  previoustrack: { kind: 'previous' },
  seekbackward: { kind: 'seek_by', seconds: -3 },
  seekforward: { kind: 'seek_by', seconds: 3 },
};

/** Answers how to fall silent again. */
export function tellDevice(clip: Entry, answer: (ask: Ask) => void): () => void {
  const session = navigator.mediaSession as MediaSession | undefined;
  if (!session) return () => undefined;
  const artwork = clip.poster
    ? [{ src: new URL(clip.poster, location.origin).href, type: 'image/webp' }]
    : [];
  const artist = clip.author.name || `@${clip.author.handle}`;
  session.metadata = new MediaMetadata({ title: clip.title || artist, artist, artwork });
  const actions = Object.entries(asks) as [MediaSessionAction, Ask][];
  for (const [action, ask] of actions) session.setActionHandler(action, () => answer(ask));
  return () => {
    session.metadata = null;
    for (const [action] of actions) session.setActionHandler(action, null);
  };
}
