/**
 * ./dev mutants [N] [SEED] [--only INDEX]: N spoilt files (20 000) of SEED (2026) through the doors of a running release
 * server. Each is told yes or no in time and in one clear sentence; nobody opens or calls what the mutants name; what
 * is served of those that were accepted says nothing of where it came from; the server and its egress process are the
 * same at the end and have not grown; now and then comes a valid file, and is taken. --only makes one mutant again,
 * tries it alone, and keeps it in build/mutants.
 */
import { createHash } from "node:crypto";
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { openHouse, Person } from "../web/tests/e2e/house.mjs";
import { root } from "../web/tests/e2e/places.mjs";
import { Doors } from "./hostile/doors.mjs";
import { filesUnder, heaviest, leftBehind } from "./hostile/foreign.mjs";
import { makeMutant } from "./hostile/mutate.mjs";
import { Pulse } from "./hostile/pulse.mjs";
import { drawSeeds } from "./hostile/seeds.mjs";
import { neighbourhood } from "./hostile/targets.mjs";
import { Watch } from "./hostile/watch.mjs";

const control_every = 40;
const lines = 7;
/** What the last half of a run may add. */
const growth_mib_max = 64;
const kept = join(root, "build/mutants");

const { count, seed, only } = readWords(process.argv.slice(2));
const seeds = drawSeeds();
const valid = seeds.filter(({ accepted }) => accepted);
const rows = new Map();
const told = new Map();
const wrong = [];
const slowest = { ms: 0 };
const controls = { sent: 0, ready: 0 };
let next = 0;
let done = 0;

process.exit((await main()) ? 0 : 1);

function readWords(words) {
  const at = words.indexOf("--only");
  const only = at < 0 ? null : Number(words.splice(at, 2)[1]);
  const [count = 20_000, seed = 2026] = words.map(Number);
  if (![count, seed, only ?? 0].every(Number.isSafeInteger))
    throw new Error("usage: ./dev mutants [N] [SEED] [--only INDEX]");
  return { count: only === null ? count : 1, seed, only };
}

async function main() {
  const watch = await Watch.begin();
  let house;
  try {
    house = await openHouse("mutants", ["--media-workers", "4"]);
    const owner = await Person.owner(house.base, "keeper");
    const doors = new Doors(house, owner);
    await doors.begin(valid[0]);
    await watch.open();
    await trust(watch, "before");
    const beside = readdirSync(neighbourhood);
    const pulse = await Pulse.begin(house, owner, doors.standing);
    const began = performance.now();
    if (only === null)
      await Promise.all(
        Array.from({ length: lines }, () => line(doors, pulse)),
      );
    else await alone(doors);
    const seconds = (performance.now() - began) / 1000;
    await finish({ house, doors, watch, pulse, beside });
    report({ house, doors, pulse, seconds });
  } catch (error) {
    complain(`the run broke: ${error.stack ?? error}`);
  } finally {
    await house?.stop();
    watch.end();
  }
  for (const each of wrong.slice(0, 60)) console.log(`WRONG ${each}`);
  console.log(wrong.length === 0 ? "all well" : `${wrong.length} wrong`);
  return wrong.length === 0;
}

function complain(what) {
  wrong.push(what);
  console.error(`WRONG ${what}`);
}

/** What cannot see what it looks for proves nothing. */
async function trust(watch, when) {
  for (const each of await watch.blind())
    complain(`the watch is blind ${when}: ${each}`);
  if (when !== "before") return;
  const seen = await watch.bareTool();
  console.log(`bare ffmpeg, led by a playlist: ${seen.join("; ")}`);
  if (seen.length < 3) complain("what the mutants name leads nobody astray");
}

async function line(doors, pulse) {
  while (next < count && pulse.deaths.length === 0) {
    const index = next;
    next += 1;
    pulse.progress = index / count;
    if (index % control_every === 0) await control(doors, index);
    await one(doors, makeMutant(seeds, seed, index));
    done += 1;
    if (done % 500 === 0)
      console.error(
        `${done} of ${count}, ${wrong.length} wrong, ${pulse.samples.at(-1).mib.toFixed(0)} MiB`,
      );
  }
}

async function alone(doors) {
  const mutant = makeMutant(seeds, seed, only);
  keep(mutant);
  const verdict = await one(doors, mutant);
  console.log(
    `${mutant.from.name}, ${mutant.bytes.length} bytes, sent as “${mutant.name}”, “${mutant.type}”`,
  );
  for (const each of mutant.made) console.log(`  ${each}`);
  console.log(`${verdict.code} ${verdict.detail}`);
}

function keep({ index, from, bytes }) {
  mkdirSync(kept, { recursive: true });
  const file = join(kept, `${seed}-${index}-${from.name}`);
  writeFileSync(file, bytes);
  return file;
}

async function control(doors, index) {
  const from = valid[(index / control_every) % valid.length];
  controls.sent += 1;
  const verdict = await doors.take(from);
  if (verdict.code === "ready") controls.ready += 1;
  else
    complain(
      `a valid ${from.name} was not taken: ${verdict.code} ${verdict.detail}`,
    );
  for (const each of verdict.wrong) complain(`a valid ${from.name}: ${each}`);
}

