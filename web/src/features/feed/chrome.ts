/**
 * What hangs around a clip. One lazy file, asked for as soon as the feed begins: the picture need not wait for its
 * label and its buttons, and the first load stays within its budget.
 */
export { askForKey } from '$lib/feed/keys';
export { placeholder } from '$lib/feed/placeholder';
export { captions } from '$lib/captions/memory.svelte';
export { screenTime } from '$lib/wellbeing/screen-time.svelte';
export { default as AlgorithmSwitch } from './AlgorithmSwitch.svelte';
export { default as BreakCard } from './BreakCard.svelte';
export { default as CaptionsLayer } from './CaptionsLayer.svelte';
export { default as HeartBurst } from './HeartBurst.svelte';
export { default as OfflinePill } from './OfflinePill.svelte';
export { default as PanelHost } from './PanelHost.svelte';
export { default as Placard } from './Placard.svelte';
export { default as Rail } from './Rail.svelte';
export { default as RatePill } from './RatePill.svelte';
export { default as Scrubber } from './Scrubber.svelte';
export { default as SoundPill } from './SoundPill.svelte';
export { default as StageNote } from './StageNote.svelte';
export { grant, onShow, refresh } from './wishes';
