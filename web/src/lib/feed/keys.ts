/** Which key asks for what. Single letters can be turned off in the settings; arrows and Space cannot. */
import type { Ask } from './asks';

interface Key {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

const always: Record<string, Ask> = {
  ArrowDown: { kind: 'next' },
  ArrowUp: { kind: 'previous' },
  PageDown: { kind: 'next' },
  PageUp: { kind: 'previous' },
  ' ': { kind: 'play_pause' },
  ArrowLeft: { kind: 'seek_by', seconds: -3 },
  ArrowRight: { kind: 'seek_by', seconds: 3 },
};

const single: Record<string, Ask> = {
  j: { kind: 'next' },
  k: { kind: 'previous' },
  m: { kind: 'mute' },
  l: { kind: 'like' },
  b: { kind: 'save' },
  c: { kind: 'comments' },
  t: { kind: 'captions' },
  s: { kind: 'share' },
  w: { kind: 'why' },
  n: { kind: 'not_interested' },
  f: { kind: 'fullscreen' },
  i: { kind: 'float_out' },
  a: { kind: 'at_the_end' },
  x: { kind: 'menu' },
  '?': { kind: 'help' },
  '<': { kind: 'rate', step: -1 },
  '>': { kind: 'rate', step: 1 },
};

/** What the key asks for, or null when it is none of ours. */
export function askForKey(event: Key, singleKeys: boolean): Ask | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const found = always[event.key];
  if (found) return found;
  if (!singleKeys) return null;
  if (/^\d$/.test(event.key)) return { kind: 'seek_to', part: Number(event.key) / 10 };
  return single[event.key.toLowerCase()] ?? null;
}
