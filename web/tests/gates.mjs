/**
 * The gates of the page, measured in Chromium on a real server with drawn clips: npm run gates [-- --json FILE]
 * Each figure stands beside its bar and, where there is one, beside what a peer's page does. Exits with 1 when a bar is
 * missed. Takes some minutes, most of it for processing the clips; wants a quiet machine.
 *   --json FILE    keeps the figures       --lighthouse    fetches Lighthouse by npx and runs it too
 *   --only NAMES   some of firstFrame,swiping,skipping,memory,steadiness
 *   VITRINE_BINARY, CHROMIUM   as for the walks (e2e/run.mjs)
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { arrived, desk, indexOf, moving, on, phone, still, swipe, Walk } from './e2e/browser.mjs';
import { draw } from './e2e/clips.mjs';
import { openHouse, Person } from './e2e/house.mjs';
import { output } from './e2e/places.mjs';
import { watchPage } from './gates/page.mjs';

const web = fileURLToPath(new URL('..', import.meta.url));
const clips = 24;
const visits = 20;
const swipes = 100;
const swipesForMemory = 200;
const skipped = 12;
/** A fair mobile line: 60 ms there and back, 4 Mbit/s. */
const line = { offline: false, latency: 60, downloadThroughput: 500_000, uploadThroughput: 125_000 };

const figures = [];

/** `bar` is the most that is allowed. */
function say(name, value, unit, bar, note = '') {
  const good = bar === undefined ? null : value <= bar;
  const verdict = good === null ? '' : good ? '  ok' : '  MISSED';
  const limit = bar === undefined ? '' : ` (bar: <= ${bar})`;
  const shown = Number.isInteger(value) ? value : value.toFixed(value < 1 ? 3 : 1);
  console.log(`${name.padEnd(44)} ${String(shown).padStart(9)} ${unit}${limit}${verdict}  ${note}`.trimEnd());
  figures.push({ name, value, unit, bar: bar ?? null, good, note });
}

function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

/** Clips that are as heavy as recordings: grain packs badly. Ten seconds would only cost more time to make. */
async function fill(base) {
  const owner = await Person.owner(base, 'olga');
  const ids = [];
  for (let n = 0; n < clips; n += 1) {
    const hue = (n * 47) % 360;
    const picture = `gradients=s=180x320:r=25:n=3:seed=${n}:speed=0.04,hue=h=${hue},scale=720x1280,noise=alls=22:allf=t`;
    const file = draw(`gate-${n}`, picture, { seconds: 6, size: '720x1280', pitch: 160 + 20 * n });
    ids.push(await owner.publish(file, { title: `Clip ${n + 1}`, description: '#gate' }));
  }
  await owner.settled(ids, ['ready']);
}

/** The page is measured, not what the server still does for new clips: waits for three quiet seconds, a minute at most. */
async function quiet() {
  const idle = () => cpus().reduce((sum, { times }) => sum + times.idle, 0);
  for (let calm = 0, turn = 0; calm < 3 && turn < 60; turn += 1) {
    const before = idle();
    await new Promise((done) => setTimeout(done, 1000));
    calm = (idle() - before) / (1000 * cpus().length) > 0.9 ? calm + 1 : 0;
  }
}

