/**
 * Everything a viewer can ask of the feed, whatever they press: a key, a button, a gesture, a menu entry. One switch
 * in Feed.svelte answers them all, and the compiler checks that it is complete.
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
  | { kind: 'comments' }
  | { kind: 'captions' }
  | { kind: 'why' }
  | { kind: 'not_interested' }
  | { kind: 'report' }
  | { kind: 'menu' }
  | { kind: 'help' }
  | { kind: 'fullscreen' }
  | { kind: 'seek_by'; seconds: number }
  | { kind: 'seek_to'; part: number }
  | { kind: 'rate'; step: 1 | -1 };
