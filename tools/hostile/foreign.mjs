/** Foreign files in a running house: what was said about each, what is served of it, and what must not be left. */
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { extname, join } from "node:path";

/** No process that opens a foreign file may take more. */
const cpu_seconds_max = 10;
const memory_mib_max = 1024;

/** What converters write about themselves, and the names of the fields in which phones say where and who. */
export const telltale = [
  "Lavf",
  "Lavc",
  "x264 - core",
  "x265 (build",
  "ISO6709",
  "com.apple",
  "com.android",
  "Core Media",
];

export function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  const all = readdirSync(folder, { recursive: true, withFileTypes: true });
  return all
    .filter((entry) => entry.isFile() && extname(entry.name) !== ".md")
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** Whether somebody was told no in one sentence that says nothing of our insides. */
export function isClear(problem) {
  const { code = "", detail = "" } = problem ?? {};
  return (
    code !== "" &&
    /^[A-Za-z`][^\n]{10,240}\.$/.test(detail) &&
    !/\/(in|out|tmp|usr)\/|(?<!\d)0x[0-9a-f]{4,}(?! pixels)\b/.test(detail)
  );
}

/** Every address under which something of a video is served; the lists are there only where there is HLS. */
export function addressesOf({ media, poster, preview }) {
  const { rungs, hls, mp4 } = media;
  const lists = [
    hls,
    ...rungs.map((rung) => hls.replace("master", String(rung.height))),
  ];
  const files = [...rungs.map((rung) => rung.url), mp4, poster, preview];
  return {
    files: files.filter((one) => one),
    lists: lists.filter((one) => one),
  };
}

/** Looks through everything served at these addresses for words that must not be there. */
export async function listen(base, { files, lists }, words) {
  const heard = { files: 0, bytes: 0, wrong: [] };
  for (const address of [...files, ...lists]) {
    const answer = await fetch(new URL(address, base));
    const bytes = Buffer.from(await answer.arrayBuffer());
    heard.files += 1;
    heard.bytes += bytes.length;
    if (!answer.ok && !lists.includes(address))
      heard.wrong.push(`${address}: ${answer.status}`);
    for (const word of words)
      if (bytes.includes(word)) heard.wrong.push(`${address} says “${word}”`);
  }
  return heard;
}

/** The folder for incoming files is empty, and nothing lies beside what belongs there. */
export function leftBehind(house) {
  const left = filesUnder(join(house.data, "uploads"));
  const belongs =
    /^(vitrine|events|keys)\.sqlite|^(blobs|uploads|checkpoints|secret|lock)$/;
  for (const name of readdirSync(house.data)) {
    const inside = statSync(join(house.data, name));
    if (
      !belongs.test(name) &&
      (inside.isFile() || filesUnder(join(house.data, name)).length > 0)
    )
      left.push(name);
  }
  return left.map((each) => `left behind: ${each}`);
}

/** Of the processes that opened foreign files, the one with most processor time and the one with most memory. */
export function heaviest(house) {
  const runs = readFileSync(house.log, "utf8")
    .split("\n")
    .filter((line) => line.includes('"media_heaviest"'))
    .map((line) => JSON.parse(line));
  const most = (field) => Math.max(0, ...runs.map((run) => run[field]));
  const seconds = most("cpu_ms") / 1000;
  const mib = most("memory_kib") / 1024;
  const wrong = [];
  if (seconds > cpu_seconds_max) wrong.push(`a process used ${seconds} s`);
  if (mib > memory_mib_max) wrong.push(`a process used ${mib} MiB`);
  const text = `heaviest process: ${seconds.toFixed(2)} s of processor time, ${mib.toFixed(0)} MiB of memory`;
  return { text, wrong };
}
