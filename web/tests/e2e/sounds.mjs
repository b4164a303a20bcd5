/**
 * Sounds, on a phone: the same in two clips is one, credited on both; its page with every clip and without JavaScript;
 * named by its author, found by that name; muted and taken back; nothing of a private clip shows.
 */
import { accessible, moving, on, phone } from './browser.mjs';
import { draw } from './clips.mjs';
import { openHouse, password, Person } from './house.mjs';

/** Three notes a second; `step` makes the tune, `cut` is left out at its beginning. */
function tune(step, cut = 0) {
  const at = `(t+${cut})`;
  const tone = `220*pow(2\\,mod(floor(${at}*3)*${step}+3+floor(${at}/4)*5\\,25)/12)`;
  return `aevalsrc=0.4*sin(2*PI*${at}*${tone})+0.2*sin(4*PI*${at}*${tone}):s=48000`;
}

const picture = (mold) => `life=s=90x160:mold=${mold}:r=10`;

export default async function sounds(walk) {
  const house = await openHouse(walk.name);
  walk.after(() => house.stop());
  const olga = await Person.owner(house.base, 'olga');
  const vera = await Person.fresh(house.base, 'vera');
  const first = await olga.publish(draw('sound-first', picture(8), { seconds: 14, tune: tune(7) }), {
    title: 'Workshop',
  });
  await olga.settled([first], ['ready']);
  const cut = { seconds: 10, tune: tune(7, 3), bits: '128k' };
  const same = await vera.publish(draw('sound-same', picture(12), cut), { title: 'My dance' });
  const other = await olga.publish(draw('sound-other', picture(20), { seconds: 10, tune: tune(11) }), {
    title: 'Another',
  });
  await vera.settled([same], ['ready']);
  await olga.settled([other], ['ready']);
  const soundOf = async (id) => (await olga.call('GET', `/videos/${id}`)).sound;
  const [a, b, c] = [await soundOf(first), await soundOf(same), await soundOf(other)];
  walk.expect('a clip has its original sound', a?.original && a.author === 'olga', a);
  walk.expect('the same sound, cut and encoded anew, is known again', b?.id === a?.id && !b.original, b);
  walk.expect('another tune is another sound', c && c.id !== a.id && c.original, c);
  const page = await walk.visit('vera', house.base, { ...phone, path: '/sign-in' });
  await page.getByLabel('Name for signing in').fill('vera');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await moving(page);
  await look(walk, house, page, same, a.id);
  await plain(walk, house, a.id);
  await rename(walk, house, a.id);
  await find(walk, house, page);
  await mute(walk, house, page, vera, { sound: a.id, clip: first, other });
  await hide(walk, house, { olga, vera, sound: a.id, first, same });
}

async function look(walk, house, page, clip, sound) {
  await page.goto(`${house.base}/v/${clip}`);
  await moving(page);
  const line = page.locator(on).getByRole('link', { name: 'Sound: Original sound · @olga' });
  await line.waitFor();
  await line.click();
  await page.waitForURL(`**/sound/${sound}`);
  await page.getByRole('heading', { name: 'Original sound' }).waitFor();
  await page.getByRole('link', { name: 'by olga' }).waitFor();
  await page.getByText('2 clips').waitFor();
  for (const title of ['Workshop', 'My dance']) await page.locator('#content ul').getByText(title).waitFor();
  walk.say('the line beside a clip leads to its sound, with both clips and the credit');
  await accessible(walk, page, 'a sound on a phone');
}

async function plain(walk, house, sound) {
  const page = await walk.visit('plain', house.base, { javaScriptEnabled: false, path: `/sound/${sound}` });
  await page.getByRole('heading', { name: 'Original sound by @olga' }).waitFor();
  const links = await page.locator('noscript a, main a').count();
  walk.expect('without JavaScript its clips are a list of links', links >= 2, links);
  const title = await page.locator('meta[property="og:title"]').getAttribute('content');
  walk.expect('its head says whose it is', /Original sound by @olga/.test(title), title);
  await walk.leave('plain');
}

async function rename(walk, house, sound) {
  const page = await walk.visit('olga', house.base, { path: `/sign-in?next=/sound/${sound}` });
  await page.getByLabel('Name for signing in').fill('olga');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'What to do with this sound' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await page.getByLabel('What it is called').fill('Hammer and anvil');
  await page.getByLabel('Others may use it in their clips').uncheck();
  await accessible(walk, page, 'naming a sound');
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('heading', { name: 'Hammer and anvil' }).waitFor();
  await page.getByText('Not for use by others').waitFor();
  await accessible(walk, page, 'a sound on a wide screen');
  await walk.leave('olga');
}

async function find(walk, house, page) {
  await page.goto(`${house.base}/search?q=hamer&in=sounds`);
  const found = page.getByRole('link', { name: /Hammer and anvil/ });
  await found.waitFor();
  walk.say('its name is found among the sounds, mistyped too');
  await accessible(walk, page, 'sounds that were found');
  await found.click();
  await page.getByRole('heading', { name: 'Hammer and anvil' }).waitFor();
}

async function mute(walk, house, page, vera, { sound, clip, other }) {
  await page.goto(`${house.base}/v/${clip}`);
  await moving(page);
  await page
    .locator(on)
    .locator('.stage')
    .click({ button: 'right', position: { x: 150, y: 300 } });
  await page.getByRole('button', { name: 'Mute this sound' }).click();
  await page.getByText('Nothing with this sound from the next clip on.').waitFor();
  const shown = async () => (await vera.call('GET', '/feed/for_you')).items.map(({ id }) => id);
  const without = await shown();
  walk.expect(
    'a muted sound comes no more, another does',
    !without.includes(clip) && without.includes(other),
    without,
  );
  await page.goto(`${house.base}/algorithm/mine`);
  const chip = page.getByRole('button', { name: /Hammer and anvil/ });
  await chip.waitFor();
  await accessible(walk, page, 'muted sounds in a list');
  await chip.click();
  await page.getByText('may come again').waitFor();
  const { mutes } = await vera.call('GET', '/me/algorithm');
  walk.expect(
    'and is taken back there',
    mutes.every(({ word }) => word !== sound),
    mutes,
  );
}

async function hide(walk, house, { olga, vera, sound, first, same }) {
  await olga.call('PATCH', `/videos/${first}`, { visibility: 'private' });
  const left = await vera.call('GET', `/sounds/${sound}`);
  walk.expect(
    'of a private origin neither name nor author show',
    left.author === null && left.title === '' && left.origin === null && left.clips === 1,
    left,
  );
  await vera.call('DELETE', `/videos/${same}`);
  const gone = await fetch(`${house.base}/api/v1/sounds/${sound}`);
  walk.expect('and without a clip one may see there is no sound', gone.status === 404, gone.status);
}
