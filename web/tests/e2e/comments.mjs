/**
 * The author of a clip pins a comment, gives a heart, holds words back and lets a comment out; who wrote it corrects it,
 * and everybody can read what it said before.
 */
import { accessible, desk, patience, phone } from './browser.mjs';
import { draw } from './clips.mjs';
import { openHouse, password, Person } from './house.mjs';

const open = async (walk, house, who, clip, look) => {
  const page = await walk.visit(who, house.base, { ...look, path: `/sign-in?next=/v/${clip}?comment=any` });
  await page.getByLabel('Name for signing in').fill(who);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'Comments' }).waitFor({ timeout: patience });
  return page;
};
const act = async (page, said, what) => {
  const comment = page.locator('.comment').filter({ hasText: said });
  await comment.getByRole('button', { name: /^Actions for the comment by/ }).click();
  await page.getByRole('menuitem', { name: what }).click();
};

export default async function comments(walk) {
  const house = await openHouse(walk.name);
  walk.after(() => house.stop());
  const owner = await Person.owner(house.base, 'olga');
  const file = draw('comments', 'gradients=s=90x160:r=25:n=3:speed=0.04', {
    seconds: 3,
    size: '180x320',
    pitch: 220,
  });
  const clip = await owner.publish(file, { title: 'A lamp', language: 'en' });
  await owner.settled([clip]);
  const ben = await Person.fresh(house.base, 'ben');
  const cem = await Person.fresh(house.base, 'cem');
  const said = await ben.call('POST', `/videos/${clip}/comments`, { text: 'Lovly light' });
  await cem.call('POST', `/videos/${clip}/comments`, { text: 'Where is it from?' });

  const page = await open(walk, house, 'olga', clip, phone);
  await act(page, 'Lovly light', 'Pin');
  await page.getByText('Pinned').waitFor({ timeout: patience });
  await page.locator('.comment').first().getByRole('button', { name: /^Like/ }).click();
  walk.say('the author pins a comment and gives it a heart');
  await accessible(walk, page, 'comments of one’s own clip');
  await ben.call('PATCH', `/comments/${said.id}`, { text: 'Lovely light' });
  await owner.call('PUT', '/me/comment-filter', { words: ['spoiler'] });
  await cem.call('POST', `/videos/${clip}/comments`, { text: 'Spoiler: it breaks' });

  const viewer = await open(walk, house, 'ben', clip, { ...desk, theme: 'light' });
  const items = viewer.locator('.comment');
  await items.nth(1).waitFor({ timeout: patience });
  walk.expect('a stranger does not see what is held back', (await items.count()) === 2);
  walk.expect('the pinned one stands first', /Lovely light/.test(await items.first().innerText()));
  await viewer.getByText('by creator').waitFor();
  await viewer.getByRole('button', { name: 'edited' }).click();
  await viewer.getByText('Lovly light').waitFor({ timeout: patience });
  walk.say('what it said before can be read');
  await accessible(walk, viewer, 'comments with a history, on a wide screen in daylight');

  await page.goto(`${house.base}/v/${clip}?comment=any`);
  await page.getByText('Held back: only you two see it').waitFor({ timeout: patience });
  await act(page, 'Spoiler', 'Let it out');
  await page.getByText('Held back: only you two see it').waitFor({ state: 'detached' });
  await viewer.goto(`${house.base}/v/${clip}?comment=any`);
  await viewer.getByText('Spoiler: it breaks').waitFor({ timeout: patience });
  walk.say('its author lets it out');

  await page.goto(`${house.base}/settings/people`);
  await page.getByLabel('Words, one a line').fill('Rude\nspoiler');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved').first().waitFor({ timeout: patience });
  await accessible(walk, page, 'the words that hold comments back');
}
