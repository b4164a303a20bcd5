import { describe, expect, it } from 'vitest';
import { join, CannotJoin } from './join';

const bytesOf = (id: number): number[] => {
  const all: number[] = [];
  for (let rest = id; rest > 0; rest = Math.floor(rest / 256)) all.unshift(rest % 256);
  return all;
};
const el = (id: number, ...content: number[]): number[] => [
  ...bytesOf(id),
  ...[0x40 | (content.length >> 8), content.length & 255],
  ...content,
];
const text = (word: string) => [...new TextEncoder().encode(word)];
const open = [1, 255, 255, 255, 255, 255, 255, 255];

/** A block of `track` at `at` ms after its cluster, holding one telling byte. */
const block = (track: number, at: number, mark: number) =>
  el(0xa3, 0x80 | track, (at >> 8) & 255, at & 255, 0x80, mark);

function recording(clusters: { time: number; blocks: number[][] }[], width = 540, known = false): Blob {
  const track = (number: number, kind: number, codec: string, more: number[]) =>
    el(0xae, ...el(0xd7, number), ...el(0x83, kind), ...el(0x86, ...text(codec)), ...more);
  const size = el(0xe0, ...el(0xb0, width >> 8, width & 255), ...el(0xba, 3, 0xc0));
  const body = [
    ...el(0x1549a966, ...el(0x2ad7b1, 0x0f, 0x42, 0x40), ...el(0x4d80, ...text('Chrome'))),
    ...el(0x1654ae6b, ...track(1, 1, 'V_VP8', size), ...track(2, 2, 'A_OPUS', [])),
    ...clusters.flatMap(({ time, blocks }) => {
      const inside = [...el(0xe7, (time >> 8) & 255, time & 255), ...blocks.flat()];
      return known ? el(0x1f43b675, ...inside) : [...bytesOf(0x1f43b675), ...open, ...inside];
    }),
  ];
  const bytes = [...el(0x1a45dfa3, ...el(0x4282, ...text('webm'))), ...bytesOf(0x18538067), ...open, ...body];
  return new Blob([Uint8Array.from(bytes)], { type: 'video/webm' });
}

/** Times of the clusters of a file whose clusters all begin as we write them. */
function clustersIn(bytes: Uint8Array): number[] {
  const found: number[] = [];
  for (let at = 0; at + 18 < bytes.length; at += 1) {
    const head = [...bytes.subarray(at, at + 14)];
    if (String(head) !== String([...bytesOf(0x1f43b675), ...open, 0xe7, 0x84])) continue;
    found.push(new DataView(bytes.buffer).getUint32(at + 14));
  }
  return found;
}

const steps = (track: number, from: number, count: number, step: number, mark: number) =>
  Array.from({ length: count }, (_, i) => block(track, from + i * step, mark));

describe('WebM recordings', () => {
  const one = () =>
    recording([
      { time: 5, blocks: [...steps(1, 0, 4, 33, 0xc1), ...steps(2, 0, 6, 20, 0xc2)] },
      { time: 137, blocks: steps(1, 0, 3, 33, 0xc3) },
    ]);

  it('become one, with times that go on and a length', async () => {
    const { blob, ms } = await join([one(), one()], 'video/webm;codecs=vp8,opus');
    // From the first block at 5 to 33 after the last one at 203.
    expect(ms).toBe(2 * (203 + 33 - 5));
    const bytes = new Uint8Array(await blob.arrayBuffer());
    expect(clustersIn(bytes)).toEqual([0, 132, 231, 363]);
    for (const mark of [0xc1, 0xc2, 0xc3]) {
      const before = new Uint8Array(await one().arrayBuffer()).filter((byte) => byte === mark).length;
      expect(bytes.filter((byte) => byte === mark).length).toBe(2 * before);
    }
    expect(blob.type).toBe('video/webm');
    const at = bytes.findIndex((_, i) => bytes[i] === 0x44 && bytes[i + 1] === 0x89 && bytes[i + 2] === 0x88);
    expect(new DataView(bytes.buffer).getFloat64(at + 3)).toBe(ms);
  });

  it('may say how long their clusters are, and stand being joined again', async () => {
    const closed = recording([{ time: 0, blocks: steps(1, 0, 3, 40, 1) }], 540, true);
    const first = await join([closed, closed], 'video/webm');
    expect(first.ms).toBe(240);
    const again = await join([first.blob, closed], 'video/webm');
    expect(again.ms).toBe(360);
  });

  it('of another size, and what is no recording, are refused', async () => {
    const other = recording([{ time: 0, blocks: steps(1, 0, 3, 40, 1) }], 720);
    await expect(join([one(), other], 'video/webm')).rejects.toEqual(new CannotJoin('different'));
    for (const junk of [[], [0], text('not a film'), bytesOf(0x1a45dfa3)])
      await expect(join([new Blob([Uint8Array.from(junk)])], 'video/webm')).rejects.toBeInstanceOf(
        CannotJoin,
      );
  });

  it('cut off anywhere never hang and never give more than there was', async () => {
    const whole = one();
    for (let end = 0; end < whole.size; end += 1) {
      const made = await join([whole.slice(0, end)], 'video/webm').catch((error: unknown) => error);
      if (made instanceof CannotJoin) continue;
      expect((made as { ms: number }).ms).toBeLessThanOrEqual(231);
    }
  });
});

