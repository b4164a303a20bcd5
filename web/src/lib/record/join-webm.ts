/**
 * Puts WebM recordings of one camera end to end without touching a picture or a sound: headers of the first, then the
 * clusters of all of them with their times moved on. Bytes of the clusters stay where they are (slices of the blobs).
 */
import { CannotJoin, type Joined } from './joined';

const id = {
  ebml: 0x1a45dfa3,
  segment: 0x18538067,
  info: 0x1549a966,
  scale: 0x2ad7b1,
  duration: 0x4489,
  tracks: 0x1654ae6b,
  entry: 0xae,
  number: 0xd7,
  codec: 0x86,
  video: 0xe0,
  width: 0xb0,
  height: 0xba,
  cluster: 0x1f43b675,
  time: 0xe7,
  position: 0xa7,
  previous: 0xab,
  simple: 0xa3,
  group: 0xa0,
  block: 0xa1,
} as const;
/** What may follow a cluster whose length was left open. */
const topLevel = new Set([id.cluster, id.info, id.tracks, 0x1c53bb6b, 0x1254c367, 0x114d9b74, 0x1043a770]);

interface Element {
  id: number;
  at: number;
  begin: number;
  /** NaN: left open. */
  end: number;
}

function elementAt(bytes: Uint8Array, at: number): Element | null {
  const first = bytes[at];
  if (first === undefined || first === 0) return null;
  const idLength = Math.clz32(first) - 23;
  let name = 0;
  for (let i = 0; i < idLength; i += 1) name = name * 256 + (bytes[at + i] ?? 0);
  const lead = bytes[at + idLength];
  if (lead === undefined || lead === 0) return null;
  const sizeLength = Math.clz32(lead) - 23;
  let size = lead & ((1 << (8 - sizeLength)) - 1);
  let open = size === (1 << (8 - sizeLength)) - 1;
  for (let i = 1; i < sizeLength; i += 1) {
    const byte = bytes[at + idLength + i] ?? 0;
    open &&= byte === 255;
    size = size * 256 + byte;
  }
  const begin = at + idLength + sizeLength;
  return { id: name, at, begin, end: open ? NaN : begin + size };
}

function* elements(bytes: Uint8Array, from: number, to: number): Generator<Element> {
  for (let at = from; at < to;) {
    const found = elementAt(bytes, at);
    if (!found) return;
    const end = Number.isNaN(found.end) ? endOf(bytes, found, to) : Math.min(found.end, to);
    yield { ...found, end };
    at = end;
  }
}

/** Where an element of open length ends: the segment with the file, a cluster before the next of its kind. */
function endOf(bytes: Uint8Array, open: Element, to: number): number {
  if (open.id === id.segment) return to;
  let at = open.begin;
  while (at < to) {
    const child = elementAt(bytes, at);
    if (!child || topLevel.has(child.id)) return at;
    at = child.end;
  }
  return to;
}

function uint(bytes: Uint8Array, { begin, end }: Element): number {
  let value = 0;
  for (let at = begin; at < end; at += 1) value = value * 256 + (bytes[at] ?? 0);
  return value;
}

function size8(length: number): number[] {
  const high = Math.floor(length / 2 ** 32);
  return [1, high >> 16, (high >> 8) & 255, high & 255, ...bytes4(length % 2 ** 32)];
}
const bytes4 = (value: number) => [
  (value >>> 24) & 255,
  (value >>> 16) & 255,
  (value >>> 8) & 255,
  value & 255,
];

interface Look {
  ebml: Uint8Array;
  info: Uint8Array;
  scale: number;
  tracks: Uint8Array;
  /** What has to be the same in all of them. */
  kind: string;
  clusters: Element[];
}

function look(bytes: Uint8Array): Look {
  const found: Partial<Look> & { clusters: Element[] } = { clusters: [] };
  for (const top of elements(bytes, 0, bytes.length)) {
    if (top.id === id.ebml) found.ebml = bytes.slice(top.at, top.end);
    if (top.id !== id.segment) continue;
    for (const part of elements(bytes, top.begin, top.end)) {
      if (part.id === id.cluster) found.clusters.push(part);
      else if (part.id === id.tracks) {
        found.tracks = bytes.slice(part.at, part.end);
        found.kind = kindOf(bytes, part);
      } else if (part.id === id.info) {
        const kept: number[] = [];
        for (const one of elements(bytes, part.begin, part.end)) {
          if (one.id === id.scale) found.scale = uint(bytes, one);
          if (one.id !== id.duration) kept.push(...bytes.subarray(one.at, one.end));
        }
        found.info = Uint8Array.from(kept);
      }
    }
  }
  const { ebml, info, tracks, kind, clusters } = found;
  if (!ebml || !info || !tracks || kind === undefined || clusters.length === 0)
    throw new CannotJoin('unreadable');
  return { ebml, info, tracks, kind, clusters, scale: found.scale ?? 1_000_000 };
}

