/**
 * ./dev corpus [FOLDER]: every file under FOLDER/media and FOLDER/data/trust/hostile through the upload of a running
 * release server, and what was accepted through Chromium. FOLDER is ../shared unless told.
 *
 * A clip that was accepted plays upright, as long as it should, and its time goes on; one that was refused has one
 * sentence. Nothing is left in the folder for incoming files, and no byte that is served names a place, a device or a
 * program its source named; no process used ten processor seconds or a gibibyte. Prints one row a recording, and what
 * the hostile files were told.
 */
import { execFileSync } from "node:child_process";
import { basename, join, relative } from "node:path";
import { Walk, desk } from "../web/tests/e2e/browser.mjs";
import { openHouse, Person } from "../web/tests/e2e/house.mjs";
import { root } from "../web/tests/e2e/places.mjs";
import {
  addressesOf,
  filesUnder,
  heaviest,
  isClear,
  leftBehind,
  listen,
  telltale,
} from "./hostile/foreign.mjs";

const shared =
  process.argv[2] ?? process.env.VITRINE_SHARED ?? join(root, "../shared");
const recordings = filesUnder(join(shared, "media"));
const hostile = filesUnder(join(shared, "data/trust/hostile"));
if (recordings.length + hostile.length === 0)
  throw new Error(`${shared} holds neither media/ nor data/trust/hostile/`);

/** The names of the fields in which phones say where and who. */
const telling =
  /location|make|model|software|artist|author|comment|encoder|creationdate/i;

const troubles = [];
const served = { files: 0, bytes: 0 };
const named = [];
const trouble = (file, what) =>
  troubles.push(`${relative(shared, file)}: ${what}`);

const house = await openHouse("corpus");
const walk = new Walk("corpus", await Walk.launch());
walk.after(() => house.stop());
let status = 1;
try {
  const owner = await Person.owner(house.base, "keeper");
  const page = await walk.visit("viewer", house.base, desk);
  await takeAll(owner, page);
  troubles.push(...leftBehind(house));
  report();
  status = troubles.length === 0 ? 0 : 1;
} finally {
  await walk.end();
}
process.exit(status);

async function takeAll(owner, page) {
  console.log("| file | verdict |\n|---|---|");
  for (const file of recordings) {
    const verdict = await take(owner, page, file);
    console.log(`| ${basename(file)} | ${verdict.text} |`);
  }
  const told = new Map();
  for (const file of hostile) {
    const verdict = await take(owner, page, file);
    const key = verdict.code ?? `accepted: ${basename(file)}, ${verdict.text}`;
    told.set(key, (told.get(key) ?? 0) + 1);
  }
  console.log(`\nOf ${hostile.length} hostile files:`);
  for (const [key, count] of [...told].sort((a, b) => b[1] - a[1]))
    console.log(`- ${count} ${key}`);
}

async function take(owner, page, file) {
  const refused = (problem) => {
    const { code = "", detail = "" } = problem ?? {};
    if (!isClear(problem))
      trouble(
        file,
        `refused without a clear sentence: ${JSON.stringify(problem)}`,
      );
    return { code, text: `${code}: ${detail}` };
  };
  let id;
  try {
    id = await owner.upload(file);
  } catch (error) {
    if (error.problem === undefined) throw error;
    return refused(error.problem);
  }
  const video = await outcome(owner, id);
  if (video.state === "failed") {
    await owner.call("DELETE", `/videos/${id}`);
    return refused(video.problem);
  }
  await owner.call("PATCH", `/videos/${id}`, { visibility: "unlisted" });
  await owner.call("POST", `/videos/${id}/publish`);
  const played = await play(page, file, video);
  await sayNothing(owner, file, video);
  await owner.call("DELETE", `/videos/${id}`);
  const sizes = video.media.rungs
    .map((rung) => `${rung.width}x${rung.height}`)
    .join(", ");
  return {
    text: `${(video.duration_ms / 1000).toFixed(1)} s, ${sizes}; played ${played}`,
  };
}

