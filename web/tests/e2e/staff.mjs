/**
 * A clip for followers is closed to the owner of the house too, until they say why. All of a person's opens when a second
 * one agrees; broken glass rings at everybody with a key; and the person reads it all among their data.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { accessible, desk, phone } from './browser.mjs';
import { draw } from './clips.mjs';
import { openHouse, Person, signedIn } from './house.mjs';
import { root } from './places.mjs';

const binary = process.env.VITRINE_BINARY ?? join(root, 'build/release/vitrine');
const why = 'Reported three times as showing a child being hurt.';

const refusal = (promise) => promise.then(() => null).catch((error) => error.problem?.code);

export default async function staff(walk) {
  const house = await openHouse(walk.name);
  walk.after(() => house.stop());
  const owner = await Person.owner(house.base, 'olga');
  await Person.fresh(house.base, 'mia');
  const ann = await Person.fresh(house.base, 'ann');
  execFileSync(binary, ['admin', '--data', house.data, 'role', 'mia', 'moderator'], { stdio: 'ignore' });
  const film = draw('staff', 'gradients=s=90x160:r=25:c0=0x04222f:c1=0xe9c77d:n=2:speed=0.03');
  const clip = await ann.publish(film, { title: 'For friends', visibility: 'followers' });
  const waits = async () => (await ann.call('GET', `/videos/${clip}`)).state;
  while (!['playable', 'ready'].includes(await waits())) await new Promise((done) => setTimeout(done, 200));

  walk.expect(
    'a clip for followers is closed to the owner of the house',
    (await refusal(owner.call('GET', `/videos/${clip}`))) === 'video_absent',
  );
  walk.expect(
    'and "abuse" is no reason',
    (await refusal(owner.call('POST', '/mod/openings', { kind: 'video', video: clip, reason: 'abuse' }))) ===
      'reason_too_short',
  );
  await oneClip(walk, house, clip);
  await allOfIt(walk, house, owner);
  await alarm(walk, house);
  await theirs(walk, house, ann);
  await fromTheShell(walk, house);
}

async function oneClip(walk, house, clip) {
  const page = await signedIn(walk, 'olga', house, desk, '/mod/openings');
  await accessible(walk, page, 'nothing was opened');
  await page.getByRole('button', { name: 'Open something…' }).click();
  await page.getByLabel('The clip').fill(`${house.base}/v/${clip}`);
  await page.getByLabel('Why').fill(why);
  await accessible(walk, page, 'asking to look');
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await page.getByText('It is open for half an hour').waitFor();
  await page.getByRole('button', { name: 'Look' }).click();
  await page.getByText('For friends').waitFor();
  await page.locator('figure video').evaluate((video) => {
    video.muted = true;
    return video.play();
  });
  await page.waitForFunction(() => document.querySelector('figure video').currentTime > 0.15);
  walk.expect('with a reason it opens, and plays', true);
  await page.keyboard.press('Escape');
  await page.getByText('One clip was looked at').waitFor();
}

async function allOfIt(walk, house, owner) {
  const page = walk.page('olga');
  await page.getByRole('button', { name: 'Open something…' }).click();
  await page.getByText('Every closed clip of a person').click();
  await page.getByLabel('Whose').fill('ann');
  await page.getByLabel('Why').fill(why);
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await page.getByText('Waits for a second one').waitFor();
  const [asked] = (await owner.call('GET', '/mod/openings')).items;
  walk.expect(
    'who asked cannot agree themselves',
    (await refusal(owner.call('POST', `/mod/openings/${asked.id}/agree`))) === 'opening_second',
  );
  const second = await signedIn(walk, 'mia', house, phone, '/mod/openings');
  await second.getByRole('button', { name: 'I agree' }).click();
  await second.getByText('@mia agreed').waitFor();
  await accessible(walk, second, 'the record of openings on a phone');
  const { items } = await owner.call('GET', `/mod/openings/${asked.id}/videos`);
  walk.expect('a second one agrees, and it is open', items.length === 1, items.length);
}

async function alarm(walk, house) {
  const page = walk.page('olga');
  await page.getByRole('button', { name: 'Open something…' }).click();
  await page.getByText('The same, at once').click();
  await page.getByLabel('Whose').fill('@ann');
  await page.getByLabel('Why').fill('Says goodbye and will not answer; the ambulance asks where.');
  await page.getByRole('button', { name: 'Break the glass' }).click();
  await page.getByText('Glass was broken').waitFor();
  const second = walk.page('mia');
  await second.goto(`${house.base}/inbox`);
  await second.getByText('Somebody of the staff broke the glass').waitFor();
  walk.expect('broken glass rings at everybody with a key', true);
}

async function theirs(walk, house, ann) {
  const page = await signedIn(walk, 'ann', house, phone, '/settings/data');
  await page.getByRole('heading', { name: 'Who of the staff looked' }).waitFor();
  await page.getByText(why).first().waitFor();
  const { readers } = await ann.call('GET', '/me/data');
  walk.expect(
    'and the person reads all three of it, with the reasons',
    readers.length === 3 && readers.every((row) => row.staff.handle === 'olga' && row.reason.length > 20),
    readers.length,
  );
  await accessible(walk, page, 'who looked, among one’s data');
  await page.goto(`${house.base}/inbox`);
  await page.getByText('Somebody of the staff may look').first().waitFor();
}

/** Whoever runs the machine needs no reason; what they do stands in the record all the same. */
async function fromTheShell(walk, house) {
  await walk.leave('ann');
  execFileSync(binary, ['admin', '--data', house.data, 'sign-out', 'ann'], { stdio: 'ignore' });
  const page = await signedIn(walk, 'ann', house, phone, '/inbox');
  await page.getByText('changed something about your account').click();
  await page.getByText('Every session was ended.').waitFor();
  walk.expect('what the machine’s shell did to an account is told and written down', true);
  await accessible(walk, page, 'what the shell did');
}