const u32 = (value: number) => [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
const box = (kind: string, ...content: number[]) => [...u32(content.length + 8), ...text(kind), ...content];
const zeros = (count: number) => Array<number>(count).fill(0);

function safari(fragments: { time: number; steps: number[] }[], shape = 7): Blob {
  const trak = box(
    'trak',
    ...box('tkhd', ...zeros(12), ...u32(1), ...zeros(8), ...zeros(16), ...zeros(43), shape),
    ...box(
      'mdia',
      ...box('mdhd', ...zeros(12), ...u32(600), ...zeros(8)),
      ...box('minf', ...box('stbl', ...box('stsd', ...zeros(8), 9))),
    ),
  );
  const trex = box('trex', ...zeros(4), ...u32(1), ...u32(1), ...u32(20), ...zeros(8));
  const moofs = fragments.flatMap(({ time, steps: all }, index) => [
    ...box(
      'moof',
      ...box('mfhd', ...zeros(4), ...u32(index + 1)),
      ...box(
        'traf',
        ...box('tfhd', 0, 2, 0, 0, ...u32(1)),
        ...box('tfdt', ...zeros(4), ...u32(time)),
        ...box('trun', 0, 0, 1, 0, ...u32(all.length), ...all.flatMap(u32)),
      ),
    ),
    ...box('mdat', 0xcc, index),
  ]);
  const front = [
    ...box('ftyp', ...text('iso5'), ...zeros(4)),
    ...box('moov', ...trak, ...box('mvex', ...trex)),
  ];
  return new Blob([Uint8Array.from([...front, ...moofs])], { type: 'video/mp4' });
}

/** The content of every box of this kind, wherever it stands. */
function all(bytes: Uint8Array, kind: string): DataView[] {
  const found: DataView[] = [];
  const word = String(text(kind));
  for (let at = 4; at + 4 < bytes.length; at += 1)
    if (String([...bytes.subarray(at, at + 4)]) === word) found.push(new DataView(bytes.buffer, at + 4));
  return found;
}

describe('MP4 recordings', () => {
  const one = () =>
    safari([
      { time: 10, steps: [20, 20, 20] },
      { time: 70, steps: [20, 40] },
    ]);

  it('become one: one header, fragments in order, times that go on', async () => {
    const { blob, ms } = await join([one(), one()], 'video/mp4;codecs=avc1');
    expect(ms).toBe((2 * 120 * 1000) / 600);
    const bytes = new Uint8Array(await blob.arrayBuffer());
    expect(all(bytes, 'moov')).toHaveLength(1);
    expect(all(bytes, 'mfhd').map((view) => view.getUint32(4))).toEqual([1, 2, 3, 4]);
    expect(all(bytes, 'tfdt').map((view) => view.getUint32(4))).toEqual([0, 60, 120, 180]);
    expect(all(bytes, 'mdat')).toHaveLength(4);
    expect(await join([blob], 'video/mp4')).toMatchObject({ ms });
  });

  it('that do not fit, and what is no recording, are refused', async () => {
    const other = safari([{ time: 0, steps: [20] }], 8);
    await expect(join([one(), other], 'video/mp4')).rejects.toEqual(new CannotJoin('different'));
    const junk = new Blob([Uint8Array.from(text('what is this, then?'))]);
    await expect(join([junk], 'video/mp4')).rejects.toBeInstanceOf(CannotJoin);
  });
});