async function outcome(owner, id) {
  for (;;) {
    const video = await owner.call("GET", `/videos/${id}`);
    if (video.state === "ready" || video.state === "failed") return video;
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** In the page, as anybody with the link sees it. */
async function play(page, file, video) {
  await page.goto(`${house.base}/v/${video.id}`);
  const seen = await page
    .waitForFunction(
      () => {
        const clip = document.querySelector("article:not([inert]) video");
        if (!clip || clip.readyState < 2 || clip.played.length === 0)
          return null;
        const { videoWidth: width, videoHeight: height, duration } = clip;
        // Some have a single picture: then having shown it is all there is.
        const until = Math.min(0.3, duration * 0.5);
        return clip.played.end(clip.played.length - 1) >= until
          ? { width, height, duration }
          : null;
      },
      null,
      { timeout: 30_000 },
    )
    .then((handle) => handle.jsonValue())
    .catch(() => null);
  if (!seen) {
    trouble(file, "does not play in Chromium");
    return "not at all";
  }
  const wanted = recordings.includes(file) ? expected(file) : null;
  if (wanted) {
    const ratio = seen.width / seen.height / (wanted.width / wanted.height);
    if (Math.abs(ratio - 1) > 0.03)
      trouble(
        file,
        `${seen.width}x${seen.height} for ${wanted.width}x${wanted.height}`,
      );
    // Between unequal pictures the last one may last as long as the one before it.
    const off = Math.abs(seen.duration - wanted.duration);
    if (off > 0.35 + wanted.duration / 20)
      trouble(file, `${seen.duration} s for ${wanted.duration} s`);
  }
  return `${seen.width}x${seen.height}, ${seen.duration.toFixed(1)} s`;
}

/** What the recording is, by its own account: upright size, and the time its pictures span. */
function expected(file) {
  const ask = [
    "-v",
    "quiet",
    "-select_streams",
    "v:0",
    "-of",
    "json",
    "-show_entries",
  ];
  const what =
    "stream=width,height,sample_aspect_ratio:stream_side_data=rotation:packet=pts_time,duration_time";
  const { streams, packets } = JSON.parse(
    execFileSync("ffprobe", [...ask, what, file], { maxBuffer: 1 << 28 }),
  );
  const [stream] = streams;
  const [across, down] = (stream.sample_aspect_ratio ?? "1:1")
    .split(":")
    .map(Number);
  const width = stream.width * (across > 0 && down > 0 ? across / down : 1);
  const turned =
    Math.abs(
      stream.side_data_list?.find((data) => "rotation" in data)?.rotation ?? 0,
    ) %
      180 ===
    90;
  const times = packets
    .map((packet) => Number(packet.pts_time))
    .filter(Number.isFinite);
  const last = Number(packets.at(-1)?.duration_time ?? 0) || 0;
  const duration = Math.max(...times) - Math.min(...times) + last;
  return turned
    ? { width: stream.height, height: width, duration }
    : { width, height: stream.height, duration };
}

/** Every byte that anybody can fetch about this video. */
async function sayNothing(owner, file, video) {
  const addresses = addressesOf(video);
  addresses.files.push(video.url);
  const words = [...telltale, ...planted(file)];
  const heard = await listen(house.base, addresses, words);
  served.files += heard.files;
  served.bytes += heard.bytes;
  for (const each of heard.wrong) trouble(file, each);
}

/** Places, devices and programs the recording names. Hostile files are read by nobody but the server. */
function planted(file) {
  if (!recordings.includes(file)) return [];
  const ask = [
    "-v",
    "quiet",
    "-of",
    "json",
    "-show_entries",
    "format_tags:stream_tags",
  ];
  const { format = {}, streams = [] } = JSON.parse(
    execFileSync("ffprobe", [...ask, file]),
  );
  const tags = [format, ...streams].flatMap((part) =>
    Object.entries(part.tags ?? {}),
  );
  const said = tags
    .filter(([name, value]) => telling.test(name) && value.length >= 5)
    .map(([, value]) => value);
  named.push(...said);
  return said;
}

function report() {
  const heavy = heaviest(house);
  console.log(`\n${heavy.text}`);
  troubles.push(...heavy.wrong);
  const places = new Set(named);
  console.log(
    `\n${served.files} served files, ${served.bytes} bytes, looked through for ${places.size} names`,
  );
  for (const complaint of walk.trouble) troubles.push(complaint);
  for (const each of troubles) console.log(`WRONG ${each}`);
  console.log(troubles.length === 0 ? "all well" : `${troubles.length} wrong`);
}
