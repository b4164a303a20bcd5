/**
 * ./dev negatives [--short] [--plant]: thirteen things that Vitrine does not do, looked for in a real browser against
 * a real server with everything written down.
 *   --short   without walking every page that there is (pages: 150)
 *   --plant   afterwards plants a counter-example of each and fails unless it is noticed
 * Ends with 1 at the first thing that is not on the list (allowed.mjs). What is not built is "not shown".
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { desk, Walk } from '../e2e/browser.mjs';
import { openHouse } from '../e2e/house.mjs';
import { atRest, negatives } from './checks.mjs';
import { plants } from './plants.mjs';
import { throughTheHouse, visitor } from './walk.mjs';
import { makeCertificate, Wire } from './wire.mjs';
import { World } from './world.mjs';

const options = new Set(process.argv.slice(2));
for (const option of options)
  if (!['--short', '--plant'].includes(option)) throw new Error(`there is no option ${option}`);
// Our own certificate, on loopback.
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';

const scratch = mkdtempSync(join(tmpdir(), 'vitrine-negatives-'));
const keys = makeCertificate(scratch);
const house = await openHouse('negatives', ['--tls-certificate', keys.certificate, '--tls-key', keys.key]);
const wire = await Wire.open(house.base, keys);
const flags = [`--host-resolver-rules=${wire.rules}`, '--ignore-certificate-errors'];
const browser = await Walk.launch(flags);
const walk = new Walk('negatives', browser);
const world = Object.assign(new World(house, wire, walk), { scratch });
let failed = 0;
/** What spoke against each before anything was planted. */
const before = new Map();
const began = performance.now();
try {
  await throughTheHouse(world, { pages: options.has('--short') ? 0 : 150 });
  await checkAll();
  if (options.has('--plant')) await plantAll();
} catch (error) {
  failed += 1;
  console.log(`FAILED: ${error.stack ?? error}`);
  await walk.pictures();
} finally {
  await walk.end();
  await browser.close();
  wire.close();
  await house.stop();
  rmSync(scratch, { recursive: true, force: true });
}
process.exit(failed === 0 ? 0 : 1);

async function checkAll() {
  const tally = { shown: 0, missing: 0 };
  const line = (id, verdict, title, text) =>
    console.log(`${id.padEnd(4)} ${verdict.padEnd(9)} ${title}: ${text}`);
  for (const { id, title, check } of negatives) {
    const { troubles, missing, shown } = await check(world);
    before.set(id, new Set(troubles));
    if (troubles.length > 0) {
      failed += 1;
      line(id, 'FAILED', title, troubles[0]);
      for (const trouble of troubles.slice(1, 12)) console.log(`               ${trouble}`);
    } else if (missing) {
      tally.missing += 1;
      line(id, 'not shown', title, missing);
    } else {
      tally.shown += 1;
      line(id, 'shown', title, shown);
    }
  }
  const rest = await atRest(world);
  failed += rest.troubles.length > 0 ? 1 : 0;
  line('', rest.troubles.length > 0 ? 'FAILED' : 'shown', 'at rest', rest.troubles.join('; ') || rest.shown);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(
    `${tally.shown} of 13 shown, ${tally.missing} not shown, ${failed} failed; ${wire.calls.length} calls, ${world.anchors.length} links, ${world.visited} more pages, ${seconds} s`,
  );
}

async function plantAll() {
  world.step('planting');
  const page = await visitor(world, 'planter', desk, '/');
  for (const { id, title, check } of negatives) {
    if (plants[id] === null) {
      console.log(`${id.padEnd(4)} nothing to plant: not shown`);
      continue;
    }
    const takeBack = world.mark();
    await page.goto(world.origin);
    const more = await plants[id](world, page);
    const troubles = (await check(world)).troubles.filter((each) => !before.get(id).has(each));
    more?.();
    takeBack();
    if (troubles.length === 0) failed += 1;
    const verdict = troubles.length > 0 ? `noticed: ${troubles[0]}` : 'NOT NOTICED';
    console.log(`${id.padEnd(4)} ${title}, planted: ${verdict}`);
  }
}
