/**
 * Drafts of this device: they survive a reload and a crash, are deleted with a way back, and nothing of them is sent.
 * Then several uploads at once: in line, paused, gone on with, moved, taken back, while the person looks around. Then a
 * clip that comes out at its moment, also when the server was restarted before it.
 */
import { accessible, patience, phone } from './browser.mjs';
import { draw } from './clips.mjs';
import { openHouse, password, Person } from './house.mjs';

export default async function drafts(walk) {
  const house = await openHouse(walk.name);
  walk.after(() => house.stop());
  await Person.owner(house.base, 'olga');
  let page = await walk.visit('creator', house.base, { ...phone, path: '/sign-up?next=/create' });
  await page.getByLabel('How you want to be called').fill('Carla');
  await page.getByLabel('Name for signing in').fill('carla');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('button', { name: 'Choose a video' }).waitFor();
  page = await surviving(walk, house, page);
  await deleting(walk, page);
  await several(walk, house, page);
  await later(walk, house, page);
}

async function choose(page, files) {
  await page.locator('input[type=file]').setInputFiles(files);
}

async function surviving(walk, house, page) {
  const sent = [];
  page.context().on('request', (request) => {
    const path = new URL(request.url()).pathname;
    if (request.method() !== 'GET' && !/events$/.test(path)) sent.push(`${request.method()} ${path}`);
  });
  await choose(page, draw('draft-one', 'life=s=90x160:mold=12:r=25', { seconds: 3 }));
  await page.getByLabel('Title').fill('Half a thought');
  await page.getByLabel('Description').fill('Not yet. #later');
  await page.getByText('Only me').click();
  await page.getByText('Kept on this device').waitFor();
  await page.reload();
  await page.getByLabel('Title').waitFor();
  const now = async (of) => ({
    title: await of.getByLabel('Title').inputValue(),
    description: await of.getByLabel('Description').inputValue(),
    only: await of.getByLabel('Only me').isChecked(),
    file: await of.evaluate(() => document.querySelector('video').duration > 2),
  });
  const whole = { title: 'Half a thought', description: 'Not yet. #later', only: true, file: true };
  await page.waitForFunction(() => document.querySelector('video')?.readyState > 0);
  const reloaded = await now(page);
  walk.expect(
    'file and words survive a reload',
    JSON.stringify(reloaded) === JSON.stringify(whole),
    reloaded,
  );

  await page.getByLabel('Title').fill('Half a thought more');
  await page.getByText('Kept on this device').waitFor();
  const address = page.url();
  const context = page.context();
  const cdp = await context.newCDPSession(page);
  await Promise.race([cdp.send('Page.crash').catch(() => undefined), page.waitForEvent('crash')]);
  await page.close();
  const after = await context.newPage();
  await after.goto(address);
  await after.getByLabel('Title').waitFor();
  await after.waitForFunction(() => document.querySelector('video')?.readyState > 0);
  const crashed = await now(after);
  walk.expect(
    'and a crash of the page, to the last word',
    crashed.title === 'Half a thought more' && crashed.file && crashed.only,
    crashed,
  );
  await after.goto(`${house.base}/create`);
  const row = after.getByRole('link', { name: 'Go on with Half a thought more' });
  await row.waitFor();
  const still = await after
    .locator('li img')
    .first()
    .evaluate((image) => image.naturalWidth);
  walk.expect('the list shows it with its picture', still > 0, still);
  walk.expect('nothing of it was sent', sent.length === 0, sent);
  await accessible(walk, after, 'drafts on a phone');
  return after;
}

async function deleting(walk, page) {
  const bin = page.getByRole('button', { name: 'Delete the draft Half a thought more' });
  await bin.click();
  await bin.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await bin.waitFor();
  walk.say('deleting it can be undone');
  await bin.click();
  await bin.waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Your videos' }).first().click();
  await page.getByRole('heading', { name: 'No videos yet' }).waitFor();
  await page.waitForFunction(async () => (await indexedDB.databases()).length === 0);
  walk.say('left alone it is gone, and with the last draft the database');
}

