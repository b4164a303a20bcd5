/**
 * Playlists, on a phone: made from a clip's menu, filled, put in order by keys and by hand, played through in that order,
 * read by a stranger and without JavaScript. And what is pinned stands first on a profile; and a film is
 * replaced at its address.
 */
import { accessible, arrived, labelOf, moving, on, phone } from './browser.mjs';
import { draw } from './clips.mjs';
import { openHouse, password, Person } from './house.mjs';

export default async function playlists(walk) {
  const house = await openHouse(walk.name);
  walk.after(() => house.stop());
  const owner = await Person.owner(house.base, 'olga');
  const ids = [];
  for (const [at, title] of ['First', 'Second', 'Third'].entries())
    ids.push(
      await owner.publish(draw(`list-${at}`, `life=s=90x160:mold=${at + 8}:r=25`, { seconds: 3 }), { title }),
    );
  await owner.settled(ids, ['ready']);
  const page = await walk.visit('vera', house.base, { ...phone, path: '/sign-up' });
  await page.getByLabel('How you want to be called').fill('Vera');
  await page.getByLabel('Name for signing in').fill('vera');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await moving(page);
  await fill(walk, house, page, ids);
  await order(walk, page);
  await play(walk, page);
  await strangers(walk, house, page);
  await pin(walk, house);
  await replace(walk, house, owner, ids);
}

async function fill(walk, house, page, ids) {
  for (const [at, id] of ids.entries()) {
    await page.goto(`${house.base}/v/${id}`);
    await moving(page);
    await page
      .locator(on)
      .locator('.stage')
      .click({ button: 'right', position: { x: 150, y: 300 } });
    await page.getByRole('button', { name: 'Add to a playlist…' }).click();
    const sheet = page.getByRole('dialog', { name: 'Add to a playlist' });
    if (at === 0) {
      await sheet.getByLabel('Title').fill('By the water');
      await accessible(walk, page, 'a new playlist');
      await sheet.getByRole('button', { name: 'Create' }).click();
    } else {
      await sheet.getByLabel('By the water').check();
    }
    await page.getByText('Added to By the water').waitFor();
  }
  walk.say('a playlist was made from a clip’s menu, and two more clips added');
  await page.goto(`${house.base}/@vera`);
  await page.getByRole('link', { name: /By the water/ }).click();
  await page.getByRole('heading', { name: 'By the water' }).waitFor();
  await page.getByRole('link', { name: /Third/ }).waitFor();
  await accessible(walk, page, 'a playlist on a phone');
}

const titles = (page) => page.locator('ol b').allTextContents();

async function order(walk, page) {
  await page.getByRole('button', { name: 'Order' }).click();
  const handles = page.getByRole('button', { name: /Move with the arrow keys/ });
  await handles.first().waitFor();
  await handles.first().focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('button', { name: /^First, 2 of 3/ }).waitFor();
  walk.expect('an arrow key moves a clip down', String(await titles(page)) === 'Second,First,Third');
  const box = await page.getByRole('button', { name: /^Third/ }).boundingBox();
  const top = await page.getByRole('button', { name: /^Second/ }).boundingBox();
  await page.mouse.move(box.x + 20, box.y + 20);
  await page.mouse.down();
  for (let step = 1; step <= 6; step += 1)
    await page.mouse.move(box.x + 20, box.y + 20 + ((top.y - box.y) * step) / 6);
  await page.mouse.up();
  await page.getByRole('button', { name: /^Third, 1 of 3/ }).waitFor();
  walk.expect('a hand drags another to the top', String(await titles(page)) === 'Third,Second,First');
  await accessible(walk, page, 'ordering a playlist');
  await page.reload();
  await page.getByRole('link', { name: /First/ }).waitFor();
  const now = await page.locator('#content ul .title').allTextContents();
  walk.expect('the order is kept', String(now) === 'Third,Second,First', now);
}

