/**
 * Somebody reports a clip, a moderator finds it disputed: it is ranked lower and says so, its author reads why on the clip,
 * among their clips and in the inbox, and a moderator takes it back.
 */
import { execFileSync } from 'node:child_process';
import { accessible, desk, on, phone } from './browser.mjs';
import { draw } from './clips.mjs';
import { binary, openHouse, Person, signedIn } from './house.mjs';

const nap = (ms) => new Promise((done) => setTimeout(done, ms));

export default async function restricted(walk) {
  const house = await openHouse(walk.name);
  walk.after(() => house.stop());
  await Person.owner(house.base, 'olga');
  for (const handle of ['mia', 'vera']) await Person.fresh(house.base, handle);
  const ann = await Person.fresh(house.base, 'ann');
  execFileSync(binary, ['admin', '--data', house.data, 'role', 'mia', 'moderator'], { stdio: 'ignore' });
  const vera = await Person.known(house.base, 'vera');
  const film = draw('restricted', 'gradients=s=90x160:r=25:c0=0x1f0f2e:c1=0xe0a05a:n=2:speed=0.03');
  const ids = [];
  for (const title of ['The moon is a lamp', 'A walk', 'Bread']) ids.push(await ann.publish(film, { title }));
  await ann.settled(ids);
  const [clip] = ids;
  await vera.call('POST', '/reports', { subject: { kind: 'video', id: clip }, reason: 'misinformation' });

  await decide(walk, house);
  await ranked(walk, vera, clip, true);
  await read(walk, house, clip);
  await takeBack(walk, house, clip);
  await ranked(walk, vera, clip, false);
}

async function decide(walk, house) {
  const page = await signedIn(walk, 'mia', house, phone, '/mod');
  await page.getByRole('button', { name: 'Decide' }).click();
  await page.getByLabel('Why', { exact: false }).last().fill('The moon has no light of its own.');
  await page.getByLabel('Its reach was restricted').check();
  const close = page.getByRole('button', { name: 'Close the report' });
  walk.expect('to restrict a clip is to say why', await close.isDisabled());
  await page.getByLabel('Disputed').check();
  await accessible(walk, page, 'why a clip is shown less often');
  await close.click();
  await page.getByText('Report closed').waitFor();
}

/** Whether the clip's score tells of what moderators found; the log hears of it in a moment. */
async function ranked(walk, viewer, clip, found) {
  for (let tries = 0; ; tries += 1) {
    const { now } = await viewer.call('GET', `/feed/why_not?video=${clip}`);
    const term = now.terms.find(({ evidence }) => evidence.kind === 'disputed');
    if ((term !== undefined) === found) {
      const what = found ? 'it is ranked lower, and says so' : 'its score is as before';
      return walk.expect(what, !term || term.value < 0, term);
    }
    if (tries > 100) throw new Error(`the feed has not heard of it: ${JSON.stringify(now)}`);
    await nap(200);
  }
}

async function read(walk, house, clip) {
  const page = await signedIn(walk, 'ann', house, phone, '/inbox');
  await page.getByText('disputed: it is shown less often').click();
  await page.waitForURL(`**/v/${clip}`);
  await page.locator(on).getByText('Shown less often: disputed').click();
  await page.getByText('Write to the moderators').waitFor();
  walk.expect('no way back for its author', (await page.getByText('Show as before').count()) === 0);
  await accessible(walk, page, 'what its author reads on the clip');
  await page.keyboard.press('Escape');
  await page.goto(`${house.base}/studio`);
  await page.getByText('Shown less often: disputed').waitFor();
  await accessible(walk, page, 'a clip shown less often, among one’s own');
  walk.expect('its author reads why', true);
}

async function takeBack(walk, house, clip) {
  await walk.leave('mia');
  const page = await signedIn(walk, 'mia', house, desk, `/v/${clip}`);
  const label = page.locator(on).getByText('Shown less often: disputed');
  await label.click();
  await accessible(walk, page, 'what a moderator can do');
  await page.getByRole('button', { name: 'Show as before' }).click();
  await page.getByText('It is shown as before').waitFor();
  walk.expect('a moderator takes it back', (await label.count()) === 0);
  await walk.page('ann').goto(`${house.base}/inbox`);
  await walk.page('ann').getByText('is shown as before').waitFor();
}
