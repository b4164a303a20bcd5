/**
 * ./dev screens [--write] [name ...]: the main screens on a phone (dark, English) and on a desk (light, German), held
 * against the pictures beside this file.
 *
 * A picture is compared in blocks of eight pixels, so that a moment more or less ("2 minutes ago") is no difference and a
 * layout that fell apart is one. What differs is put into build/screens as it is and as it was. `--write` takes the
 * pictures of today for the ones to be held against: look at each before it is committed.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { desk, phone, Walk } from '../e2e/browser.mjs';
import { openHouse, Person } from '../e2e/house.mjs';
import { root } from '../e2e/places.mjs';
import { differing } from './compare.mjs';
import { fill } from './house.mjs';
import { screens } from './screens.mjs';
import { smallTargets } from './targets.mjs';

/** Of all blocks, so many may differ. */
const share = 0.03;
const kept = fileURLToPath(new URL('.', import.meta.url));
const made = join(root, 'build/screens');

const words = process.argv.slice(2);
const write = words.includes('--write');
const wanted = words.filter((word) => !word.startsWith('--'));
rmSync(made, { recursive: true, force: true });
mkdirSync(made, { recursive: true });

const ways = [
  { name: 'phone', ...phone, theme: 'dark', locale: 'en-GB', deviceScaleFactor: 1 },
  { name: 'desk', ...desk, theme: 'light', locale: 'de-DE', deviceScaleFactor: 1 },
];

const house = await openHouse('screens');
const walk = new Walk('screens', await Walk.launch());
walk.after(() => house.stop());
const found = [];
try {
  const things = await fill(house);
  const comparer = await walk.visit('comparer', 'about:blank');
  for (const way of ways) await throughAll(way, things, comparer);
} finally {
  await walk.end();
}
const bad = found.filter((one) => one.verdict !== 'same' && one.verdict !== 'written');
console.log(`${found.length} pictures, ${bad.length} of them not as they were`);
process.exit(bad.length === 0 ? 0 : 1);

async function throughAll(way, things, comparer) {
  const people = {};
  for (const screen of screens(things)) {
    if (wanted.length > 0 && !wanted.includes(screen.name)) continue;
    const who = screen.who ?? 'nobody';
    people[who] ??= await enter(way, who);
    const page = people[who];
    await page.goto(house.base + screen.path, { waitUntil: 'load' });
    try {
      await screen.open?.(page, way);
      await settled(page);
      if (way.isMobile) thumbs(screen.name, await page.evaluate(smallTargets));
      const picture = await page.screenshot({ type: 'jpeg', quality: 72, animations: 'disabled' });
      await judge(`${screen.name}-${way.name}.jpg`, picture, comparer);
    } catch (error) {
      console.log(`${screen.name}-${way.name}: ${String(error.message).split('\n')[0]}`);
      found.push({ verdict: 'not reached' });
      writeFileSync(
        join(made, `${screen.name}-${way.name}-not-reached.jpg`),
        await page.screenshot({ type: 'jpeg' }),
      );
    }
  }
  for (const who of Object.keys(people)) await walk.leave(`${who}-${way.name}`);
}

/** A page of somebody who is signed in, without the way through the form. */
async function enter(way, who) {
  const page = await walk.visit(`${who}-${way.name}`, house.base, { ...way, reducedMotion: 'reduce' });
  if (who !== 'nobody') {
    const { token } = await Person.known(house.base, who);
    await page.context().addCookies([{ name: 'vitrine', value: token, url: house.base }]);
  }
  return page;
}

async function settled(page) {
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.evaluate(() => document.fonts.ready);
  await page.evaluate(() => {
    for (const video of document.querySelectorAll('video')) {
      video.pause();
      video.currentTime = 0;
    }
  });
  await page.waitForTimeout(250);
}

/** Named, not judged: the smallest that WCAG 2.2 AA allows is 24 pixels, which axe looks at in the walks. */
function thumbs(name, small) {
  for (const one of small) console.log(`${name}: too small for a thumb: ${one}`);
}

async function judge(name, picture, comparer) {
  const file = join(kept, name);
  if (write) {
    writeFileSync(file, picture);
    found.push({ verdict: 'written' });
    return;
  }
  if (!existsSync(file)) {
    console.log(`${name}: there is no picture of it`);
    found.push({ verdict: 'new' });
    writeFileSync(join(made, name), picture);
    return;
  }
  const before = readFileSync(file);
  const blocks = await differing(comparer, before, picture);
  const same = blocks <= share;
  found.push({ verdict: same ? 'same' : 'other' });
  if (same) return;
  console.log(`${name}: ${(blocks * 100).toFixed(1)} % of it differs`);
  writeFileSync(join(made, name), picture);
  writeFileSync(join(made, `${basename(name, '.jpg')}-before.jpg`), before);
}
