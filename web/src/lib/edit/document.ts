/** The edit of a video as page and server write it to each other (src/media/edit_list.hpp): whole numbers only. */

export const whole = 10_000;
export const clipMsMin = 100;
export const clipsMax = 40;
export const textsMax = 12;
export const textCharsMax = 200;
export const sourcesMax = 8;
export const editMsMax = 600_000;

export type FrameShape = '9:16' | '4:5' | '1:1' | '16:9';
export const frameShapes: FrameShape[] = ['9:16', '4:5', '1:1', '16:9'];

export interface Placing {
  fill: boolean;
  x: number;
  y: number;
  zoom: number;
}

export interface EditClip {
  source: number;
  from_ms: number;
  to_ms: number;
  speed: number;
  volume: number;
  placing: Placing;
}

export interface EditText {
  image: string;
  text: string;
  from_ms: number;
  to_ms: number;
  x: number;
  y: number;
  width: number;
  height: number;
  size: number;
  colour: string;
  plate: boolean;
}

export interface EditVoice {
  recording: string;
  from_ms: number;
  volume: number;
}

export type RemixKind = 'duet' | 'stitch' | 'sound';
/** So much of somebody else's clip may stand before one's own. */
export const stitchMsMax = 5_000;

export const remixKinds: RemixKind[] = ['duet', 'stitch', 'sound'];

/** What an address asks for: ?with=VIDEO&as=duet. */
export function remixOf(query: URLSearchParams): Pick<EditRemix, 'kind' | 'video'> | null {
  const kind = remixKinds.find((one) => one === query.get('as'));
  const video = query.get('with');
  return kind && video ? { kind, video } : null;
}

/** What goes in of somebody else's clip: beside one's own, before it, or its sound under it. */
export interface EditRemix {
  kind: RemixKind;
  video: string;
  source: number;
  from_ms: number;
  volume: number;
}

export interface Edit {
  version: 1;
  rate: number;
  shape: FrameShape;
  sources: string[];
  clips: EditClip[];
  texts: EditText[];
  voice: EditVoice | null;
  remix?: EditRemix;
  cover_ms: number;
}

export const middle: Placing = { fill: true, x: whole / 2, y: whole / 2, zoom: 100 };

/** How long a clip lasts in the result. */
export function clipMs(clip: Pick<EditClip, 'from_ms' | 'to_ms' | 'speed'>): number {
  return Math.floor(((clip.to_ms - clip.from_ms) * 100 + Math.floor(clip.speed / 2)) / clip.speed);
}

export function lengthMs(edit: Pick<Edit, 'clips'>): number {
  return edit.clips.reduce((sum, clip) => sum + clipMs(clip), 0);
}

/** When each clip begins in the result; one more for the end. */
export function begins(edit: Pick<Edit, 'clips'>): number[] {
  const times = [0];
  for (const clip of edit.clips) times.push((times.at(-1) ?? 0) + clipMs(clip));
  return times;
}
