/**
 * A QR code (ISO/IEC 18004) of a short text: bytes, error correction M, versions 1 to 10 (213 bytes), the mask with the
 * least penalty. Small enough to be our own, so that no address is ever sent anywhere to be drawn.
 *
 *   const code = qr('https://example.org/v/abc');   // code[y][x]: dark
 */

/** For each version: codewords in all, blocks, error codewords a block (level M), centres of the alignment patterns. */
const versions = [
  [26, 1, 10, []],
  [44, 1, 16, [6, 18]],
  [70, 1, 26, [6, 22]],
  [100, 2, 18, [6, 26]],
  [134, 2, 24, [6, 30]],
  [172, 4, 16, [6, 34]],
  [196, 4, 18, [6, 22, 38]],
  [242, 4, 22, [6, 24, 42]],
  [292, 5, 22, [6, 26, 46]],
  [346, 5, 26, [6, 28, 50]],
] as const;

// GF(256) with x^8 + x^4 + x^3 + x^2 + 1.
const exp: number[] = [];
const log: number[] = [];
for (let i = 0, x = 1; i < 255; i += 1) {
  exp[i] = x;
  log[x] = i;
  x = (x << 1) ^ (x & 128 ? 0x11d : 0);
}
const times = (a: number, b: number): number =>
  a === 0 || b === 0 ? 0 : (exp[((log[a] ?? 0) + (log[b] ?? 0)) % 255] ?? 0);

/** The remainder of data · x^degree by the generator with the roots 2^0 … 2^(degree−1). */
export function errorWords(data: number[], degree: number): number[] {
  let generator = [1];
  for (let i = 0; i < degree; i += 1) {
    const next = [...generator, 0];
    generator.forEach((value, at) => (next[at + 1] = (next[at + 1] ?? 0) ^ times(value, exp[i] ?? 0)));
    generator = next;
  }
  const rest = Array<number>(degree).fill(0);
  for (const byte of data) {
    const factor = byte ^ (rest.shift() ?? 0);
    rest.push(0);
    for (let i = 0; i < degree; i += 1) rest[i] = (rest[i] ?? 0) ^ times(generator[i + 1] ?? 0, factor);
  }
  return rest;
}

function bitsOf(bytes: Uint8Array, version: number, capacity: number): number[] {
  const bits: number[] = [];
  const put = (value: number, count: number): void => {
    for (let i = count - 1; i >= 0; i -= 1) bits.push((value >> i) & 1);
  };
  put(4, 4);
  put(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) put(byte, 8);
  put(0, Math.min(4, capacity * 8 - bits.length));
  while (bits.length % 8 !== 0) bits.push(0);
  for (let pad = 0xec; bits.length < capacity * 8; pad ^= 0xec ^ 0x11) put(pad, 8);
  return bits;
}

/** Data and error words, the blocks interleaved. */
function words(text: string): { version: number; stream: number[] } {
  const bytes = new TextEncoder().encode(text);
  for (const [index, [all, blocks, degree]] of versions.entries()) {
    const version = index + 1;
    const capacity = all - blocks * degree;
    if (bytes.length + (version < 10 ? 2 : 3) > capacity) continue;
    const bits = bitsOf(bytes, version, capacity);
    const data = Array.from({ length: capacity }, (_none, at) =>
      bits.slice(at * 8, at * 8 + 8).reduce((sum, bit) => sum * 2 + bit, 0),
    );
    const short = Math.floor(capacity / blocks);
    const long = capacity % blocks;
    const parts: number[][] = [];
    for (let block = 0, from = 0; block < blocks; block += 1) {
      const size = short + (block >= blocks - long ? 1 : 0);
      parts.push(data.slice(from, from + size));
      from += size;
    }
    const errors = parts.map((part) => errorWords(part, degree));
    const stream: number[] = [];
    for (let at = 0; at <= short; at += 1)
      for (const part of parts) if (at < part.length) stream.push(part[at] ?? 0);
    for (let at = 0; at < degree; at += 1) for (const part of errors) stream.push(part[at] ?? 0);
    return { version, stream };
  }
  throw new Error('too long for a QR code');
}

type Grid = (boolean | null)[][];