async function open(browser, base, options = {}) {
  const context = await browser.newContext({ locale: 'en-GB', serviceWorkers: 'block', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.addInitScript(watchPage);
  const session = await context.newCDPSession(page);
  return { context, page, session, go: () => page.goto(`${base}/latest`) };
}

const look = (page) => page.evaluate(() => globalThis.gates);

function firstLoad() {
  const text = execFileSync('node', ['plugins/budget.mjs', 'dist'], { cwd: web, encoding: 'utf8' });
  const bytes = (name) => Number(new RegExp(`${name}\\s+(\\d+) of`).exec(text)[1]);
  say('first JavaScript', bytes('first_js') / 1024, 'kB gz', 40, 'Loops: 570');
  say('first CSS', bytes('first_css') / 1024, 'kB gz', 8, 'Loops: 65');
  say('all JavaScript', bytes('all_js') / 1024, 'kB gz', 400, 'Loops: 2855');
}

async function firstFrame(browser, base) {
  const times = [];
  for (let n = 0; n < visits; n += 1) {
    const { context, page } = await open(browser, base, phone);
    // The first tab comes with its page of clips in the document; that is what a visitor meets.
    await page.goto(base);
    await page.waitForFunction(() => globalThis.gates.firstMotion !== null);
    times.push((await look(page)).firstMotion);
    await context.close();
  }
  say('first frame p50', percentile(times, 0.5), 'ms', 350, `${visits} first visits`);
  say('first frame p95', percentile(times, 0.95), 'ms', 600);
}

const ways = {
  touch: { by: 'touchstart', options: phone, bar: 16, step: (page, way) => swipe(page, way * 420) },
  key: {
    by: 'keydown',
    options: desk,
    bar: 60,
    step: (page, way) => page.keyboard.press(way > 0 ? 'ArrowDown' : 'ArrowUp'),
  },
  wheel: { by: 'wheel', options: desk, bar: 60, step: (page, way) => page.mouse.wheel(0, way * 120) },
};

/** Down to the last clip and up again, until so many have been swiped. */
async function swipeThrough(page, count, step, after = async () => {}) {
  let way = 1;
  for (let n = 0; n < count; n += 1) {
    const at = await indexOf(page);
    if (at === clips - 1) way = -1;
    if (at === 0) way = 1;
    await step(page, way);
    await arrived(page, at + way);
    await moving(page);
    await still(page);
    await after(n + 1);
  }
}

async function swipeToFrame(browser, base, name) {
  const { by, options, bar, step } = ways[name];
  const { context, page, go } = await open(browser, base, options);
  await go();
  await moving(page);
  if (name === 'wheel') await page.mouse.move(640, 400);
  await swipeThrough(page, swipes, step);
  const { shows, stalls, videosMade, videosMost } = await look(page);
  const own = shows.filter((show) => show.by === by);
  const times = own.map(({ motion }) => motion);
  const peer = name === 'wheel' ? 'Loops: 990' : '';
  say(`swipe to frame p95, ${name}`, percentile(times, 0.95), 'ms', bar, `n=${times.length} ${peer}`.trim());
  const late = percentile(
    own.map((show) => show.late),
    0.5,
  );
  say(
    `swipe to frame p50, ${name}`,
    percentile(times, 0.5),
    'ms',
    undefined,
    `told ${late.toFixed(0)} ms late`,
  );
  await context.close();
  return { stalls, videosMade, videosMost };
}

async function swiping(browser, base) {
  const all = [];
  for (const name of Object.keys(ways)) all.push(await swipeToFrame(browser, base, name));
  const most = (key) => Math.max(...all.map((each) => each[key]));
  say(`stalls in ${swipes} swipes`, most('stalls'), '', 0, 'the worst of the three ways');
  say('<video> elements in the page', most('videosMost'), '', 4, 'Loops: one for each clip');
  say('<video> elements ever made', most('videosMade'), '', 4);
}

/** Over a mobile line, from the first visit on: what it costs to be shown a clip and not to want it. */
async function skipping(browser, base) {
  const { context, page, session, go } = await open(browser, base, desk);
  let bytes = 0;
  const media = new Set();
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', line);
  session.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (new URL(request.url).pathname.startsWith('/media/') && request.headers.Range) media.add(requestId);
  });
  session.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    if (media.has(requestId)) bytes += encodedDataLength;
  });
  await go();
  await moving(page);
  for (let n = 0; n < skipped; n += 1) {
    await page.keyboard.press('ArrowDown');
    await arrived(page, n + 1);
    await moving(page);
  }
  say('bytes per skipped clip', bytes / 1024 / skipped, 'kB', 250, 'over 60 ms and 4 Mbit/s');
  await context.close();
}

