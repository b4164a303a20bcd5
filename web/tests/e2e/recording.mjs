/**
 * A clip from the camera, on a phone: segments by tapping and holding, the last one thrown away and made again after a
 * countdown, looked at, said something about, published and played. Then the ways in which there is no camera.
 */
import { accessible, labelOf, moving, on, patience, phone } from './browser.mjs';
import { openHouse, password, Person } from './house.mjs';

export default async function recording(walk) {
  const house = await openHouse(walk.name);
  walk.after(() => house.stop());
  await Person.owner(house.base, 'olga');
  const page = await film(walk, house);
  const seen = await look(walk, page);
  await publish(walk, house, page, seen);
  await without(walk, house);
}

const segments = (page, n) =>
  page.getByRole('progressbar', { name: new RegExp(`^${n} segments?,`) }).waitFor();

async function film(walk, house) {
  const page = await walk.visit('creator', house.base, { ...phone, path: '/sign-up?next=/create' });
  await page.getByLabel('How you want to be called').fill('Carla');
  await page.getByLabel('Name for signing in').fill('carla');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('link', { name: 'Record' }).click();
  const button = page.getByRole('button', { name: 'Record', exact: true });
  await page.waitForFunction(() => document.querySelector('video')?.videoWidth > 0);
  await accessible(walk, page, 'the camera on a phone');
  walk.page('creator').sent = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET') page.sent.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });

  await button.click();
  await page.waitForTimeout(1_600);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await segments(page, 1);
  walk.say('a tap starts, a tap stops: one segment');

  const box = await button.boundingBox();
  await page.mouse.move(box.x + 40, box.y + 40);
  await page.mouse.down();
  await page.waitForTimeout(1_500);
  await page.mouse.up();
  await segments(page, 2);
  walk.say('holding records as long as it is held: two segments');

  await page.getByRole('button', { name: 'Delete the last segment' }).click();
  await segments(page, 1);
  await page.getByRole('button', { name: 'Countdown: off' }).click();
  await page.getByRole('button', { name: 'Turn the microphone off' }).click();
  const began = performance.now();
  await button.click();
  await page.getByRole('button', { name: 'Stop the countdown' }).waitFor();
  await page.getByRole('button', { name: 'Stop', exact: true }).waitFor();
  const waited = performance.now() - began;
  walk.expect('the countdown takes its three seconds', waited > 2_800 && waited < 8_000, waited);
  await page.waitForTimeout(1_400);
  await page.keyboard.press('Enter');
  await segments(page, 2);
  walk.say('the last segment was thrown away and made again, after a countdown, and stopped by a key');
  await page.getByRole('button', { name: 'Other camera' }).click();
  await page.getByText('There is no other camera').waitFor();
  walk.say('with one camera, the other one is not there, and it is said');
  return page;
}

async function look(walk, page) {
  await page.getByRole('button', { name: 'Look at it' }).click();
  const clip = page.getByLabel('As others will see it');
  await clip.waitFor();
  await page.waitForFunction(() => document.querySelector('video')?.currentTime > 0.2);
  const seen = await clip.evaluate((video) => ({ length: video.duration, wide: video.videoWidth }));
  walk.expect(
    'both segments are one clip that says how long it is',
    seen.length > 1.6 && seen.length < 6,
    seen,
  );
  // Beyond the seam.
  await clip.evaluate((video) => {
    video.loop = false;
    video.currentTime = video.duration - 0.6;
  });
  await page.waitForFunction(() => document.querySelector('video')?.ended);
  walk.say('it plays over the seam to its end');
  await accessible(walk, page, 'the review of a take');
  await page.getByRole('button', { name: 'Record more' }).click();
  await page.getByRole('button', { name: 'Look at it' }).click();
  await page.getByRole('button', { name: 'Use this clip' }).click();
  await page.getByLabel('Title').fill('From the camera');
  await page.getByText('Kept on this device').waitFor();
  walk.expect(
    'nothing was sent so far',
    page.sent.filter((each) => !/events/.test(each)).length === 0,
    page.sent,
  );
  return seen.length;
}

async function publish(walk, house, page, seen) {
  await accessible(walk, page, 'a draft on a phone');
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByText('Your clip is on the wall').waitFor({ timeout: patience });
  const carla = await Person.known(house.base, 'carla');
  const [clip] = (await carla.call('GET', '/me/videos')).items;
  await carla.settled([clip.id]);
  await page.goto(`${house.base}/v/${clip.id}`);
  await moving(page);
  walk.expect('it is on the wall, and plays', (await labelOf(page)) === '@carla: From the camera');
  const length = await page.evaluate((selector) => document.querySelector(`${selector} video`).duration, on);
  // On a busy machine the camera's last pictures come late or never; a segment is longer than that.
  walk.expect('both segments arrived', Math.abs(length - seen) < 1.2, [length, seen]);
}

/** Each way to have no camera says what to do. */
async function without(walk, house) {
  const page = walk.page('creator');
  const refuse = (name) => ({
    content: `MediaDevices.prototype.getUserMedia = async () => { throw new DOMException('', '${name}'); }`,
  });
  const ways = [
    ['NotAllowedError', 'The camera is not allowed'],
    ['NotFoundError', 'No camera found'],
    ['NotReadableError', 'The camera is busy'],
  ];
  for (const [name, title] of ways) {
    const other = await page.context().newPage();
    await other.addInitScript(refuse(name));
    await other.goto(`${house.base}/create/record`);
    await other.getByRole('heading', { name: title }).waitFor();
    await other.getByRole('button', { name: 'Try again' }).waitFor();
    await other.getByRole('link', { name: 'Choose a video instead' }).waitFor();
    if (name === 'NotAllowedError') await accessible(walk, other, 'a camera that is not allowed');
    await other.close();
  }
  walk.say('not allowed, none there, busy: each says what to do');
}