/** Everything but the data: null where data goes. The places of the format are false until they are known. */
function frame(version: number): Grid {
  const size = version * 4 + 17;
  const grid: Grid = Array.from({ length: size }, () => Array<boolean | null>(size).fill(null));
  const set = (x: number, y: number, dark: boolean): void => {
    const row = grid[y];
    if (row && x >= 0 && x < size) row[x] = dark;
  };
  for (let i = 8; i < size - 8; i += 1) {
    set(i, 6, i % 2 === 0);
    set(6, i, i % 2 === 0);
  }
  for (const [cx, cy] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    for (let dy = -4; dy <= 4; dy += 1)
      for (let dx = -4; dx <= 4; dx += 1) {
        const ring = Math.max(Math.abs(dx), Math.abs(dy));
        set(cx + dx, cy + dy, ring !== 2 && ring !== 4);
      }
  const centres: readonly number[] = versions[version - 1]?.[3] ?? [];
  const last = centres.at(-1);
  for (const cy of centres)
    for (const cx of centres) {
      if ((cx === 6 && (cy === 6 || cy === last)) || (cx === last && cy === 6)) continue;
      for (let dy = -2; dy <= 2; dy += 1)
        for (let dx = -2; dx <= 2; dx += 1) set(cx + dx, cy + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
    }
  for (let i = 0; i < 9; i += 1) {
    if (i !== 6) {
      set(8, i, false);
      set(i, 8, false);
    }
    if (i < 8) {
      set(size - 1 - i, 8, false);
      set(8, size - 1 - i, false);
    }
  }
  set(8, size - 8, true);
  if (version >= 7) {
    let rest = version;
    for (let i = 0; i < 12; i += 1) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
    const bits = (version << 12) | rest;
    for (let i = 0; i < 18; i += 1) {
      const dark = ((bits >> i) & 1) === 1;
      set(size - 11 + (i % 3), Math.floor(i / 3), dark);
      set(Math.floor(i / 3), size - 11 + (i % 3), dark);
    }
  }
  return grid;
}

const masks: ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

function fill(plain: Grid, stream: number[], mask: number): boolean[][] {
  const size = plain.length;
  const grid = plain.map((row) => row.map((dark) => dark ?? false));
  const hides = masks[mask] ?? (() => false);
  let at = 0;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1)
      for (const x of [right, right - 1]) {
        const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
        if (plain[y]?.[x] !== null) continue;
        const bit = at < stream.length * 8 && (((stream[at >> 3] ?? 0) >> (7 - (at & 7))) & 1) === 1;
        at += 1;
        const row = grid[y];
        if (row) row[x] = bit !== hides(x, y);
      }
  }
  // Level M is 00; then the mask, ten bits of BCH, and a mask of its own.
  let rest = mask;
  for (let i = 0; i < 10; i += 1) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
  const format = ((mask << 10) | rest) ^ 0x5412;
  const set = (x: number, y: number, i: number): void => {
    const row = grid[y];
    if (row) row[x] = ((format >> i) & 1) === 1;
  };
  for (let i = 0; i < 15; i += 1) {
    if (i < 6) set(8, i, i);
    else if (i < 8) set(8, i + 1, i);
    else if (i === 8) set(7, 8, i);
    else set(14 - i, 8, i);
    if (i < 8) set(size - 1 - i, 8, i);
    else set(8, size - 15 + i, i);
  }
  return grid;
}

/** How hard it is to read: long runs, blocks, look-alikes of the corners, too much of one tone. */
function penalty(grid: boolean[][]): number {
  const size = grid.length;
  const turned = grid.map((_row, x) => grid.map((row) => row[x] ?? false));
  let sum = 0;
  for (const line of [...grid, ...turned].map((row) => row.map((dark) => (dark ? '1' : '0')).join(''))) {
    for (const run of line.match(/0{5,}|1{5,}/g) ?? []) sum += run.length - 2;
    for (let i = 0; i + 11 <= size; i += 1)
      if (['10111010000', '00001011101'].includes(line.slice(i, i + 11))) sum += 40;
  }
  let dark = 0;
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) {
      const here = grid[y]?.[x] ?? false;
      if (here) dark += 1;
      if (x > 0 && y > 0 && here === grid[y]?.[x - 1] && here === grid[y - 1]?.[x] && here === grid[y - 1]?.[x - 1])
        sum += 3;
    }
  return sum + Math.floor(Math.abs((dark * 100) / (size * size) - 50) / 5) * 10;
}

export function qr(text: string): boolean[][] {
  const { version, stream } = words(text);
  const plain = frame(version);
  const codes = masks.map((_mask, index) => fill(plain, stream, index));
  return codes.reduce((best, code) => (penalty(code) < penalty(best) ? code : best));
}

/** The dark squares as one path; one unit a square, the quiet zone left to the caller. */
export function path(code: boolean[][]): string {
  return code
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
}
