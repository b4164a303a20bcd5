/**
 * Somebody who only watches, at a desk and on a phone: looks for a moment, changes speed and what happens at the end,
 * saves, comes back, loses the line, sees less of what is not for everybody, and is asked about their time.
 */
import { accessible, arrived, desk as size, indexOf, labelOf, moving, on, phone, still } from './browser.mjs';
import { draw } from './clips.mjs';
import { openHouse, password, Person } from './house.mjs';

const clips = 4;
const seconds = 6;

export default async function watching(walk) {
  const house = await openHouse(walk.name);
  walk.after(() => house.stop());
  const adult = await fill(house);
  const page = await walk.visit('viewer', house.base, { ...size, path: '/sign-in?next=/latest' });
  await signIn(page);
  await moving(page);
  await lookForAMoment(walk, page);
  await speedAndEnd(walk, page);
  await saveAndReturn(walk, page, house);
  await floatOut(walk, page);
  await withoutALine(walk, page);
  await restricted(walk, page, house, adult);
  await fewerBytes(walk, page, house);
  await yourTime(walk, page, house);
  await calmAndGerman(walk, house);
}

async function fill(house) {
  const owner = await Person.owner(house.base, 'olga');
  await Person.fresh(house.base, 'vera');
  const ids = [];
  for (let n = 0; n < clips + 1; n += 1) {
    const picture = `testsrc2=s=360x640:r=25,hue=h=${n * 70}`;
    const file = draw(`watching-${n}`, picture, { seconds, pitch: 200 + 40 * n });
    ids.push(await owner.publish(file, { title: `Clip ${n}`, description: '#watching' }));
  }
  await owner.call('PATCH', `/videos/${ids[0]}`, { audience: 'adult', title: 'Not for everybody' });
  const [adult, ...open] = ids;
  await owner.settled(open, ['ready']);
  await until(async () =>
    ['playable', 'ready'].includes((await owner.call('GET', `/videos/${adult}`)).state),
  );
  return adult;
}

async function until(good) {
  while (!(await good())) await new Promise((done) => setTimeout(done, 100));
}

