/** The short pass at a desk: wheel, keys, the reasons that add up, undo, other feeds, the end; by night, then by day in German. */
import { accessible, arrived, desk as size, indexOf, labelOf, moving, on } from './browser.mjs';
import { draw, drawPicture } from './clips.mjs';
import { openHouse, password, Person } from './house.mjs';

const titles = ['Low tide, no wind', 'Four rules, endless gardens', 'A small valley', 'Rule 110, woven'];
const pictures = [
  'gradients=s=90x160:r=25:c0=0x04222f:c1=0x1b7f8c:c2=0xbfe3df:n=3:speed=0.03',
  'life=s=90x160:mold=12:r=25:ratio=0.12:death_color=#1a2b2b:life_color=#e9c77d',
  'mandelbrot=s=90x160:rate=25:start_scale=1.2:end_scale=0.2:end_pts=250:maxiter=400',
  'cellauto=s=90x160:rule=110:r=25',
];

export default async function desk(walk) {
  const house = await openHouse(walk.name);
  walk.after(() => house.stop());
  await fill(house);
  const page = await walk.visit('viewer', house.base, { ...size, path: '/sign-in' });
  await page.getByLabel('Name for signing in').fill('vera');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await moving(page);
  await wheelAndWhy(walk, page);
  await undo(walk, page);
  await aroundTheHouse(walk, page);
  await anotherCover(walk, house);
  await portrait(walk, page, house);
  await theEnd(walk, house);
}

/** Of a clip that is long done: poster and preview follow, the rest stays. */
async function anotherCover(walk, house) {
  const owner = await Person.known(house.base, 'olga');
  const { items } = await owner.call('GET', '/me/videos');
  const [before] = items;
  await owner.settled([before.id], ['ready']);
  const look = () => owner.call('GET', `/videos/${before.id}`);
  const { poster } = await look();
  await owner.call('PATCH', `/videos/${before.id}`, { cover_ms: 2500 });
  let after = await look();
  while (after.poster === poster) {
    await new Promise((done) => setTimeout(done, 100));
    after = await look();
  }
  const image = await fetch(new URL(after.poster, house.base));
  walk.expect(
    'another cover gives another poster',
    image.headers.get('content-type') === 'image/webp',
    after,
  );
  walk.expect('and leaves the clip as it was', String(after.media.mp4) === String(before.media.mp4));
}

/** Chosen, moved into its circle, shown to others, taken away. */
async function portrait(walk, page, house) {
  await page.goto(`${house.base}/@vera`);
  await page.getByRole('button', { name: 'Edit profile' }).click();
  await page.locator('input[type=file]').setInputFiles(drawPicture('portrait', 'Planted Camera'));
  await page.getByRole('application', { name: /Drag it/ }).press('ArrowLeft');
  await page.getByRole('slider', { name: 'Closer' }).fill('2');
  await accessible(walk, page, 'cutting a portrait');
  await page.getByRole('button', { name: 'Use this picture' }).click();
  await page.getByRole('button', { name: 'Remove picture' }).waitFor();
  const seen = async () => (await (await fetch(`${house.base}/api/v1/accounts/vera`)).json()).avatar;
  const address = await seen();
  const image = await fetch(new URL(address, house.base));
  const bytes = Buffer.from(await image.arrayBuffer());
  walk.expect('strangers can see the portrait', image.ok && bytes.includes('WEBP'), address);
  walk.expect('and nothing of its file', !bytes.includes('Planted') && !bytes.includes('Exif'));
  await page.locator(`img[src="${address}"]`).first().waitFor();
  await page.getByRole('button', { name: 'Remove picture' }).click();
  await page.getByRole('button', { name: 'Remove picture' }).waitFor({ state: 'detached' });
  const gone = await fetch(new URL(address, house.base));
  walk.expect('taken away, it is gone at once', (await seen()) === null && gone.status === 404, gone.status);
}