async function several(walk, house, page) {
  const files = [1, 2, 3, 4].map((at) =>
    draw(`several-${at}`, `nullsrc=s=90x160:r=25,geq=random(${at})*255:128:128`, { seconds: 3, quality: 18 }),
  );
  await page.goto(`${house.base}/create`);
  const line = await page.context().newCDPSession(page);
  await line.send('Network.enable');
  const slow = { offline: false, latency: 20, downloadThroughput: 4e6, uploadThroughput: 15_000 };
  await line.send('Network.emulateNetworkConditions', slow);
  await choose(page, files);
  await page.getByRole('button', { name: 'Upload all 4' }).click();
  const region = (n) => page.getByRole('region', { name: `several-${n}.mp4` });
  await region(1)
    .getByText(/^Sending/)
    .waitFor();
  await region(2)
    .getByText(/^Sending/)
    .waitFor();
  await region(3).getByText('In line').waitFor();
  walk.say('four uploads: two are sent, two stand in line');
  await accessible(walk, page, 'uploads on their way');

  await page.getByRole('button', { name: 'Send several-4.mp4 earlier' }).click();
  await region(1).getByRole('button', { name: 'Pause' }).click();
  await region(4)
    .getByText(/^Sending/)
    .waitFor();
  await region(3).getByText('In line').waitFor();
  await region(1).getByText('Paused').waitFor();
  walk.say('the fourth was moved before the third, one was paused, and the fourth took its place');

  let asked = '';
  page.once('dialog', (dialog) => {
    asked = dialog.type();
    void dialog.dismiss();
  });
  await page.evaluate(() => location.reload()).catch(() => undefined);
  for (const until = Date.now() + patience; asked === '' && Date.now() < until;) await page.waitForTimeout(100);
  walk.expect('leaving the page meanwhile is asked about', asked === 'beforeunload', asked);

  await page.getByRole('link', { name: 'Your videos' }).first().click();
  await page.getByRole('heading', { name: 'Your videos' }).waitFor();
  await page.waitForTimeout(800);
  await page.getByRole('link', { name: 'Create' }).first().click();
  await region(1).getByText('Paused').waitFor();
  walk.say('one may walk around meanwhile');

  // A reload in the middle: what was on its way goes on, what was paused stays so.
  page.once('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await region(1).getByText('Paused').waitFor();
  await region(2)
    .getByText(/^Sending/)
    .waitFor();
  walk.say('after a reload they go on by themselves');
  await region(3).getByRole('button', { name: 'Cancel upload' }).click();
  await page.getByRole('link', { name: 'Go on with several-3.mp4' }).waitFor();
  walk.say('one that was taken back is a draft again');
  await line.send('Network.emulateNetworkConditions', { ...slow, latency: 0, uploadThroughput: -1 });
  await region(1).getByRole('button', { name: 'Go on', exact: true }).click();

  const carla = await Person.known(house.base, 'carla');
  const arrived = async () => {
    const { items } = await carla.call('GET', '/me/videos');
    return items.filter(({ state }) => ['playable', 'ready'].includes(state)).length;
  };
  for (const until = Date.now() + 2 * patience; (await arrived()) < 3;) {
    if (Date.now() > until) throw new Error(`${await arrived()} of 3 arrived`);
    await page.waitForTimeout(300);
  }
  const { items } = await carla.call('GET', '/me/videos');
  walk.expect('three arrived, and nothing of the fourth', items.length === 3, items.length);
}

/** The moment as the field wants it: on the clock of this machine, which is the page's too. */
function local(ms) {
  const at = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return at.toISOString().slice(0, 16);
}

async function later(walk, house, page) {
  await page.goto(`${house.base}/create`);
  await choose(page, draw('draft-later', 'life=s=90x160:mold=9:r=25', { seconds: 2 }));
  await page.getByLabel('Title').fill('For tomorrow');
  await page.getByRole('button', { name: 'Publish later…' }).click();
  const field = page.getByLabel('Day and time');
  await field.fill(local(Date.now() - 3_600_000));
  await page.getByText('Choose a moment that is still to come.').waitFor();
  walk.expect(
    'a moment that has passed cannot be set',
    await page.getByRole('button', { name: 'Set', exact: true }).isDisabled(),
  );
  await field.fill(local(Date.now() + 86_400_000));
  await accessible(walk, page, 'choosing a moment');
  await page.getByRole('button', { name: 'Set', exact: true }).click();
  const region = page.getByRole('region', { name: 'For tomorrow' });
  await region.getByText(/^Comes out/).waitFor({ timeout: patience });
  await page.getByRole('link', { name: 'Your videos' }).first().click();
  const row = page.getByRole('listitem').filter({ hasText: 'For tomorrow' });
  await row.getByText(/^Comes out/).waitFor();
  walk.say('a draft says when it comes out, where it is sent and among one’s videos');

  const carla = await Person.known(house.base, 'carla');
  const planned = async () => (await carla.call('GET', '/me/schedule')).items;
  const [{ video, at }] = await planned();
  walk.expect('to the minute that was chosen', Math.abs(at - Date.now() - 86_400_000) < 120_000, at);
  await row.getByRole('button', { name: 'Actions for For tomorrow' }).click();
  await page.getByRole('menuitem', { name: 'Change the moment…' }).click();
  await page.getByLabel('Day and time').fill(local(Date.now() + 2 * 86_400_000));
  await page.getByRole('button', { name: 'Set', exact: true }).click();
  await page.getByText(/^It comes out/).waitFor();
  const [moved] = await planned();
  walk.expect('it can be moved', moved.at - at > 80_000_000, moved.at - at);
  await row.getByRole('button', { name: 'Actions for For tomorrow' }).click();
  await page.getByRole('menuitem', { name: 'Change the moment…' }).click();
  await page.getByRole('button', { name: 'Not by itself' }).click();
  await row.getByText(/^Comes out/).waitFor({ state: 'detached' });
  walk.expect('and taken back', (await planned()).length === 0);

  const wanted = Date.now() + 4_000;
  await carla.call('PUT', `/videos/${video}/schedule`, { at: wanted });
  await house.restart();
  const again = await Person.known(house.base, 'carla');
  let published = null;
  for (const until = Date.now() + patience; !published && Date.now() < until;) {
    published = (await again.call('GET', `/videos/${video}`)).published_at;
    await page.waitForTimeout(200);
  }
  const late = published - wanted;
  walk.expect(`after a restart it came out ${late} ms after its moment`, late >= 0, late);
}