async function signIn(page) {
  await page.getByLabel('Name for signing in').fill('vera');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

const videoOf = (page, read) =>
  page.evaluate(
    ([selector, body]) =>
      new Function('video', `return ${body}`)(document.querySelector(`${selector} video`)),
    [on, read],
  );

/** Hovering and drawing along the line: a picture of each moment, and the clip goes where it was let go. */
async function lookForAMoment(walk, page) {
  // The first clip may still be coming to rest when it begins to move.
  await still(page);
  const box = await page.locator(on).locator('.scrubber').boundingBox();
  const at = (part) => [box.x + box.width * part, box.y + box.height / 2];
  await page.mouse.move(...at(0.7));
  const glances = (part) =>
    page.waitForFunction(
      ([low, high]) => {
        const video = document.querySelector('.look video');
        return (
          video &&
          video.readyState >= 2 &&
          !video.seeking &&
          video.currentTime > low &&
          video.currentTime < high
        );
      },
      [part * seconds - 0.4, part * seconds + 0.4],
    );
  await glances(0.7);
  const videos = await page.locator('video').count();
  walk.expect(
    'a small picture shows the moment under the pointer, without a fifth player',
    videos <= 4,
    videos,
  );
  await page.keyboard.press(' ');
  await page.locator(on).getByRole('button', { name: 'Play', exact: true }).waitFor();
  await page.mouse.move(...at(0.3));
  await page.mouse.down();
  await page.mouse.move(...at(0.5), { steps: 3 });
  await glances(0.5);
  const before = await videoOf(page, 'video.currentTime');
  await page.mouse.move(...at(0.95), { steps: 3 });
  await glances(0.95);
  const meanwhile = await videoOf(page, 'video.currentTime');
  walk.expect('drawn along the line, the clip itself stays', meanwhile === before, [before, meanwhile]);
  await page.mouse.up();
  await page.waitForFunction(
    ([selector, least]) => document.querySelector(`${selector} video`).currentTime >= least,
    [on, seconds * 0.94],
  );
  walk.say('and goes to where the pointer lets go');
  await page.mouse.move(640, 200);
  await page.locator('.look video').waitFor({ state: 'detached' });
  const slider = page.locator(on).getByRole('slider', { name: 'Position in the clip' });
  await slider.focus();
  await slider.press('Home');
  await slider.press('PageUp');
  await page.waitForFunction(
    (selector) => document.querySelector(`${selector} video`).currentTime >= 4.9,
    on,
  );
  walk.say('the keyboard moves the same line by seconds');
  await page.mouse.click(640, 300);
  await moving(page);
}

async function speedAndEnd(walk, page) {
  await page.keyboard.press('>');
  const pill = page.locator(on).getByRole('button', { name: /Speed 1.25/ });
  await pill.waitFor();
  walk.expect('the clip runs faster', (await videoOf(page, 'video.playbackRate')) === 1.25);
  await pill.click();
  walk.expect('and as it was made again', (await videoOf(page, 'video.playbackRate')) === 1);
  await page.keyboard.press('x');
  await page.getByRole('group', { name: 'Speed' }).waitFor();
  await accessible(walk, page, 'the menu of a clip');
  await page.getByRole('radio', { name: 'The next one' }).click();
  const index = await indexOf(page);
  await page.keyboard.press('9');
  await arrived(page, index + 1);
  await moving(page);
  walk.say('at its end a clip makes room for the next one');
  await page.keyboard.press('a');
  await page.getByText('Clips begin again at their end').waitFor();
  await page.keyboard.press('9');
  await page.waitForFunction((selector) => document.querySelector(`${selector} video`).currentTime < 2, on);
  walk.expect('or begins again', (await indexOf(page)) === index + 1);
}

/** Saved, found again, opened among the saved ones, and back by the browser's own way. */
async function saveAndReturn(walk, page, house) {
  const index = await indexOf(page);
  const label = await labelOf(page);
  await page.keyboard.press('b');
  await page.getByRole('button', { name: 'See all' }).click();
  await page.getByRole('heading', { name: 'Saved' }).waitFor();
  const saved = page.getByRole('main').getByRole('listitem').getByRole('link');
  await saved.first().waitFor();
  await accessible(walk, page, 'what was saved');
  await saved.first().click();
  await moving(page);
  walk.expect('the saved clip opens', (await labelOf(page)) === label);
  await page.keyboard.press('ArrowDown');
  await page.getByRole('heading', { name: 'The end of this wall' }).waitFor();
  await page.getByRole('button', { name: 'Back to the wall' }).click();
  await page.getByRole('heading', { name: 'Saved' }).waitFor();
  await page.goBack();
  await moving(page);
  walk.expect(
    'the feed is where it was left',
    (await indexOf(page)) === index && (await labelOf(page)) === label,
  );

  await page.goto(`${house.base}/@olga`);
  const second = page
    .getByRole('main')
    .getByRole('listitem')
    .getByRole('link', { name: /Clip 3/ });
  await second.click();
  await moving(page);
  const place = await indexOf(page);
  await page.keyboard.press('ArrowUp');
  await arrived(page, place - 1);
  await page.keyboard.press('ArrowDown');
  await page.waitForURL(/\/v\//);
  walk.say('from a profile one goes on both ways, and the address follows');
  const address = page.url();
  await page.reload();
  await moving(page);
  walk.expect('the address opens that clip again', page.url() === address);
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await page.waitForURL(/@olga$/);
}

async function floatOut(walk, page) {
  await page.goto(new URL('/latest', page.url()).href);
  await moving(page);
  if (!(await page.evaluate(() => document.pictureInPictureEnabled)))
    return walk.say('this browser floats nothing');
  await page.keyboard.press('i');
  await page.waitForFunction(() => document.pictureInPictureElement !== null);
  await page.keyboard.press('ArrowDown');
  await arrived(page, 1);
  await page.waitForFunction(
    (selector) => document.pictureInPictureElement === document.querySelector(`${selector} video`),
    on,
  );
  walk.say('in its little window the next clip follows');
  await page.keyboard.press('i');
  await page.waitForFunction(() => document.pictureInPictureElement === null);
}

async function withoutALine(walk, page) {
  await page.context().setOffline(true);
  const note = page.locator('[role=status]', { hasText: 'Offline' });
  await note.waitFor();
  walk.say('without a line the page says so');
  await page.context().setOffline(false);
  await note.waitFor({ state: 'detached' });
  for (let index = await indexOf(page); index < clips - 1; index += 1) {
    await page.keyboard.press('ArrowDown');
    await arrived(page, index + 1);
  }
  await page.keyboard.press('ArrowDown');
  await page.getByRole('heading', { name: 'You have seen it all' }).waitFor();
  await page.getByRole('button', { name: 'Back to the first clip' }).click();
  await arrived(page, 0);
}

async function restricted(walk, page, house, adult) {
  const wall = page
    .getByRole('main')
    .getByRole('listitem')
    .getByRole('link', { name: /Not for everybody/ });
  await page.goto(`${house.base}/@olga`);
  await wall.waitFor();
  await page.goto(`${house.base}/settings/watching`);
  await page.getByRole('switch', { name: 'Restricted mode' }).check();
  await accessible(walk, page, 'watching and well-being');
  await page.goto(`${house.base}/@olga`);
  await page
    .getByRole('main')
    .getByRole('listitem')
    .getByRole('link', { name: /Clip 3/ })
    .waitFor();
  walk.expect('restricted, what is for adults is not on the wall', (await wall.count()) === 0);
  await page.goto(`${house.base}/v/${adult}`);
  await page.getByRole('heading', { name: 'This clip is no longer here' }).waitFor();
  walk.say('nor at its address');
}

/** Saving data: nothing but the smallest picture, and one clip ahead. */
async function fewerBytes(walk, page, house) {
  await page.goto(`${house.base}/settings/watching`);
  await page.getByRole('group', { name: 'Save data' }).getByRole('radio', { name: 'Always' }).check();
  await page.goto(`${house.base}/latest`);
  await moving(page);
  await page.waitForFunction(() => document.querySelectorAll('article video').length === 2);
  await page.keyboard.press('ArrowDown');
  await arrived(page, 1);
  await moving(page);
  const { videos, fetched, lowest } = await page.evaluate(async () => {
    const feed = await (await fetch('/api/v1/feed/latest')).json();
    const rungs = feed.items.map(({ media }) => new URL(media.rungs[0].url, location.origin).pathname);
    const files = performance
      .getEntriesByType('resource')
      .filter(({ initiatorType }) => initiatorType === 'fetch')
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => path.startsWith('/media/'));
    return {
      videos: document.querySelectorAll('article video').length,
      fetched: [...new Set(files)],
      lowest: rungs,
    };
  });
  walk.expect('saving data, one clip is fetched ahead', videos <= 3, videos);
  const others = fetched.filter((path) => !lowest.includes(path));
  walk.expect('and only the smallest pictures', fetched.length > 0 && others.length === 0, others);
}

/** Limits are questions: the clips wait for an answer, and one may say "more". */
async function yourTime(walk, page, house) {
  await page.evaluate(() => {
    const two = (n) => String(n).padStart(2, '0');
    const now = new Date();
    const date = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
    localStorage.setItem('vitrine:screen-time', JSON.stringify({ [date]: 31 * 60_000 }));
  });
  await page.goto(`${house.base}/settings/watching`);
  await page.getByText(/31 minutes today/).waitFor();
  await page.getByLabel('A day').selectOption('30');
  await page.goto(`${house.base}/latest`);
  await page.getByRole('heading', { name: 'That was it for today' }).waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll('video')].every((video) => video.paused));
  await accessible(walk, page, 'the daily limit');
  await page.getByRole('button', { name: '15 minutes more' }).click();
  await moving(page);
  walk.say('at the daily limit the clips wait; a little longer is one press away');
  await page.goto(`${house.base}/settings/watching`);
  await page.getByLabel('A day').selectOption('0');
  await page.getByRole('switch', { name: 'Quiet hours' }).check();
  const hours = await page.evaluate(() => {
    const time = (shift) => new Date(Date.now() + shift * 3_600_000).toTimeString().slice(0, 5);
    return [time(-1), time(1)];
  });
  await page.getByLabel('From', { exact: true }).fill(hours[0]);
  await page.getByLabel('Until', { exact: true }).fill(hours[1]);
  await page.goto(`${house.base}/latest`);
  await page.getByRole('heading', { name: 'Quiet hours' }).waitFor();
  await page.getByRole('button', { name: 'Good night' }).click();
  await page.locator(on).getByRole('button', { name: 'Play', exact: true }).waitFor();
  walk.say('in quiet hours too, and “Good night” leaves them still');
  await walk.leave('viewer');
}

async function calmAndGerman(walk, house) {
  const options = { ...phone, locale: 'de-DE', reducedMotion: 'reduce', theme: 'light' };
  const page = await walk.visit('calm', house.base, { ...options, path: '/latest' });
  await moving(page);
  await page.keyboard.press('ArrowDown');
  const there = await page.evaluate(() => {
    const wall = document.querySelector('.scroller');
    return wall.scrollTop === wall.clientHeight;
  });
  walk.expect('with less movement the next clip is there at once', there);
  await page.keyboard.press('x');
  await page.getByRole('group', { name: 'Tempo' }).waitFor();
  await accessible(walk, page, 'the menu, by day, in German');
  await page.goto(`${house.base}/settings/watching`);
  await page.getByRole('heading', { name: 'Deine Zeit' }).waitFor();
  await accessible(walk, page, 'watching and well-being, by day, in German');
}