/** "1 V_VP8 540x960, 2 A_OPUS": number, codec and size of each track. */
function kindOf(bytes: Uint8Array, tracks: Element): string {
  const all: string[] = [];
  for (const entry of elements(bytes, tracks.begin, tracks.end)) {
    if (entry.id !== id.entry) continue;
    const said = { number: 0, codec: '', width: 0, height: 0 };
    for (const one of elements(bytes, entry.begin, entry.end)) {
      if (one.id === id.number) said.number = uint(bytes, one);
      if (one.id === id.codec) said.codec = new TextDecoder().decode(bytes.subarray(one.begin, one.end));
      if (one.id !== id.video) continue;
      for (const size of elements(bytes, one.begin, one.end)) {
        if (size.id === id.width) said.width = uint(bytes, size);
        if (size.id === id.height) said.height = uint(bytes, size);
      }
    }
    all.push(`${said.number} ${said.codec} ${said.width}x${said.height}`);
  }
  return all.join(', ');
}

/** Times of the blocks, by track, in ticks. */
class Times {
  first = Infinity;
  #last = new Map<number, { at: number; step: number }>();

  saw(track: number, at: number): void {
    this.first = Math.min(this.first, at);
    const before = this.#last.get(track);
    if (!before) this.#last.set(track, { at, step: 0 });
    else if (at > before.at) this.#last.set(track, { at, step: at - before.at });
  }

  /** When the last of it has been shown and heard. */
  get end(): number {
    return Math.max(...[...this.#last.values()].map(({ at, step }) => at + step));
  }
}

function timesOf(bytes: Uint8Array, clusters: Element[]): Times {
  const times = new Times();
  for (const cluster of clusters) {
    let base = 0;
    for (const one of elements(bytes, cluster.begin, cluster.end)) {
      if (one.id === id.time) base = uint(bytes, one);
      if (one.id === id.simple) saw(one, base);
      if (one.id !== id.group) continue;
      for (const inner of elements(bytes, one.begin, one.end)) if (inner.id === id.block) saw(inner, base);
    }
  }
  function saw(block: Element, base: number): void {
    const length = Math.clz32(bytes[block.begin] ?? 128) - 23;
    const track = (bytes[block.begin] ?? 0) & ((1 << (8 - length)) - 1);
    const at = block.begin + length;
    const ahead = ((((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)) << 16) >> 16;
    times.saw(track, base + ahead);
  }
  if (!Number.isFinite(times.first)) throw new CannotJoin('unreadable');
  return times;
}

/** The cluster as it is, but for its time. */
function moved(blob: Blob, bytes: Uint8Array, cluster: Element, by: number): BlobPart[] {
  const parts: BlobPart[] = [Uint8Array.from([...bytes4(id.cluster), 1, 255, 255, 255, 255, 255, 255, 255])];
  let from = cluster.begin;
  for (const one of elements(bytes, cluster.begin, cluster.end)) {
    if (one.id !== id.time && one.id !== id.position && one.id !== id.previous) continue;
    if (one.at > from) parts.push(blob.slice(from, one.at));
    if (one.id === id.time) parts.push(Uint8Array.from([id.time, 0x84, ...bytes4(uint(bytes, one) + by)]));
    from = one.end;
  }
  parts.push(blob.slice(from, cluster.end));
  return parts;
}

export async function joinWebm(blobs: Blob[], type: string): Promise<Joined> {
  let head: Look | null = null;
  const clusters: BlobPart[] = [];
  let ticks = 0;
  for (const blob of blobs) {
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const found = look(bytes);
    head ??= found;
    if (found.kind !== head.kind || found.scale !== head.scale) throw new CannotJoin('different');
    const times = timesOf(bytes, found.clusters);
    for (const cluster of found.clusters) clusters.push(...moved(blob, bytes, cluster, ticks - times.first));
    ticks += times.end - times.first;
  }
  if (!head) throw new CannotJoin('unreadable');
  // A recording is a stream and does not know how long it is; now we do.
  const length = new DataView(new ArrayBuffer(8));
  length.setFloat64(0, ticks);
  const duration = [0x44, 0x89, 0x88, ...new Uint8Array(length.buffer)];
  const open = [...bytes4(id.segment), 1, 255, 255, 255, 255, 255, 255, 255];
  const info = [...bytes4(id.info), ...size8(head.info.length + duration.length), ...head.info, ...duration];
  const front = [head.ebml.slice(), Uint8Array.from(open), Uint8Array.from(info), head.tracks.slice()];
  const ms = Math.round((ticks * head.scale) / 1e6);
  return { blob: new Blob([...front, ...clusters], { type }), ms };
}
