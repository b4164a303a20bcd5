/**
 * A thumb on a phone: clips swiped in by touch play and are counted, a long press opens the menu and presses nothing in
 * it, and what somebody does not want to see more of arrives, though they leave at once.
 */
import { createServer, request } from 'node:http';
import { arrived, indexOf, moving, on, phone, still, swipe } from './browser.mjs';
import { draw } from './clips.mjs';
import { openHouse, Person, signedIn } from './house.mjs';

const topics = { tides: '0x04222f:c1=0x1b7f8c', dunes: '0x3b1d12:c1=0xd98f4e' };
const seconds = 3;

export default async function touch(walk) {
  const house = await openHouse(walk.name);
  walk.after(() => house.stop());
  const owner = await Person.owner(house.base, 'olga');
  await Person.fresh(house.base, 'vera');
  const ids = [];
  for (let n = 0; n < 8; n += 1)
    for (const [topic, colours] of Object.entries(topics)) {
      const file = draw(`touch-${topic}`, `gradients=s=90x160:r=25:c0=${colours}:n=2:speed=0.05`, {
        seconds,
      });
      ids.push(
        await owner.publish(file, { title: `${topic} ${n}`, description: `#${topic}`, language: 'zxx' }),
      );
    }
  await owner.settled(ids);

  const door = await doorOf(house);
  walk.after(() => door.close());
  const { events } = door;
  const page = await signedIn(walk, 'vera', door, phone, '/');
  await moving(page);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await countsWhatIsSwipedIn(walk, page, events);
  await longPress(walk, page);
  await notInterested(walk, page, events);
}

/** A door before the house that writes down what it is told of what was seen: what the page sends may never arrive. */
async function doorOf(house) {
  const events = [];
  const { hostname, port } = new URL(house.base);
  const server = createServer((asked, answer) => {
    const { method, url: path, headers } = asked;
    const on = request({ hostname, port, method, path, headers }, (said) => {
      answer.writeHead(said.statusCode, said.headers);
      said.pipe(answer);
    });
    on.on('error', () => answer.destroy());
    const parts = [];
    asked.on('data', (part) => parts.push(part));
    asked.on('end', () => {
      const body = Buffer.concat(parts);
      if (path === '/api/v1/events') events.push(...JSON.parse(body).events);
      on.end(body);
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { base: `http://127.0.0.1:${server.address().port}`, events, close };
}

async function until(good, tries = 100) {
  for (let n = 0; n < tries; n += 1) {
    if (await good()) return true;
    await new Promise((done) => setTimeout(done, 100));
  }
  return false;
}

const paused = (page) => page.locator(on).getByRole('button', { name: 'Play', exact: true });

async function countsWhatIsSwipedIn(walk, page, events) {
  for (let n = 0; n < 5; n += 1) {
    const index = await indexOf(page);
    await still(page);
    await swipe(page, 500);
    await arrived(page, index + 1);
    await moving(page);
    await page.waitForTimeout(300);
    if ((await paused(page).count()) > 0) throw new Error(`clip ${n} plays and is said to be paused`);
  }
  walk.say('swiped in by touch, a clip plays and nothing says that it is paused');
  const skips = () => events.filter(({ kind, skipped }) => kind === 'watched' && skipped).length;
  const counted = await until(() => skips() >= 4);
  walk.expect('each of four that were swiped away is counted as skipped', counted, events);

  // One that is watched past its end, and swiped away.
  await page.waitForTimeout(seconds * 1000 + 600);
  const before = events.length;
  const index = await indexOf(page);
  await swipe(page, 500);
  await arrived(page, index + 1);
  const watched = () => events.slice(before).find(({ kind }) => kind === 'watched');
  await until(watched);
  const { watched_ms: ms, finished } = watched() ?? {};
  // From when it is on show: what ran while the finger pulled was not watched.
  walk.expect('one that was watched to its end is counted whole', finished && ms > seconds * 700, watched());
}

async function finger(page) {
  const session = await page.context().newCDPSession(page);
  return (type, ...touchPoints) => session.send('Input.dispatchTouchEvent', { type, touchPoints });
}

/** The menu comes up under the finger: what lies there when it is lifted was not meant. */
async function longPress(walk, page) {
  const touchEvent = await finger(page);
  const menu = page.getByRole('dialog').getByRole('group', { name: 'Speed' });
  for (const y of [250, 330, 400, 480, 560]) {
    await touchEvent('touchStart', { x: 150, y });
    await menu.waitFor();
    await page.waitForTimeout(400); // until it has come to rest
    await touchEvent('touchEnd');
    await page.waitForTimeout(300);
    if (!(await menu.isVisible())) throw new Error(`lifting the finger at ${y} pressed something`);
    await page.getByRole('button', { name: 'Close', exact: true }).tap();
    await menu.waitFor({ state: 'detached' });
  }
  walk.say('a long press opens the menu, and lifting the finger presses nothing in it');
  await page.touchscreen.tap(150, 300); // it may stand still meanwhile
  await page.waitForTimeout(500);
  if ((await paused(page).count()) > 0) await page.touchscreen.tap(150, 300);
  await moving(page);
}

async function wave(page) {
  await still(page); // or the clip one is about to press is not on show any more
  await page.locator(on).getByRole('button', { name: 'More actions', exact: true }).tap();
  await page.getByRole('button', { name: 'Not interested' }).tap();
  await page.getByText('Taken off your wall.').waitFor();
}

async function notInterested(walk, page, events) {
  const told = () => events.filter(({ kind }) => kind === 'not_interested').length;
  // It takes effect when its note goes, or when one goes on.
  await wave(page);
  const anew = page.waitForResponse((answer) => /\/feed\/for_you$/.test(answer.url()) && answer.ok());
  await still(page);
  const index = await indexOf(page);
  await swipe(page, 500);
  await arrived(page, index + 1);
  walk.expect('whoever goes on has said so', await until(() => told() === 1), events.slice(-6));
  await anew;
  walk.say('and the clips ahead are fetched anew');
  await moving(page);

  for (let n = 0; n < 4; n += 1) {
    await wave(page);
    await page.waitForTimeout(500 + 300 * n);
    await page.reload();
    await moving(page);
  }
  walk.expect('said just before one leaves, it arrives', await until(() => told() === 5), told());

  // So does what was watched last.
  for (let n = 0; n < 4; n += 1) {
    const before = events.length;
    await page.waitForTimeout(600);
    await page.reload();
    await moving(page);
    const last = () => events.slice(before).some(({ kind }) => kind === 'watched');
    if (!(await until(last, 50))) throw new Error(`what was watched before reload ${n} is not counted`);
  }
  walk.say('and so does how long the last clip was watched');
}
