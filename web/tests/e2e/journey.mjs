/**
 * The whole way through an empty house, on a phone: the first visitor gets the keys, a creator uploads over a line that
 * breaks, somebody watches, swipes, likes and says something, and somebody else reads it.
 */
import { statSync } from 'node:fs';
import { threeClips } from './clips.mjs';
import {
  accessible,
  arrived,
  indexOf,
  labelOf,
  moving,
  on,
  patience,
  phone,
  still,
  swipe,
} from './browser.mjs';
import { openHouse, password, Person } from './house.mjs';
import { Line } from './line.mjs';

export default async function journey(walk) {
  const house = await openHouse(walk.name);
  walk.after(() => house.stop());
  const line = await Line.to(house.base);
  walk.after(() => line.close());
  const [clip, ...more] = threeClips();
  await getTheKeys(walk, house);
  const video = await upload(walk, line, clip);
  await fillTheWalls(walk, house, more);
  await watch(walk, house);
  await like(walk);
  await say(walk);
  await readAsAStranger(walk, house, video);
}

/** The first page of an empty house. */
async function getTheKeys(walk, house) {
  const page = await walk.visit('owner', house.address, phone);
  await page.getByLabel('Name of the house').fill('The Night Gallery');
  await accessible(walk, page, 'the first page of a new house');
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByLabel('How you want to be called').fill('Olga');
  await page.getByLabel('Name for signing in').fill('olga');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Open the doors' }).click();
  await page.getByRole('heading', { name: 'The doors are open' }).waitFor();
  walk.say('the first visitor of an empty house made the owner’s account');
  await page.getByRole('link', { name: 'Look around' }).click();
  await page.getByRole('heading', { name: 'Nothing on the walls yet' }).waitFor();
  await accessible(walk, page, 'a house without clips');
  await walk.leave('owner');
}

async function signUp(page, handle, name) {
  await page.getByLabel('How you want to be called').fill(name);
  await page.getByLabel('Name for signing in').fill(handle);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
}

/** A creator joins, and uploads over a line that breaks in the middle. */
async function upload(walk, line, file) {
  const size = statSync(file).size;
  const page = await walk.visit('creator', line.base, { ...phone, path: '/sign-up?next=/create' });
  await signUp(page, 'carla', 'Carla');
  await page.getByRole('button', { name: 'Choose a video' }).waitFor();
  walk.say('a creator made an account and came to the upload page');

  line.cutAfter(Math.floor(size * 0.4));
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByLabel('Title').fill('First light');
  await page.getByLabel('Description').fill('Up before the birds. #morning #garden');
  walk.expect('what was chosen and said is still on the device alone', line.patches.length === 0);
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByRole('main').getByText('The line is down. It goes on by itself.').waitFor();
  walk.expect('the line broke in the middle of the upload, and the page says so', line.dead);
  line.mend();
  await page.getByText('Your clip is on the wall').waitFor({ timeout: patience });
  proveTheResume(walk, line.patches, size);
  walk.say('published, with a title and #tags');
  const own = page.getByRole('link', { name: /First light/ }).first();
  await page.goto(`${line.base}/@carla`);
  await own.waitFor();
  const address = await own.getAttribute('href');
  await walk.leave('creator');
  return /\/v\/(\w+)/.exec(address)[1];
}

/** What arrived before the break was not sent again. */
function proveTheResume(walk, patches, size) {
  const [first, ...rest] = patches;
  const told = patches.map(({ offset, bytes }) => `${bytes} from ${offset}`).join(', ');
  walk.expect(`over the line went ${told}, of ${size}`, first.bytes > 0 && first.bytes < first.announced);
  walk.expect('the upload went on where it broke', rest[0]?.offset === first.bytes, patches);
  const all = patches.reduce((sum, patch) => sum + patch.bytes, 0);
  walk.expect('every byte went over once', all === size, all);
}

async function fillTheWalls(walk, house, files) {
  const owner = await Person.known(house.base, 'olga');
  const ids = [];
  for (const [index, file] of files.entries())
    ids.push(await owner.publish(file, { title: `From the keeper, ${index + 1}`, description: '#house' }));
  await owner.settled(ids);
}

async function watch(walk, house) {
  const page = await walk.visit('viewer', house.base, { ...phone, path: '/sign-up' });
  await signUp(page, 'vera', 'Vera');
  await moving(page);
  const times = await page.evaluate(async (selector) => {
    const clip = document.querySelector(`${selector} video`);
    const before = clip.currentTime;
    await new Promise((done) => clip.requestVideoFrameCallback(() => clip.requestVideoFrameCallback(done)));
    return [before, clip.currentTime];
  }, on);
  // On a machine that is busy enough the clip has begun anew between two pictures.
  walk.expect('the first clip of the feed plays, and its time goes on', times[1] !== times[0], times);
  walk.expect('one clip is on show, the others are inert', (await page.locator(on).count()) === 1);

  await page.getByRole('button', { name: /(Tap|Click) for sound/ }).click();
  const silent = () => page.evaluate((selector) => document.querySelector(`${selector} video`).muted, on);
  walk.expect('the pill turns the sound on', !(await silent()));
  const first = await labelOf(page);
  await swipe(page, 500);
  await arrived(page, 1);
  await moving(page);
  walk.expect('a swipe brings the next clip, and it plays', (await labelOf(page)) !== first);
  walk.expect('the sound stays on', !(await silent()));
  await swipe(page, -500);
  await arrived(page, 0);
  walk.expect('and a swipe the other way the one before', (await labelOf(page)) === first);

  for (let step = await indexOf(page); !/First light/.test(await labelOf(page)); step += 1) {
    await page.keyboard.press('ArrowDown');
    await arrived(page, step + 1);
  }
  await moving(page);
  await still(page);
  walk.expect('the uploaded clip is in the feed', (await labelOf(page)) === '@carla: First light');
  walk.expect('never more than four videos', (await page.locator('video').count()) <= 4);
  const length = await page.evaluate((selector) => document.querySelector(`${selector} video`).duration, on);
  walk.expect('all of it arrived', length > 4, length);
}

