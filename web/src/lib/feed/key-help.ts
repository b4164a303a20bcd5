/** For the help card: keys and the name of what they do. */
export const keyHelp = [
  { keys: ['↓', 'J'], does: 'next' },
  { keys: ['↑', 'K'], does: 'previous' },
  { keys: ['␣'], does: 'play_pause' },
  { keys: ['M'], does: 'mute' },
  { keys: ['L'], does: 'like' },
  { keys: ['B'], does: 'save' },
  { keys: ['C'], does: 'comments' },
  { keys: ['T'], does: 'captions' },
  { keys: ['S'], does: 'share' },
  { keys: ['W'], does: 'why' },
  { keys: ['N'], does: 'not_interested' },
  { keys: ['F'], does: 'fullscreen' },
  { keys: ['←', '→'], does: 'seek_by' },
  { keys: ['0', '9'], does: 'seek_to' },
  { keys: ['<', '>'], does: 'rate' },
  { keys: ['?'], does: 'help' },
] as const;