async function one(doors, mutant) {
  const began = performance.now();
  const verdict = await doors.take({ ...mutant, door: mutant.from.door });
  const ms = performance.now() - began;
  if (ms > slowest.ms)
    Object.assign(slowest, { ms, mutant, code: verdict.code });
  add(rows, mutant.from.kind, verdict.code, ms);
  const about = told.get(verdict.code) ?? { count: 0, detail: verdict.detail };
  about.count += 1;
  told.set(verdict.code, about);
  for (const each of verdict.wrong) {
    keep(mutant);
    complain(
      `${mutant.from.name}: ${each} (again: ./dev mutants 1 ${seed} --only ${mutant.index})`,
    );
  }
  return verdict;
}

function add(table, kind, code, ms) {
  const row = table.get(kind) ?? { all: 0, ready: 0, decoder: 0, ms: 0 };
  row.all += 1;
  row.ms += ms;
  if (code === "ready") row.ready += 1;
  if (["undecodable", "too_heavy"].includes(code)) row.decoder += 1;
  table.set(kind, row);
}

async function finish({ house, doors, watch, pulse, beside }) {
  await doors.end();
  pulse.look();
  pulse.end();
  for (const each of pulse.deaths) complain(each);
  for (const each of pulse.strays()) complain(each);
  for (const each of leftBehind(house)) complain(each);
  const { items } = await doors.owner.call("GET", "/me/videos");
  if (items.length > 0) complain(`${items.length} clips are left`);
  const seen = await watch.take();
  for (const each of seen) complain(`seen: ${each}`);
  for (const name of readdirSync(neighbourhood))
    if (!beside.includes(name)) complain(`beside the data folder: ${name}`);
  await trust(watch, "after");
  const health = (await fetch(`${house.base}/api/v1/health`)).status;
  if (health !== 200) complain(`the house does not answer: ${health}`);
}

function report({ house, doors, pulse, seconds }) {
  const total = [...rows.values()].reduce((sum, { all }) => sum + all, 0);
  if (only === null) {
    print(total, seconds);
    const { mib, threads, files, most } = pulse.halves();
    console.log(
      `server: ${mib.map((each) => each.toFixed(0)).join(" and ")} MiB at most in the first and the last half, ` +
        `${most.toFixed(0)} MiB ever; ${threads.join(" and ")} threads, ${files.join(" and ")} open files`,
    );
    if (mib[1] - mib[0] > growth_mib_max)
      complain(`the last half added ${(mib[1] - mib[0]).toFixed(0)} MiB`);
    if (total < count) complain(`${count - total} mutants were not tried`);
  }
  if (controls.ready < controls.sent)
    complain(`${controls.sent - controls.ready} valid files were not taken`);
  const heavy = heaviest(house);
  console.log(heavy.text);
  for (const each of heavy.wrong) complain(each);
  console.log(
    `${doors.served.files} served files, ${doors.served.bytes} bytes, looked through for planted words`,
  );
  console.log(
    `processes: server ${pulse.pid}, egress ${pulse.egress[0]}, ${pulse.deaths.length} deaths`,
  );
  const left = filesUnder(house.data).reduce(
    // One may be swept away in this very moment.
    (sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
  console.log(
    `the data folder holds ${(left / 1024 / 1024).toFixed(0)} MiB at the end`,
  );
  logged(house);
}

function print(total, seconds) {
  console.log(
    "\n| made of | mutants | taken | refused by a decoder | by our walk | ms each |\n|---|---|---|---|---|---|",
  );
  for (const [kind, row] of [...rows, ["together", sumOf(rows)]]) {
    const walk = row.all - row.ready - row.decoder;
    console.log(
      `| ${kind} | ${row.all} | ${row.ready} | ${row.decoder} | ${walk} | ${(row.ms / row.all).toFixed(0)} |`,
    );
  }
  console.log("\n| told | mutants | one of the sentences |\n|---|---|---|");
  for (const [code, { count: times, detail }] of [...told].sort(
    (a, b) => b[1].count - a[1].count,
  ))
    console.log(`| ${code} | ${times} | ${detail} |`);
  const { ms, mutant, code } = slowest;
  const print = createHash("sha256");
  for (const each of seeds) print.update(each.bytes);
  console.log(
    `\n${total} mutants of seed ${seed} (seed files ${print.digest("hex").slice(0, 12)}) in ${seconds.toFixed(0)} s, ` +
      `${(total / seconds).toFixed(1)} a second; the slowest took ${(ms / 1000).toFixed(1)} s: ${mutant?.index}, ${code}`,
  );
  console.log(
    `${controls.sent} valid files between them, ${controls.ready} taken`,
  );
}

function sumOf(table) {
  const sum = { all: 0, ready: 0, decoder: 0, ms: 0 };
  for (const row of table.values())
    for (const field of Object.keys(sum)) sum[field] += row[field];
  return sum;
}

/** What the server itself thought worth a warning. */
function logged(house) {
  const events = new Map();
  for (const text of readFileSync(house.log, "utf8").split("\n")) {
    if (!text.startsWith("{")) continue;
    const { level, event, end, code } = JSON.parse(text);
    const key =
      event === "media_run_failed"
        ? `${event} (end ${end})`
        : level === "info"
          ? null
          : `${event} ${code ?? ""}`;
    if (key) events.set(key, (events.get(key) ?? 0) + 1);
  }
  for (const [key, times] of events) console.log(`log: ${times} ${key}`);
}
