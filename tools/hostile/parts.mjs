/**
 * What a file is made of, as far as it can be told: boxes, elements, chunks, segments, packets, entries. Damaged files
 * are welcome; whatever no longer makes sense is left out. A part has a name, begins `at`, its inside at `body`, and is
 * over at `end`; `up` is the part it lies in; `length`, where it says its own, is {at, bytes, kind}.
 */
const parts_max = 3000;

/** Boxes that hold boxes, and how much of their inside comes before the first. */
const boxParents = new Map([
  ..."moov trak edts mdia minf dinf stbl mvex moof traf mfra tref ilst sinf schi wave gmhd udta rmra rmda"
    .split(" ")
    .map((name) => [name, 0]),
  ["meta", 4],
  ["dref", 8],
  ["stsd", 8],
  ..."avc1 hvc1 hev1 vp08 vp09 av01 encv".split(" ").map((name) => [name, 78]),
  ..."mp4a Opus .mp3 sowt enca".split(" ").map((name) => [name, 28]),
]);

/** Elements that hold elements: segment, its tables, and the rows of these. */
const elementParents = new Set(
  (
    "1a45dfa3 18538067 114d9b74 4dbb 1549a966 1654ae6b ae e0 e1 7670 6d80 6240 5034 1f43b675 a0 1c53bb6b bb b7 " +
    "1254c367 7373 63c0 67c8 1941a469 61a7 1043a770 45b9 b6"
  ).split(" "),
);

export function partsOf(bytes) {
  const parts = [];
  if (bytes.length < 12) return parts;
  const head = bytes.toString("latin1", 0, 12);
  if (head.startsWith("\x1a\x45\xdf\xa3"))
    elements(bytes, 0, bytes.length, null, 0, parts);
  else if (head.startsWith("RIFF"))
    chunks(bytes, 0, bytes.length, null, 0, parts);
  else if (head.startsWith("\x89PNG")) pngChunks(bytes, parts);
  else if (head.startsWith("\xff\xd8")) segments(bytes, parts);
  else if (head.startsWith("PK")) entries(bytes, parts);
  else if (head.startsWith("OggS")) pages(bytes, parts);
  else if (bytes[0] === 0x47 && bytes[188] === 0x47) packets(bytes, parts);
  else if (/^[\x20-\x7e\xa9]{4}$/.test(head.slice(4, 8)))
    boxes(bytes, 0, bytes.length, null, 0, parts);
  return parts;
}

function boxes(bytes, from, to, up, depth, parts) {
  for (let at = from; at + 8 <= to && parts.length < parts_max;) {
    const said = bytes.readUInt32BE(at);
    const name = bytes.toString("latin1", at + 4, at + 8);
    const wide = said === 1 && at + 16 <= to;
    const size = wide
      ? Number(bytes.readBigUInt64BE(at + 8))
      : said === 0
        ? to - at
        : said;
    const body = at + (wide ? 16 : 8);
    if (size < body - at || at + size > to) return;
    const length = wide
      ? { at: at + 8, bytes: 8, kind: "whole" }
      : { at, bytes: 4, kind: "whole" };
    const part = { name, at, body, end: at + size, up, length };
    parts.push(part);
    const skip = boxParents.get(name);
    if (skip !== undefined && depth < 12)
      boxes(bytes, body + skip, part.end, part, depth + 1, parts);
    at = part.end;
  }
}

function elements(bytes, from, to, up, depth, parts) {
  for (let at = from; at + 2 <= to && parts.length < parts_max;) {
    const idBytes = Math.clz32(bytes[at]) - 23;
    const sizeAt = at + idBytes;
    if (idBytes > 4 || sizeAt >= to) return;
    const sizeBytes = Math.clz32(bytes[sizeAt]) - 23;
    const body = sizeAt + sizeBytes;
    if (sizeBytes > 8 || body > to) return;
    let size = bytes[sizeAt] & ((1 << (8 - sizeBytes)) - 1);
    let open = size === (1 << (8 - sizeBytes)) - 1;
    for (let i = sizeAt + 1; i < body; i += 1) {
      size = size * 256 + bytes[i];
      open &&= bytes[i] === 0xff;
    }
    if (open) size = to - body;
    if (body + size > to) return;
    const name = bytes.toString("hex", at, sizeAt);
    const length = { at: sizeAt, bytes: sizeBytes, kind: "element" };
    const part = { name, at, body, end: body + size, up, length };
    parts.push(part);
    if (elementParents.has(name) && depth < 12)
      elements(bytes, body, part.end, part, depth + 1, parts);
    at = part.end;
  }
}

