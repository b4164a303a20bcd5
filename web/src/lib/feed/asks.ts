/**
 * Everything a viewer can ask of the feed, whatever they press: a key, a button, a gesture, a menu entry. Feed.svelte
 * answers what must happen at once and wishes.ts the rest; the compiler checks that nothing is left out.
 */
export type Ask =
  | { kind: 'next' }
  | { kind: 'previous' }
  | { kind: 'play_pause' }
  | { kind: 'mute' }
  | { kind: 'like'; only?: 'on' }
  | { kind: 'save' }
  | { kind: 'follow' }
  | { kind: 'share' }
  | { kind: 'playlist' }
  | { kind: 'comments' }
  | { kind: 'captions' }
  | { kind: 'why' }
  | { kind: 'not_interested' }
  | { kind: 'mute_sound' }
  | { kind: 'remix' }
  | { kind: 'report' }
  | { kind: 'menu' }
  | { kind: 'help' }
  | { kind: 'fullscreen' }
  | { kind: 'float_out' }
  | { kind: 'at_the_end'; wanted?: 'again' | 'next' }
  | { kind: 'seek_by'; seconds: number }
  | { kind: 'seek_to'; part: number }
  | { kind: 'rate'; step: 1 | -1 }
  | { kind: 'rate_to'; rate: number };
