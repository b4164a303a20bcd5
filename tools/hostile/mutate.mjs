/**
 * One valid file spoilt in one to three places. Everything follows from the seed files, (seed, index) and the fixed
 * addresses in targets.mjs: the same mutant can be made again by its number.
 */
import { Seeded } from "../../web/tests/guard/seeded.mjs";
import { fileNames, targets } from "./targets.mjs";
import { disguises, references } from "./references.mjs";
import { partsOf, readLength, writeLength } from "./parts.mjs";
import { zip } from "./zip.mjs";

const mutant_bytes_max = 400_000;

/** Values at which counts, sizes and times have gone wrong before. */
const numbers = [
  0n,
  1n,
  2n,
  7n,
  15n,
  16n,
  0x7fn,
  0xffn,
  0x7fffn,
  0x8000n,
  0xffffn,
  0x10000n,
  0xffffffn,
  0x1000000n,
  0x7fffffffn,
  0x80000000n,
  0xfffffff0n,
  0xffffffffn,
  0x100000000n,
  0x7fffffffffffffffn,
  0x8000000000000000n,
  0xffffffffffffffffn,
];

/** The parts pictures and sound lie in: most bytes, and the least to be found out by changing them. */
const bulk = new Set(
  "mdat a3 a1 1f43b675 18538067 RIFF LIST movi IDAT packet entry".split(" "),
);

const splice3 = (bytes, from, to, between = Buffer.alloc(0)) =>
  Buffer.concat([bytes.subarray(0, from), between, bytes.subarray(to)]);

/** After `part` has grown by `delta`, whatever it lies in says so. */
function grow(bytes, part, delta) {
  for (let up = part.up; up; up = up.up)
    if (up.length && readLength(bytes, up.length) !== 0n)
      writeLength(
        bytes,
        up.length,
        Number(readLength(bytes, up.length)) + delta,
      );
  return bytes;
}

class Draft {
  constructor(r, bytes, seeds) {
    Object.assign(this, { r, bytes: Buffer.from(bytes), seeds });
  }

  get parts() {
    return partsOf(this.bytes);
  }

  /** Mostly a part that describes, now and then one that is described. */
  part(wanted = () => true) {
    const parts = this.parts.filter(wanted);
    const telling = parts.filter((part) => !bulk.has(part.name));
    if (telling.length > 0 && this.r.chance(0.85)) return this.r.pick(telling);
    return parts.length > 0 ? this.r.pick(parts) : null;
  }

  /** Where, and in which part; seldom where a part says what it is and how long, which have ways of their own. */
  spot() {
    const part = this.r.chance(0.55) ? this.part() : null;
    if (!part || part.end <= part.body)
      return { at: this.r.below(this.bytes.length), part: null };
    const from = this.r.chance(0.15) ? part.at : part.body;
    return { at: from + this.r.below(Math.min(part.end - from, 256)), part };
  }

  place() {
    return this.spot().at;
  }

  /** `put` in place of from..to; the parts around it mostly learn of it. */
  replace(part, from, to, put) {
    this.bytes = splice3(this.bytes, from, to, put);
    if (this.r.chance(0.85)) grow(this.bytes, part, put.length - (to - from));
  }
}