async function memoryOf(session) {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (name) => metrics.find((metric) => metric.name === name)?.value ?? NaN;
  return { heap: of('JSHeapUsedSize') / 1024 ** 2, nodes: of('Nodes') };
}

async function memory(browser, base) {
  const { context, page, session, go } = await open(browser, base, desk);
  await session.send('Performance.enable');
  await go();
  await moving(page);
  const kept = [];
  await swipeThrough(page, swipesForMemory, ways.key.step, async (n) => {
    if (n % (swipesForMemory / 4) === 0) kept.push(await memoryOf(session));
  });
  const [, half, , whole] = kept;
  const told = kept.map(({ heap }) => heap.toFixed(1)).join(', ');
  say('heap after the second hundred swipes', whole.heap / half.heap, 'of first', 1.1, `MB: ${told}`);
  say(
    'nodes after the second hundred swipes',
    whole.nodes / half.nodes,
    'of first',
    1.1,
    `${whole.nodes} nodes`,
  );
  await context.close();
}

/** What a visitor does in a minute: goes on, opens the menu, the reasons and the comments, looks for a moment. */
async function steadiness(browser, base) {
  const { context, page, go } = await open(browser, base, phone);
  await go();
  await moving(page);
  for (const key of ['x', 's', 'c', 'w', '?']) {
    await page.keyboard.press(key);
    await page.locator('dialog[open]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
  }
  await page.locator(on).getByRole('button', { name: /^Like/ }).click();
  await page.getByRole('heading', { name: 'Make it yours' }).waitFor();
  await page.keyboard.press('Escape');
  await swipeThrough(page, 10, ways.touch.step);
  await page.keyboard.press('m');
  // The browser tells of interactions a moment after their frame.
  await page.waitForFunction(() => Object.keys(globalThis.gates.interactions).length > 0);
  const { shift, interactions } = await look(page);
  const times = Object.values(interactions);
  say('layout shift', shift, '', 0.02);
  say(
    'interaction to next paint',
    Math.max(...times),
    'ms',
    100,
    `the longest of ${times.length} above 16 ms`,
  );
  await context.close();
}

/** Not a dependency: two hundred packages for four numbers. */
function lighthouse(base) {
  const path = `${output}/lighthouse.json`;
  const flags = '--headless=new --no-sandbox --disable-gpu';
  const command = ['--yes', 'lighthouse@12.8.2', base, '--quiet', `--chrome-flags=${flags}`, '--output=json'];
  const env = { ...process.env, CHROME_PATH: process.env.CHROMIUM ?? '/usr/bin/chromium' };
  execFileSync('npx', [...command, `--output-path=${path}`], { env, stdio: 'inherit' });
  const { categories } = JSON.parse(readFileSync(path, 'utf8'));
  const bars = { performance: 95, accessibility: 100, 'best-practices': 100, seo: 100 };
  // A score is the better the higher: its distance from the best is what has a limit.
  for (const [name, bar] of Object.entries(bars)) {
    const score = Math.round(categories[name].score * 100);
    say(`Lighthouse, mobile: ${name}, short of 100 by`, 100 - score, '', 100 - bar, `score ${score}`);
  }
}

const argument = (name) => process.argv[process.argv.indexOf(name) + 1];
const load = () => loadavg()[0].toFixed(1);
const house = await openHouse('gates');
const browser = await Walk.launch();
try {
  firstLoad();
  await fill(house.base);
  await quiet();
  console.log(`${clips} clips are ready; load ${load()}`);
  const only = process.argv.includes('--only') ? argument('--only').split(',') : null;
  for (const measure of [firstFrame, swiping, skipping, memory, steadiness])
    if (!only || only.includes(measure.name)) await measure(browser, house.base);
  if (process.argv.includes('--lighthouse')) lighthouse(house.base);
  console.log(`load ${load()}`);
} finally {
  await browser.close();
  await house.stop();
}
if (process.argv.includes('--json')) writeFileSync(argument('--json'), JSON.stringify(figures, null, 2));
process.exitCode = figures.every(({ good }) => good !== false) ? 0 : 1;
