import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { firstEdit, move, remove, split, tidy, trim, withClip, withoutRemix, withRemix } from './changes';
import { clipMs, lengthMs, type Edit } from './document';
import { History } from './history.svelte';
import { boxOf, frameOf, geometry, pictures, shownAt, stageOf, type Box, type Size } from './montage';
import { wav } from './recording';
import { forgetCut, keepCut, keptCut } from './unfinished';

interface Example {
  edit: Edit;
  sources: Size[];
  frame: Size;
  pictures: number;
  shown: { k: number; clip: number; source_us: number; geometry: number[] }[];
  boxes: number[][];
}
interface Halves {
  frame: [number, number];
  own: number[];
  other: number[];
}
const { cases, duets } = JSON.parse(readFileSync('../tests/edit/geometry.json', 'utf8')) as {
  cases: Example[];
  duets: Halves[];
};

describe('montage', () => {
  it('computes what the server computes (tests/edit/geometry.json)', () => {
    expect(cases.length).toBeGreaterThanOrEqual(30);
    for (const one of cases) {
      expect(frameOf(one.edit, one.sources)).toEqual(one.frame);
      expect(pictures(one.edit)).toBe(one.pictures);
      for (const { k, clip, source_us, geometry: wanted } of one.shown) {
        const shown = shownAt(one.edit, k);
        expect(shown.clip).toBe(clip);
        expect(Math.abs(shown.sourceMs * 1000 - source_us)).toBeLessThanOrEqual(1);
        const found = one.edit.clips[clip];
        const source = found && one.sources[found.source];
        if (!found || !source) throw new Error('a clip without its source');
        const { crop, at } = geometry(found.placing, source, one.frame);
        expect([crop.x, crop.y, crop.width, crop.height, at.x, at.y, at.width, at.height]).toEqual(wanted);
      }
      one.boxes.forEach((wanted, i) => {
        const text = one.edit.texts[i];
        const box = text && boxOf(text, one.frame);
        expect([box?.x, box?.y, box?.width, box?.height]).toEqual(wanted);
      });
    }
  });
});

describe('a duet', () => {
  it('has the halves that the server has', () => {
    const remix = { kind: 'duet', video: '', source: 1, from_ms: 0, volume: 100 } as const;
    for (const { frame, own, other } of duets) {
      const stage = stageOf({ remix }, { width: frame[0], height: frame[1] });
      const flat = (box: Box | null) => box && [box.x, box.y, box.width, box.height];
      expect(flat(stage.own)).toEqual(own);
      expect(flat(stage.other)).toEqual(other);
    }
    expect(stageOf({ remix: { ...remix, kind: 'stitch' } }, { width: 360, height: 640 }).other).toBeNull();
  });
});

describe('with somebody else’s clip', () => {
  const own = firstEdit('a'.repeat(64), 10_000);
  const theirs = 'b'.repeat(64);

  it('stands first and for five seconds in a stitch, whatever is done to it', () => {
    const stitch = withRemix(own, { kind: 'stitch', video: 'v' }, theirs, 20_000);
    expect(stitch.clips.map((clip) => [clip.source, clipMs(clip)])).toEqual([
      [1, 5000],
      [0, 10_000],
    ]);
    expect(trim(stitch, 0, 'to', 9000, 20_000).clips[0]?.to_ms).toBe(5000);
    expect(move(stitch, 0, 1)).toBe(stitch);
    expect(move(stitch, 1, 0)).toBe(stitch);
    expect(remove(stitch, 1)).toBe(stitch);
    const gone = remove(stitch, 0);
    expect(gone.remix).toBeUndefined();
    expect(gone.sources).toEqual(own.sources);
  });

  it('is beside or under one’s own, and kept when that is tidied up', () => {
    const duet = withRemix(own, { kind: 'duet', video: 'v' }, theirs, 20_000);
    expect(tidy(duet).sources).toEqual([own.sources[0], theirs]);
    expect(tidy(duet).remix?.source).toBe(1);
    const sound = withRemix(duet, { kind: 'sound', video: 'v' }, theirs, 20_000);
    expect(sound.sources).toEqual([own.sources[0], theirs]);
    expect(sound.clips[0]?.volume).toBe(0);
    expect(withoutRemix(sound).sources).toEqual(own.sources);
  });
});

