/** What can be done to an edit. Each takes one and answers another; what is not possible changes nothing. */
import {
  begins,
  clipMs,
  clipMsMin,
  clipsMax,
  lengthMs,
  middle,
  stitchMsMax,
  whole,
  type Edit,
  type EditClip,
  type EditRemix,
  type EditText,
  type Placing,
} from './document';

const clamp = (value: number, least: number, most: number): number =>
  Math.round(Math.min(most, Math.max(least, value)));

/** The whole of one source, as it is. */
export function wholeClip(source: number, durationMs: number): EditClip {
  return { source, from_ms: 0, to_ms: durationMs, speed: 100, volume: 100, placing: { ...middle } };
}

export function firstEdit(key: string, durationMs: number): Edit {
  return {
    version: 1,
    rate: 30,
    shape: '9:16',
    sources: [key],
    clips: [wholeClip(0, durationMs)],
    texts: [],
    voice: null,
    cover_ms: 0,
  };
}

/** Whose clip an edit is made with: beside one's own, before it, or under it with its sound alone. */
export function withRemix(
  edit: Edit,
  { kind, video }: Pick<EditRemix, 'kind' | 'video'>,
  key: string,
  durationMs: number,
): Edit {
  const own = withoutRemix(edit);
  const source = own.sources.length;
  const lent = kind === 'stitch' ? [wholeClip(source, Math.min(durationMs, stitchMsMax))] : [];
  // Whoever takes a sound wants to hear that one first.
  const clips = kind === 'sound' ? own.clips.map((clip) => ({ ...clip, volume: 0 })) : own.clips;
  return {
    ...own,
    sources: [...own.sources, key],
    clips: [...lent, ...clips],
    remix: { kind, video, source, from_ms: 0, volume: 100 },
  };
}

export function withoutRemix(edit: Edit): Edit {
  const { remix, ...rest } = edit;
  if (!remix) return edit;
  const clips = rest.clips.filter((clip) => clip.source !== remix.source);
  return tidy({ ...rest, clips });
}

/** Somebody else's clips stand first, one's own after them, and no longer than they may. */
function lentWell(edit: Edit): boolean {
  const theirs = edit.clips.filter((clip) => clip.source === edit.remix?.source);
  const first = edit.clips.findIndex((clip) => clip.source !== edit.remix?.source);
  return first === theirs.length && lengthMs({ clips: theirs }) <= stitchMsMax;
}

export function withClip(edit: Edit, index: number, change: Partial<EditClip>): Edit {
  return { ...edit, clips: edit.clips.map((clip, i) => (i === index ? { ...clip, ...change } : clip)) };
}

export function withText(edit: Edit, index: number, change: Partial<EditText>): Edit {
  return { ...edit, texts: edit.texts.map((text, i) => (i === index ? { ...text, ...change } : text)) };
}

/** The least of its source that a clip of this speed shows. */
const least = (clip: EditClip): number => Math.ceil((clipMsMin * clip.speed) / 100);

/** Moves one end of a clip to a moment of its source. */
export function trim(edit: Edit, index: number, end: 'from' | 'to', ms: number, durationMs: number): Edit {
  const clip = edit.clips[index];
  if (!clip) return edit;
  const lent = clip.source === edit.remix?.source;
  const others = edit.clips.filter((one, i) => i !== index && one.source === clip.source);
  const span = lent ? ((stitchMsMax - lengthMs({ clips: others })) * clip.speed) / 100 : Infinity;
  return end === 'from'
    ? withClip(edit, index, { from_ms: clamp(ms, Math.max(0, clip.to_ms - span), clip.to_ms - least(clip)) })
    : withClip(edit, index, {
        to_ms: clamp(ms, clip.from_ms + least(clip), Math.min(durationMs, clip.from_ms + span)),
      });
}

/** Cuts the clip that plays at `ms` of the result in two. */
export function split(edit: Edit, ms: number): Edit {
  const times = begins(edit);
  const index = edit.clips.findIndex((_, i) => ms < (times[i + 1] ?? 0));
  const clip = edit.clips[index];
  if (!clip || edit.clips.length >= clipsMax) return edit;
  const cut = clip.from_ms + Math.round(((ms - (times[index] ?? 0)) * clip.speed) / 100);
  const parts = [
    { ...clip, to_ms: cut },
    { ...clip, from_ms: cut, placing: { ...clip.placing } },
  ];
  if (parts.some((part) => clipMs(part) < clipMsMin)) return edit;
  return { ...edit, clips: edit.clips.toSpliced(index, 1, ...parts) };
}

export function move(edit: Edit, from: number, to: number): Edit {
  const clip = edit.clips[from];
  if (!clip || to < 0 || to >= edit.clips.length || from === to) return edit;
  const moved = { ...edit, clips: edit.clips.toSpliced(from, 1).toSpliced(to, 0, clip) };
  return lentWell(moved) ? moved : edit;
}

/** One clip of one's own stays, whatever happens; without the last one of somebody else's, that is over. */
export function remove(edit: Edit, index: number): Edit {
  const clips = edit.clips.toSpliced(index, 1);
  const { remix } = edit;
  if (clips.every((clip) => clip.source === remix?.source)) return edit;
  const left = tidy({ ...edit, clips });
  const lent = remix?.kind === 'stitch' && !clips.some((clip) => clip.source === remix.source);
  return lent ? withoutRemix(left) : left;
}

export function removeText(edit: Edit, index: number): Edit {
  return { ...edit, texts: edit.texts.toSpliced(index, 1) };
}

export function place(clip: EditClip, change: Partial<Placing>): Placing {
  const next = { ...clip.placing, ...change };
  return {
    fill: next.fill,
    x: clamp(next.x, 0, whole),
    y: clamp(next.y, 0, whole),
    zoom: clamp(next.zoom, 100, 400),
  };
}

/** As the server takes it: sources that nothing shows are left out, texts and cover lie within the result. */
export function tidy(edit: Edit): Edit {
  const { remix } = edit;
  const used = edit.sources.filter(
    (_, i) => remix?.source === i || edit.clips.some((clip) => clip.source === i),
  );
  const length = lengthMs(edit);
  return {
    ...edit,
    sources: used,
    ...(remix ? { remix: { ...remix, source: used.indexOf(edit.sources[remix.source] ?? '') } } : {}),
    clips: edit.clips.map((clip) => ({ ...clip, source: used.indexOf(edit.sources[clip.source] ?? '') })),
    texts: edit.texts
      .filter((text) => text.from_ms < length && text.text.trim() !== '')
      .map((text) => ({ ...text, text: text.text.trim(), to_ms: Math.min(text.to_ms, length) })),
    voice: edit.voice && edit.voice.from_ms < length ? edit.voice : null,
    cover_ms: Math.min(edit.cover_ms, Math.max(0, length - 1)),
  };
}