/** By the button and by two presses; a second press takes it back, two more presses do not. */
async function like(walk) {
  const page = walk.page('viewer');
  const clip = page.locator(on);
  const liked = clip.getByRole('button', { name: 'Take back like, 1', exact: true });
  const plain = clip.getByRole('button', { name: 'Like, 0', exact: true });
  const told = (method) =>
    page.waitForResponse((answer) => answer.url().endsWith('/like') && answer.request().method() === method);

  let answer = told('PUT');
  await plain.click();
  await liked.waitFor();
  walk.expect('the heart likes', (await (await answer).json()).counts.likes === 1);
  answer = told('DELETE');
  await liked.click();
  await plain.waitFor();
  walk.expect('a second press takes it back', (await (await answer).json()).counts.likes === 0);

  // A third press soon after two is another heart: the hearts are waited for before the next ones.
  const twice = async () => {
    const done = told('PUT');
    await page.touchscreen.tap(150, 380);
    await page.touchscreen.tap(150, 380);
    await done;
    await liked.waitFor();
    await clip.locator('.stage > span').waitFor({ state: 'detached' });
  };
  await twice();
  walk.say('a double press likes');
  await twice();
  walk.say('and again, it stays one like');
  walk.expect(
    'it goes on playing',
    !(await page.evaluate((s) => document.querySelector(`${s} video`).paused, on)),
  );
  await page.touchscreen.tap(150, 380);
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  walk.say('one press pauses');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await moving(page);
  await accessible(walk, page, 'the feed on a phone');
}

async function say(walk) {
  const page = walk.page('viewer');
  await page.locator(on).getByRole('button', { name: 'Comments, 0' }).click();
  await page.getByRole('textbox', { name: 'Add a comment' }).fill('What a mornin.');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('What a mornin.').waitFor();
  const actions = page.getByRole('button', { name: 'Actions for the comment by @vera' });
  await actions.click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await page.getByRole('textbox', { name: 'Edit your comment' }).fill('What a morning.');
  await page.getByRole('button', { name: 'Save', exact: true }).last().click();
  await page.getByText('What a morning.').waitFor();
  walk.say('a comment was written, and corrected');
  await accessible(walk, page, 'comments on a phone');
  await actions.click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByText('What a morning.').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('What a morning.').waitFor();
  walk.say('deleting it can be undone');
}

/** Somebody without an account, by the link: sees it, reads it, and is invited kindly when they want more. */
async function readAsAStranger(walk, house, video) {
  const page = await walk.visit('stranger', house.base, { ...phone, path: `/v/${video}` });
  await moving(page);
  walk.expect('a link plays its clip first', (await labelOf(page)) === '@carla: First light');
  const clip = page.locator(on);
  await clip.getByRole('button', { name: 'Like, 1', exact: true }).waitFor();
  await clip.getByRole('button', { name: 'Comments, 1' }).click();
  await page.getByText('What a morning.').waitFor();
  walk.say('the other viewer sees the like and reads the comment');
  await page.goto(`${house.base}/v/${video}?comment=any`);
  await page.getByText('What a morning.').waitFor();
  walk.say('a link to a comment opens the comments');
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'Comments' }).waitFor({ state: 'detached' });
  await clip.getByRole('link', { name: '#garden' }).click();
  await page.getByRole('heading', { name: '#garden' }).waitFor();
  await accessible(walk, page, 'the wall of a #tag');
  await page.getByRole('link', { name: /First light/ }).click();
  await moving(page);
  walk.expect('a #tag leads to its wall, and back to the clip', page.url().includes(`/v/${video}`));
  await page.keyboard.press('ArrowDown');
  await arrived(page, 1);
  walk.expect('the address follows the clip', /\/v\/\w+/.test(page.url()) && !page.url().endsWith(video));
  await page.keyboard.press('l');
  await page.getByRole('heading', { name: 'Make it yours' }).waitFor();
  walk.say('liking without an account invites to sign in');
  await accessible(walk, page, 'the invitation');
  await page.getByRole('button', { name: 'Not now' }).click();
  await page.getByRole('link', { name: 'Following' }).first().click();
  await page.getByRole('heading', { name: 'The people you follow' }).waitFor();
  walk.say('the Following feed asks for an account, kindly');
}