async function play(walk, page) {
  await page.getByRole('button', { name: 'Play from the start' }).click();
  for (const [at, title] of ['Third', 'Second', 'First'].entries()) {
    await arrived(page, at);
    await moving(page);
    const label = await labelOf(page);
    walk.expect(`it plays ${title} at place ${at + 1}`, label === `@olga: ${title}`, label);
    await page.keyboard.press('ArrowDown');
  }
}

async function strangers(walk, house, page) {
  const vera = await Person.known(house.base, 'vera');
  const [list] = (await vera.call('GET', '/me/playlists')).items;
  const plain = await walk.visit('plain', house.base, {
    javaScriptEnabled: false,
    path: `/playlist/${list.id}`,
  });
  await plain.getByRole('heading', { name: 'By the water' }).waitFor();
  const links = await plain.locator('noscript a, main a').count();
  walk.expect('without JavaScript the list is a list of links', links >= 3, links);
  const title = await plain.locator('meta[property="og:title"]').getAttribute('content');
  walk.expect('its head says what it is', /By the water/.test(title), title);
  await walk.leave('plain');
  await page.goto(`${house.base}/playlist/${list.id}`);
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await page.getByLabel('Title').fill('By the sea');
  await page.getByLabel('Who can see it').selectOption({ label: 'Only me' });
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('heading', { name: 'By the sea' }).waitFor();
  const stranger = await fetch(`${house.base}/playlist/${list.id}`);
  walk.expect(
    'renamed and kept for oneself, it is not there for others',
    stranger.status === 404,
    stranger.status,
  );
}

async function pin(walk, house) {
  const page = await walk.visit('olga', house.base, { ...phone, path: '/sign-in?next=/studio' });
  await page.getByLabel('Name for signing in').fill('olga');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Actions for First' }).click();
  await page.getByRole('menuitem', { name: 'Pin to your profile' }).click();
  await page.getByText('Pinned to your profile').waitFor();
  await page.goto(`${house.base}/@olga`);
  const pinned = page.getByRole('region', { name: 'Pinned' });
  await pinned.getByRole('link', { name: /First/ }).waitFor();
  await accessible(walk, page, 'a profile with something pinned');
}

async function replace(walk, house, owner, [id]) {
  const before = await owner.call('GET', `/videos/${id}`);
  const draft = await owner.upload(draw('list-new', 'life=s=90x160:mold=30:r=25', { seconds: 5 }));
  await owner.call('PATCH', `/videos/${draft}`, { title: 'A better take' });
  for (let state = ''; state !== 'ready'; state = (await owner.call('GET', `/videos/${draft}`)).state)
    await new Promise((done) => setTimeout(done, 200));
  const page = walk.page('olga');
  await page.goto(`${house.base}/studio`);
  const offer = async () => {
    await page.getByRole('button', { name: 'Actions for First' }).click();
    await page.getByRole('menuitem', { name: 'Replace the film…' }).click();
    return page.getByRole('dialog').getByRole('button', { name: /A better take/ });
  };
  const choose = async () => (await offer()).click();
  await offer();
  await accessible(walk, page, 'choosing another film');
  await page.keyboard.press('Escape');
  await choose();
  const note = page.getByText('The film was replaced');
  await note.waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('heading', { name: 'A better take' }).waitFor();
  const same = await owner.call('GET', `/videos/${id}`);
  walk.expect('taken back, nothing has happened', same.duration_ms === before.duration_ms);
  await choose();
  await note.waitFor();
  await note.waitFor({ state: 'hidden' });
  const after = await owner.call('GET', `/videos/${id}`);
  walk.expect(
    'the film is another one, the address, title and day the same',
    after.duration_ms > before.duration_ms + 1_000 &&
      after.title === 'First' &&
      after.published_at === before.published_at,
    [before.duration_ms, after.duration_ms],
  );
  await page.goto(`${house.base}/v/${id}`);
  await moving(page);
  const length = await page.evaluate((selector) => document.querySelector(`${selector} video`).duration, on);
  walk.expect('and it plays', length > 4, length);
}
