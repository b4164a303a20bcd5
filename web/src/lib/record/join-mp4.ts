/**
 * The same for fragmented MP4, which is what Safari records: movie header of the first, then the fragments of all of
 * them, numbered anew and with their times moved on.
 */
import { CannotJoin, type Joined } from './joined';

interface Box {
  kind: string;
  at: number;
  begin: number;
  end: number;
}

class Reader {
  readonly view: DataView;
  constructor(readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  boxes(from: number, to: number): Box[] {
    const found: Box[] = [];
    for (let at = from; at + 8 <= to;) {
      let size = this.view.getUint32(at);
      let begin = at + 8;
      if (size === 1 && at + 16 <= to) {
        size = Number(this.view.getBigUint64(at + 8));
        begin = at + 16;
      }
      const end = size === 0 ? to : at + size;
      if (size !== 0 && (end <= at || end > to)) break; // Cut off in the middle: what is whole stays.
      const kind = String.fromCharCode(...this.bytes.subarray(at + 4, at + 8));
      found.push({ kind, at, begin, end });
      at = end;
    }
    return found;
  }

  inside(box: Box, ...path: string[]): Box | undefined {
    let here: Box | undefined = box;
    for (const kind of path) {
      const parent: Box = here;
      here = this.boxes(parent.begin, parent.end).find((one) => one.kind === kind);
      if (!here) return undefined;
    }
    return here;
  }

  number(at: number, wide: boolean): number {
    return wide ? Number(this.view.getBigUint64(at)) : this.view.getUint32(at);
  }
}

interface Track {
  scale: number;
  /** Of a sample, where its fragment does not say. */
  step: number;
}

function need(box: Box | undefined): Box {
  if (!box) throw new CannotJoin('unreadable');
  return box;
}

/** The tracks by number, and what has to be the same in all recordings. */
function tracksOf(reader: Reader, moov: Box): { tracks: Map<number, Track>; kind: string } {
  const tracks = new Map<number, Track>();
  const kinds: string[] = [];
  for (const trak of reader.boxes(moov.begin, moov.end).filter(({ kind }) => kind === 'trak')) {
    const head = need(reader.inside(trak, 'tkhd'));
    const long = reader.bytes[head.begin] === 1;
    const number = reader.view.getUint32(head.begin + (long ? 20 : 12));
    const times = need(reader.inside(trak, 'mdia', 'mdhd'));
    const scale = reader.view.getUint32(times.begin + (reader.bytes[times.begin] === 1 ? 20 : 12));
    const described = need(reader.inside(trak, 'mdia', 'minf', 'stbl', 'stsd'));
    // Turn and size stand at the end of the track header.
    const shape = reader.bytes.subarray(head.end - 44, head.end);
    kinds.push([number, scale, ...shape, ...reader.bytes.subarray(described.begin, described.end)].join(' '));
    tracks.set(number, { scale, step: 0 });
  }
  const mvex = need(reader.inside(moov, 'mvex'));
  for (const trex of reader.boxes(mvex.begin, mvex.end).filter(({ kind }) => kind === 'trex')) {
    const track = tracks.get(reader.view.getUint32(trex.begin + 4));
    if (track) track.step = reader.view.getUint32(trex.begin + 12);
  }
  return { tracks, kind: kinds.join('|') };
}

interface Fragment {
  number: number;
  /** Where the time stands in the bytes, and whether it has eight of them. */
  timeAt: number;
  wide: boolean;
  time: number;
  length: number;
  /** Where an absolute position in the file stands, or 0. */
  baseAt: number;
}

function fragmentOf(reader: Reader, traf: Box, tracks: Map<number, Track>): Fragment {
  const tfhd = need(reader.inside(traf, 'tfhd'));
  const flags = reader.view.getUint32(tfhd.begin) & 0xffffff;
  const number = reader.view.getUint32(tfhd.begin + 4);
  let at = tfhd.begin + 8;
  const baseAt = flags & 1 ? at : 0;
  if (flags & 1) at += 8;
  if (flags & 2) at += 4;
  const step = flags & 8 ? reader.view.getUint32(at) : (tracks.get(number)?.step ?? 0);
  const tfdt = need(reader.inside(traf, 'tfdt'));
  const wide = reader.bytes[tfdt.begin] === 1;
  const timeAt = tfdt.begin + 4;
  let length = 0;
  for (const run of reader.boxes(traf.begin, traf.end).filter(({ kind }) => kind === 'trun')) {
    const says = reader.view.getUint32(run.begin) & 0xffffff;
    const count = reader.view.getUint32(run.begin + 4);
    let sample = run.begin + 8 + (says & 1 ? 4 : 0) + (says & 4 ? 4 : 0);
    const stride = [0x100, 0x200, 0x400, 0x800].filter((flag) => says & flag).length * 4;
    for (let i = 0; i < count && sample + stride <= run.end; i += 1, sample += stride)
      length += says & 0x100 ? reader.view.getUint32(sample) : step;
  }
  return { number, timeAt, wide, time: reader.number(timeAt, wide), length, baseAt };
}

export async function joinMp4(blobs: Blob[], type: string): Promise<Joined> {
  const parts: BlobPart[] = [];
  let kind: string | null = null;
  let position = 0;
  let sequence = 0;
  let seconds = 0;
  for (const blob of blobs) {
    const reader = new Reader(new Uint8Array(await blob.arrayBuffer()));
    const top = reader.boxes(0, reader.bytes.length);
    const moov = need(top.find((box) => box.kind === 'moov'));
    const own = tracksOf(reader, moov);
    if (kind === null) {
      kind = own.kind;
      const front = top.filter((box) => box.kind === 'ftyp' || box.kind === 'moov');
      for (const box of front) {
        parts.push(blob.slice(box.at, box.end));
        position += box.end - box.at;
      }
    } else if (kind !== own.kind) throw new CannotJoin('different');

    const moofs = top.filter((box) => box.kind === 'moof');
    const trafs = moofs.map((moof) =>
      reader
        .boxes(moof.begin, moof.end)
        .filter((box) => box.kind === 'traf')
        .map((traf) => fragmentOf(reader, traf, own.tracks)),
    );
    const all = trafs.flat();
    if (all.length === 0) throw new CannotJoin('unreadable');
    const scaleOf = (one: Fragment) => own.tracks.get(one.number)?.scale || 1;
    const begin = Math.min(...all.map((one) => one.time / scaleOf(one)));
    const end = Math.max(...all.map((one) => (one.time + one.length) / scaleOf(one)));

    let fragment = -1;
    for (const box of top) {
      if (box.kind === 'mdat' && fragment >= 0) parts.push(blob.slice(box.at, box.end));
      else if (box.kind === 'moof') {
        fragment += 1;
        sequence += 1;
        const bytes = reader.bytes.slice(box.at, box.end);
        const view = new DataView(bytes.buffer);
        const mfhd = need(reader.inside(box, 'mfhd'));
        view.setUint32(mfhd.begin - box.at + 4, sequence);
        for (const one of trafs[fragment] ?? []) {
          const time = one.time + Math.round((seconds - begin) * scaleOf(one));
          if (one.wide) view.setBigUint64(one.timeAt - box.at, BigInt(time));
          else view.setUint32(one.timeAt - box.at, time);
          if (one.baseAt) {
            const moved = reader.number(one.baseAt, true) - box.at + position;
            view.setBigUint64(one.baseAt - box.at, BigInt(moved));
          }
        }
        parts.push(bytes);
      } else continue;
      position += box.end - box.at;
    }
    seconds += end - begin;
  }
  return { blob: new Blob(parts, { type }), ms: Math.round(seconds * 1000) };
}
