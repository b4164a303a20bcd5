import { apiBase } from '$lib/api/client';
import { readCues, type Cue } from './cues';

/** The cues of a clip in one language; none when they cannot be had, for a clip plays without them too. */
export async function fetchCues(video: string, language: string, signal?: AbortSignal): Promise<Cue[]> {
  try {
    const answer = await fetch(`${apiBase}/videos/${video}/captions/${language}`, { signal: signal ?? null });
    return answer.ok ? readCues(await answer.text()) : [];
  } catch {
    return [];
  }
}
