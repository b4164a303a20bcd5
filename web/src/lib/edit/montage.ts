/**
 * What each picture of the result shows: the very same sums as src/media/montage.cpp, held against the same examples
 * (tests/edit/geometry.json).
 */
import { begins, whole, type Edit, type EditText, type FrameShape, type Placing } from './document';

export interface Size {
  width: number;
  height: number;
}

export interface Box extends Size {
  x: number;
  y: number;
}

/** What part of the source is shown, and where in the frame. */
export interface Geometry {
  crop: Box;
  at: Box;
}

const even = (value: number): number => Math.floor(value / 2 + 0.5) * 2;
const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

function lay(source: number, frame: number, factor: number, place: number): [number, number, number, number] {
  const share = place / whole;
  const most = Math.floor(source / 2) * 2;
  if (source * factor >= frame) {
    const seen = clamp(even(frame / factor), 2, most);
    const rest = Math.floor((source - seen) / 2) * 2;
    return [clamp(even((source - seen) * share), 0, rest), seen, 0, frame];
  }
  const length = clamp(even(source * factor), 2, frame);
  return [0, most, clamp(even((frame - length) * share), 0, frame - length), length];
}

function factorOf(placing: Placing, source: Size, frame: Size): number {
  const across = frame.width / source.width;
  const down = frame.height / source.height;
  return ((placing.fill ? Math.max(across, down) : Math.min(across, down)) * placing.zoom) / 100;
}

export function geometry(placing: Placing, source: Size, frame: Size): Geometry {
  const factor = factorOf(placing, source, frame);
  const [cropX, cropWidth, x, width] = lay(source.width, frame.width, factor, placing.x);
  const [cropY, cropHeight, y, height] = lay(source.height, frame.height, factor, placing.y);
  return { crop: { x: cropX, y: cropY, width: cropWidth, height: cropHeight }, at: { x, y, width, height } };
}

const ratios: Record<FrameShape, [number, number]> = {
  '9:16': [9, 16],
  '4:5': [4, 5],
  '1:1': [1, 1],
  '16:9': [16, 9],
};

function frameWith(shape: FrameShape, shortEdge: number): Size {
  const [wide, high] = ratios[shape];
  const edge = even(shortEdge);
  const other = even((edge * Math.max(wide, high)) / Math.min(wide, high));
  return wide < high ? { width: edge, height: other } : { width: other, height: edge };
}

/** Where one's own clips lie, and in a duet beside them the other one. */
export function stageOf(edit: Pick<Edit, 'remix'>, frame: Size): { own: Box; other: Box | null } {
  if (edit.remix?.kind !== 'duet') return { own: { x: 0, y: 0, ...frame }, other: null };
  const width = even(frame.width / 2);
  const height = Math.min(frame.height, even((width * 16) / 9));
  const y = even((frame.height - height) / 2);
  return { own: { x: 0, y, width, height }, other: { x: frame.width - width, y, width, height } };
}

/** The frame of the result: as large as the largest clip is sharp. */
export function frameOf(edit: Pick<Edit, 'shape' | 'clips' | 'remix'>, sources: Size[]): Size {
  const unit = stageOf(edit, frameWith(edit.shape, 1080)).own;
  let edge = 360;
  for (const clip of edit.clips) {
    const source = sources[clip.source];
    if (source) edge = Math.max(edge, 1080 / factorOf(clip.placing, source, unit));
  }
  return frameWith(edit.shape, Math.min(1080, edge));
}

/** Where a text's picture lies; it may reach out of the frame. */
export function boxOf(text: Pick<EditText, 'x' | 'y' | 'width' | 'height'>, frame: Size): Box {
  const part = (of: number, all: number): number => (of * all) / whole;
  const width = Math.max(2, even(part(text.width, frame.width)));
  const height = Math.max(2, even(part(text.height, frame.height)));
  return {
    x: even(part(text.x, frame.width) - width / 2),
    y: even(part(text.y, frame.height) - height / 2),
    width,
    height,
  };
}

/** The first picture shown at `ms` or later. */
export function pictureAt(edit: Pick<Edit, 'rate'>, ms: number): number {
  return Math.floor((ms * edit.rate + 999) / 1000);
}

export function pictures(edit: Pick<Edit, 'rate' | 'clips'>): number {
  return pictureAt(edit, begins(edit).at(-1) ?? 0);
}

/** The clip that picture `k` belongs to, and the moment of its source that it shows. */
export function shownAt(edit: Pick<Edit, 'rate' | 'clips'>, k: number): { clip: number; sourceMs: number } {
  const times = begins(edit);
  let clip = edit.clips.length - 1;
  while (clip > 0 && k < pictureAt(edit, times[clip] ?? 0)) clip -= 1;
  const one = edit.clips[clip];
  const into = (k * 1000) / edit.rate - (times[clip] ?? 0);
  return { clip, sourceMs: (one?.from_ms ?? 0) + (into * (one?.speed ?? 100)) / 100 };
}