async function fill(house) {
  const owner = await Person.owner(house.base, 'olga');
  await Person.fresh(house.base, 'vera');
  const ids = [];
  for (const [at, picture] of pictures.entries()) {
    const file = draw(`desk-${at}`, picture, { seconds: 4, pitch: 180 + 60 * at });
    ids.push(await owner.publish(file, { title: titles[at], description: `#wall${at % 2}` }));
  }
  await owner.settled(ids);
}

async function wheelAndWhy(walk, page) {
  await page.mouse.move(640, 400);
  await page.mouse.wheel(0, 120);
  await arrived(page, 1);
  // One gesture moves one clip: the next notch counts as a new one after a silence.
  await page.waitForTimeout(300);
  await page.mouse.wheel(0, -120);
  await arrived(page, 0);
  walk.say('the wheel moves one clip, and back');

  await page.keyboard.press('w');
  await page.getByRole('heading', { name: 'Why this clip' }).waitFor();
  const values = await page.locator('aside li b').allInnerTexts();
  const sum = Number((await page.locator('.sum strong').innerText()).replace('−', '-'));
  const total = values.reduce((all, text) => all + Number(text.replace('−', '-')), 0);
  walk.expect('the reasons add up to the score', Math.abs(total - sum) < 5e-4, { total, sum });
  await accessible(walk, page, 'why, at a desk');
  await page.keyboard.press('ArrowDown');
  await arrived(page, 1);
  walk.expect(
    'the panel stays while one goes on',
    await page.getByRole('heading', { name: 'Why this clip' }).isVisible(),
  );
  await page.keyboard.press('Escape');
}

async function undo(walk, page) {
  const gone = await labelOf(page);
  await page.keyboard.press('n');
  await page.getByText('Taken off your wall').waitFor();
  const shows = (label, yes) =>
    page.waitForFunction(
      ([selector, text, wanted]) =>
        (document.querySelector(selector)?.getAttribute('aria-label') === text) === wanted,
      [on, label, yes],
    );
  await shows(gone, false);
  await page.getByRole('button', { name: 'Undo' }).click();
  await shows(gone, true);
  walk.say('“not interested” takes a clip off the wall, and can be undone');
}

async function aroundTheHouse(walk, page) {
  for (const [key, title] of [
    ['s', 'Share'],
    ['?', 'With the keyboard'],
  ]) {
    await page.keyboard.press(key);
    await page.getByRole('heading', { name: title }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: title }).waitFor({ state: 'detached' });
  }
  walk.say('share and the keyboard card open and close');
  const left = [await indexOf(page), await labelOf(page)];
  await page.getByRole('link', { name: 'Latest' }).first().click();
  await page.getByRole('feed', { name: 'Latest' }).waitFor();
  // The clip of the feed before moves on until this one's first has arrived.
  await page.locator(`${on}[aria-label="@olga: ${titles.at(-1)}"]`).waitFor();
  await moving(page);
  walk.say('another feed plays');
  await page.getByRole('link', { name: 'Watch' }).click();
  await page.getByRole('feed', { name: 'For you' }).waitFor();
  await moving(page);
  const found = [await indexOf(page), await labelOf(page)];
  walk.expect('coming back finds the feed where it was', String(found) === String(left), { left, found });
}

async function theEnd(walk, house) {
  const page = await walk.visit('german', house.base, {
    ...size,
    reducedMotion: 'reduce',
    locale: 'de-DE',
    theme: 'light',
  });
  await page.locator(on).waitFor();
  walk.expect('German by the browser', (await page.locator('html').getAttribute('lang')) === 'de');
  for (let step = 1; step < titles.length; step += 1) {
    await page.keyboard.press('ArrowDown');
    await arrived(page, step);
  }
  await page.keyboard.press('ArrowDown');
  const end = page.getByRole('button', { name: 'Zurück zum ersten Clip' });
  await end.waitFor();
  await accessible(walk, page, 'the end, by day in German');
  await end.click();
  await arrived(page, 0);
  walk.say('the end card leads back to the first clip');
}