/** Each spoils a draft and says how; nothing where there is nothing of that kind. */
const ways = {
  flips(d) {
    const n = 1 + d.r.below(6);
    for (let i = 0; i < n; i += 1) d.bytes[d.place()] ^= 1 << d.r.below(8);
    return `${n} bits`;
  },

  run(d) {
    const at = d.place();
    const n = Math.min(1 + d.r.below(48), d.bytes.length - at);
    const fill = d.r.pick([0, 0xff, 0x80, null]);
    for (let i = 0; i < n; i += 1) d.bytes[at + i] = fill ?? d.r.below(256);
    return `${n} bytes at ${at}`;
  },

  cut(d) {
    const at = d.r.chance(0.5) ? d.r.below(d.bytes.length) : d.place();
    d.bytes = d.bytes.subarray(0, Math.max(1, at));
    return `ends at ${at}`;
  },

  insert(d) {
    const { at, part } = d.spot();
    const n = 1 + d.r.below(d.r.chance(0.1) ? 4096 : 24);
    const put = d.r.chance(0.5)
      ? d.r.bytes(n)
      : Buffer.alloc(n, d.r.below(256));
    d.replace({ up: part }, at, at, put);
    return `${n} more at ${at}`;
  },

  remove(d) {
    const { at, part } = d.spot();
    const n = Math.min(
      1 + d.r.below(d.r.chance(0.1) ? 4096 : 24),
      (part?.end ?? d.bytes.length) - at - 1,
    );
    if (n < 1) return null;
    d.replace({ up: part }, at, at + n, Buffer.alloc(0));
    return `${n} fewer at ${at}`;
  },

  number(d) {
    const part = d.part((each) => each.end - each.body >= 4);
    if (!part) return null;
    const wide = d.r.pick([1, 2, 4, 4, 4, 8]);
    const room = Math.min(part.end - part.body - wide, 512);
    if (room < 0) return null;
    const at =
      part.body +
      (d.r.chance(0.7)
        ? 4 * d.r.below(Math.floor(room / 4) + 1)
        : d.r.below(room + 1));
    const value = d.r.pick(numbers);
    writeLength(d.bytes, { at, bytes: wide, kind: "whole" }, value);
    return `${part.name}+${at - part.body} is ${value}`;
  },

  length(d) {
    const part = d.part((each) => each.length);
    if (!part) return null;
    const real = BigInt(part.end - part.at);
    const value = d.r.pick([
      0n,
      1n,
      2n,
      7n,
      8n,
      -1n,
      real - 1n,
      real + 1n,
      real * 2n,
      0x7fffffffn,
      0x80000000n,
    ]);
    writeLength(d.bytes, part.length, value);
    return `${part.name} is ${value} long`;
  },

  twice(d) {
    const part = d.part();
    if (!part || part.end - part.at > 100_000) return null;
    const times = d.r.chance(0.15) ? 2 + d.r.below(60) : 1;
    const copy = d.bytes.subarray(part.at, part.end);
    const put = Buffer.concat(
      Array.from({ length: times }, () => copy),
    ).subarray(0, 120_000);
    d.replace(part, part.end, part.end, put);
    return `${part.name} ${times} times more`;
  },

  gone(d) {
    const part = d.part();
    if (!part) return null;
    d.replace(part, part.at, part.end, Buffer.alloc(0));
    return `without ${part.name}`;
  },

  swapped(d) {
    const first = d.part();
    const second = d.part((each) => first && each.at >= first.end);
    if (!first || !second) return null;
    const { bytes } = d;
    d.bytes = Buffer.concat([
      bytes.subarray(0, first.at),
      bytes.subarray(second.at, second.end),
      bytes.subarray(first.end, second.at),
      bytes.subarray(first.at, first.end),
      bytes.subarray(second.end),
    ]);
    return `${first.name} and ${second.name} change places`;
  },

  deeper(d) {
    const part = d.part();
    const into = d.part(
      (each) =>
        part &&
        (each.end <= part.at || each.at >= part.end || part.up === each),
    );
    if (!part || !into || part.end - part.at > 50_000) return null;
    d.replace(
      into,
      into.body,
      into.body,
      Buffer.from(d.bytes.subarray(part.at, part.end)),
    );
    return `${part.name} also in ${into.name}`;
  },

  nested(d) {
    const part = d.part(
      (each) => each.length?.kind === "whole" && each.length.bytes === 4,
    );
    if (!part) return null;
    const levels = 2 + d.r.below(40);
    const name = Buffer.from(
      d.r.pick(["moov", "trak", "meta", "udta", part.name]),
      "latin1",
    );
    let inside = Buffer.from(d.bytes.subarray(part.at, part.end));
    if (inside.length > 50_000) return null;
    for (let i = 0; i < levels; i += 1) {
      const head = Buffer.alloc(8);
      head.writeUInt32BE(inside.length + 8, 0);
      name.copy(head, 4, 0, 4);
      inside = Buffer.concat([head, inside]);
    }
    d.replace(part, part.at, part.end, inside);
    return `${part.name} ${levels} deep`;
  },

  splice(d) {
    const other = d.r.pick(d.seeds);
    const from = d.r.below(other.bytes.length);
    const at = d.place();
    d.bytes = Buffer.concat([
      d.bytes.subarray(0, at),
      other.bytes.subarray(from),
    ]);
    return `goes on as ${other.name} from ${at}`;
  },

  transplant(d) {
    const other = d.r.pick(d.seeds);
    const theirs = partsOf(other.bytes);
    const part = d.part((each) =>
      theirs.some(({ name }) => name === each.name),
    );
    if (!part) return null;
    const take = d.r.pick(theirs.filter(({ name }) => name === part.name));
    d.replace(part, part.at, part.end, other.bytes.subarray(take.at, take.end));
    return `${part.name} of ${other.name}`;
  },

  reference(d) {
    const made = references(d.r, d.parts, targets);
    if (!made) return null;
    d.replace(made.part, made.from, made.to, made.put);
    return made.note;
  },

  word(d) {
    const target = Buffer.from(d.r.pick(targets));
    const { at, part } = d.spot();
    if (d.r.chance(0.5)) target.copy(d.bytes, at);
    else d.replace({ up: part }, at, at, target);
    return `“${target}” at ${at}`;
  },

  disguise(d) {
    const made = disguises(d.r, d.bytes, targets);
    d.bytes = made.bytes;
    return made.note;
  },
};