function chunks(bytes, from, to, up, depth, parts) {
  for (let at = from; at + 8 <= to && parts.length < parts_max;) {
    const name = bytes.toString("latin1", at, at + 4);
    const end = at + 8 + bytes.readUInt32LE(at + 4);
    if (end > to) return;
    const length = { at: at + 4, bytes: 4, kind: "little" };
    const part = { name, at, body: at + 8, end, up, length };
    parts.push(part);
    if ((name === "RIFF" || name === "LIST") && depth < 8)
      chunks(bytes, at + 12, end, part, depth + 1, parts);
    at = end + (end % 2);
  }
}

function pngChunks(bytes, parts) {
  for (let at = 8; at + 12 <= bytes.length && parts.length < parts_max;) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) return;
    const name = bytes.toString("latin1", at + 4, at + 8);
    const length = { at, bytes: 4, kind: "inside" };
    parts.push({ name, at, body: at + 8, end, up: null, length });
    at = end;
  }
}

function segments(bytes, parts) {
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff;) {
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length) return;
    const name = bytes.toString("hex", at, at + 2);
    const length = { at: at + 2, bytes: 2, kind: "inside" };
    parts.push({ name, at, body: at + 4, end, up: null, length });
    if (bytes[at + 1] === 0xda) return;
    at = end;
  }
}

function marked(bytes, mark, name, headBytes, length, parts) {
  let at = bytes.indexOf(mark);
  while (at >= 0 && parts.length < parts_max) {
    const next = bytes.indexOf(mark, at + 4);
    const end = next < 0 ? bytes.length : next;
    const body = Math.min(at + headBytes, end);
    parts.push({ name, at, body, end, up: null, length: length?.(at) });
    at = next;
  }
}

function entries(bytes, parts) {
  const size = (offset) => (at) => ({
    at: at + offset,
    bytes: 4,
    kind: "little",
  });
  marked(bytes, "PK\x03\x04", "entry", 30, size(18), parts);
  marked(bytes, "PK\x01\x02", "listed", 46, size(20), parts);
  marked(bytes, "PK\x05\x06", "end", 22, size(12), parts);
}

function pages(bytes, parts) {
  const lacing = (at) => ({ at: at + 26, bytes: 1, kind: "inside" });
  marked(bytes, "OggS", "page", 27, lacing, parts);
}

function packets(bytes, parts) {
  for (let at = 0; at + 188 <= bytes.length && parts.length < parts_max;)
    parts.push({
      name: "packet",
      at,
      body: at + 4,
      end: (at += 188),
      up: null,
    });
}

/** A length that is written the way the part writes it, whatever is true. Changes `bytes`. */
export function writeLength(bytes, { at, bytes: wide, kind }, value) {
  if (at + wide > bytes.length) return;
  let rest = BigInt.asUintN(64, BigInt(value));
  const marker = kind === "element" ? 1 << (8 - wide) : 0;
  for (let i = 0; i < wide; i += 1) {
    const to = kind === "little" ? at + i : at + wide - 1 - i;
    bytes[to] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  if (marker) bytes[at] = (bytes[at] & (marker - 1)) | marker;
}

export function readLength(bytes, { at, bytes: wide, kind }) {
  let value = 0n;
  for (let i = 0; i < wide; i += 1)
    value =
      (value << 8n) |
      BigInt(bytes[kind === "little" ? at + wide - 1 - i : at + i] ?? 0);
  if (kind === "element") value &= (1n << BigInt(7 * wide)) - 1n;
  return value;
}
