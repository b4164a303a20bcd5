/** What can be said about a file before its first byte is sent, against what the house accepts. */
import type { Instance } from '$lib/api/types';

export type Limits = Pick<Instance['limits'], 'upload_bytes_max' | 'duration_ms_max'>;

export type Refusal =
  | { kind: 'empty' }
  | { kind: 'not_video' }
  | { kind: 'too_large'; bytes: number; most: number }
  | { kind: 'too_long'; ms: number; most: number };

const endings = /\.(mp4|m4v|mov|qt|webm|mkv)$/i;

/** What the file picker offers. The endings are there for systems that do not know what an MKV is. */
export const accepted = 'video/mp4,video/quicktime,video/webm,video/x-matroska,.mp4,.m4v,.mov,.webm,.mkv';

export function checkFile(file: Pick<File, 'name' | 'type' | 'size'>, limits: Limits | null): Refusal | null {
  if (!file.type.startsWith('video/') && !endings.test(file.name)) return { kind: 'not_video' };
  if (file.size === 0) return { kind: 'empty' };
  if (limits && file.size > limits.upload_bytes_max)
    return { kind: 'too_large', bytes: file.size, most: limits.upload_bytes_max };
  return null;
}

/** Half a second of grace: what a browser calls the length and what the server measures differ a little. */
export function checkLength(ms: number, limits: Limits | null): Refusal | null {
  if (!limits || !Number.isFinite(ms) || ms <= limits.duration_ms_max + 500) return null;
  return { kind: 'too_long', ms, most: limits.duration_ms_max };
}