describe('changes', () => {
  const edit = firstEdit('a'.repeat(64), 10_000);

  it('splits into two that are together what was there', () => {
    const fast = withClip(edit, 0, { speed: 200 });
    const two = split(fast, 2000);
    expect(two.clips.map((clip) => [clip.from_ms, clip.to_ms])).toEqual([
      [0, 4000],
      [4000, 10_000],
    ]);
    expect(lengthMs(two)).toBe(lengthMs(fast));
  });

  it('does not split where nothing would be left', () => {
    expect(split(edit, 50)).toBe(edit);
    expect(split(edit, 10_000)).toBe(edit);
  });

  it('trims within the source and never to nothing', () => {
    expect(trim(edit, 0, 'from', -5, 10_000).clips[0]?.from_ms).toBe(0);
    const short = trim(withClip(edit, 0, { speed: 400 }), 0, 'from', 99_999, 10_000).clips[0];
    expect(short && clipMs(short)).toBeGreaterThanOrEqual(100);
    expect(trim(edit, 0, 'to', 99_999, 10_000).clips[0]?.to_ms).toBe(10_000);
  });

  it('moves, removes all but the last, and leaves out what is not used', () => {
    const two = { ...split(edit, 3000), sources: [...edit.sources, 'b'.repeat(64)] };
    expect(move(two, 0, 1).clips.map((clip) => clip.from_ms)).toEqual([3000, 0]);
    expect(move(two, 0, 2)).toBe(two);
    expect(remove(remove(two, 0), 0).clips).toHaveLength(1);
    expect(tidy(two).sources).toEqual(edit.sources);
    const late = { ...two, cover_ms: 60_000, voice: { recording: 'c', from_ms: 60_000, volume: 1 } };
    expect(tidy(late)).toMatchObject({ cover_ms: 9999, voice: null });
    const text = { image: '', from_ms: 0, to_ms: 90_000, x: 0, y: 0, width: 1, height: 1, size: 500 };
    const worded = [' two\n', ' '].map((words) => ({
      ...text,
      text: words,
      colour: '#ffffff',
      plate: false,
    }));
    expect(tidy({ ...two, texts: worded }).texts).toMatchObject([{ text: 'two', to_ms: 10_000 }]);
  });
});

describe('history', () => {
  it('takes a gesture back as one step', () => {
    const history = new History(0);
    history.change(1, 'drag');
    history.change(2, 'drag');
    history.settle();
    history.change(3, 'drag');
    history.undo();
    expect(history.now).toBe(2);
    history.undo();
    expect(history.now).toBe(0);
    expect(history.canUndo).toBe(false);
    history.redo();
    expect(history.now).toBe(2);
    history.change(9);
    expect(history.canRedo).toBe(false);
  });
});

describe('a cut that is not done', () => {
  afterEach(() => localStorage.clear());
  const edit = firstEdit('a'.repeat(64), 10_000);
  const cut = { video: '7', base: '', edit: split(edit, 3000), added: ['8'] };

  it('is found again for its video, as long as the server has what it was begun on', () => {
    keepCut(cut);
    expect(keptCut('7', '')).toEqual(cut);
    expect(keptCut('7', '{}')).toBeNull();
    expect(keptCut('9', '')).toBeNull();
    forgetCut('9');
    expect(keptCut('7')).toEqual(cut);
    forgetCut('7');
    expect(keptCut('7')).toBeNull();
  });

  it('is nothing where something else lies in its place', () => {
    for (const other of [
      '',
      '{',
      'null',
      '[]',
      '{"video":"7"}',
      '{"video":"7","edit":{"clips":3},"added":[]}',
    ]) {
      localStorage.setItem('vitrine:cut', other);
      expect(keptCut('7')).toBeNull();
    }
  });
});

describe('recording', () => {
  it('writes the header that the server takes, and no louder than loud', async () => {
    const bytes = new DataView(await wav(new Float32Array([0, 1, -2])).arrayBuffer());
    expect(bytes.byteLength).toBe(50);
    expect(bytes.getUint32(24, true)).toBe(24_000);
    expect([44, 46, 48].map((at) => bytes.getInt16(at, true))).toEqual([0, 32_767, -32_767]);
  });
});