/** How often each: what reaches a decoder is worth as much as what a table says. */
const weights = Object.entries({
  flips: 16,
  run: 9,
  number: 16,
  length: 7,
  cut: 4,
  insert: 4,
  remove: 4,
  twice: 5,
  gone: 4,
  swapped: 4,
  deeper: 3,
  nested: 2,
  splice: 3,
  transplant: 5,
  reference: 8,
  word: 3,
  disguise: 3,
});

function weighed(r, list) {
  let left = r.next() * list.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [one, weight] of list) if ((left -= weight) < 0) return one;
  return list[0][0];
}

/** Bytes spoilt in one to three places, and how. */
function spoil(r, bytes, seeds) {
  const draft = new Draft(r, bytes, seeds);
  const made = [];
  for (
    let left = r.pick([1, 1, 1, 1, 2, 3]), tries = 0;
    left > 0 && tries < 12;
    tries += 1
  ) {
    const way = weighed(r, weights);
    const note = draft.bytes.length > 0 ? ways[way](draft) : null;
    if (note === null) continue;
    made.push(`${way}: ${note}`);
    left -= 1;
  }
  if (draft.bytes.equals(bytes)) made.push(`flips: ${ways.flips(draft)}`);
  return { bytes: draft.bytes, made };
}

/** An archive around spoilt files: its own sums fit. */
function spoilInside(r, entries, seeds) {
  const which = r.below(entries.length);
  const [name, inside] = entries[which];
  const { bytes, made } = spoil(r, inside, seeds);
  const packed = zip(
    entries.with(which, [r.chance(0.1) ? r.pick(fileNames) : name, bytes]),
  );
  return { bytes: packed, made: [`inside ${name}`, ...made] };
}

export function makeMutant(seeds, seed, index) {
  const r = new Seeded(seed, index);
  const from = weighed(
    r,
    seeds.map((each) => [each, each.weight]),
  );
  const alike = seeds.filter(({ door }) => door === from.door);
  const inside = from.entries && r.chance(0.7);
  const { bytes, made } = inside
    ? spoilInside(r, from.entries, seeds)
    : spoil(r, from.bytes, alike);
  let { name, type } = from;
  if (r.chance(0.2)) {
    const other = r.pick(alike);
    [name, type] = r.pick([
      [other.name, other.type],
      [r.pick(fileNames), type],
      [
        name,
        r.pick([
          "image/png",
          "text/html",
          "application/vnd.apple.mpegurl",
          "",
          "x".repeat(300),
        ]),
      ],
    ]);
    made.push(`sent as “${name.slice(0, 60)}”, “${type.slice(0, 40)}”`);
  }
  return {
    index,
    from,
    bytes: bytes.subarray(0, mutant_bytes_max),
    name,
    type,
    made,
  };
}
