/**
 * A creator cuts a clip before it comes out: trims, splits, reorders, adds a clip, a text and a voice, and publishes.
 * What the server rendered is held against what the preview showed, picture by picture.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessible, desk, patience, phone } from './browser.mjs';
import { draw } from './clips.mjs';
import { openHouse, password, Person } from './house.mjs';
import { output } from './places.mjs';

/** Mean difference of a channel, of 255, over a picture of 45x80: what two encodings leave. A neighbouring picture differs by three times as much. */
const tolerance = 4;

/** Every picture is lighter than the one before: none is mistaken for another. */
const ladder = (step, across) =>
  `nullsrc=s=90x160:r=30,geq=lum=30+mod(N*${step}\\,180)+${across}*X/6:cb=90+Y/3:cr=128`;

function tone() {
  const rate = 24_000;
  const samples = rate * 1;
  const bytes = Buffer.alloc(44 + samples * 2);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + samples * 2, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(samples * 2, 40);
  for (let i = 0; i < samples; i += 1) bytes.writeInt16LE(Math.round(9000 * Math.sin(i / 8)), 44 + i * 2);
  const file = join(output, 'voice.wav');
  writeFileSync(file, bytes);
  return file;
}

async function slide(page, name, value) {
  await page.getByRole('slider', { name, exact: true }).fill(String(value));
}

/** Goes to a picture and takes it from the preview, small. */
async function previewed(page, k) {
  await page.getByRole('slider', { name: 'Playhead' }).fill(String(k));
  await page.locator(`canvas[data-picture="${k}"]`).waitFor();
  const look = () =>
    page.evaluate(() => {
      const small = Object.assign(document.createElement('canvas'), { width: 45, height: 80 });
      const brush = small.getContext('2d');
      brush.imageSmoothingQuality = 'high';
      brush.drawImage(document.querySelector('canvas'), 0, 0, 45, 80);
      return [...brush.getImageData(0, 0, 45, 80).data];
    });
  // On a busy machine a clip's own picture may come a moment after the first drawing: until it stays as it is.
  let seen = await look();
  for (let before = []; before.join() !== seen.join(); seen = await look()) {
    before = seen;
    await page.waitForTimeout(150);
  }
  return seen;
}

/** The same of a file that the server made. */
function rendered(page, url, pictures, rate) {
  return page.evaluate(
    async ([address, wanted, each]) => {
      const video = Object.assign(document.createElement('video'), {
        muted: true,
        preload: 'auto',
        src: address,
      });
      const heard = (what) => new Promise((done) => video.addEventListener(what, done, { once: true }));
      await heard('loadeddata');
      const small = Object.assign(document.createElement('canvas'), { width: 45, height: 80 });
      const brush = small.getContext('2d');
      brush.imageSmoothingQuality = 'high';
      const found = [];
      for (const k of wanted) {
        const sought = heard('seeked');
        video.currentTime = (k + 0.5) / each;
        await sought;
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        brush.drawImage(video, 0, 0, 45, 80);
        found.push([...brush.getImageData(0, 0, 45, 80).data]);
      }
      return { found, seconds: video.duration };
    },
    [url, pictures, rate],
  );
}

const apart = (a, b) => a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / ((a.length * 3) / 4);

async function signIn(page, base) {
  await page.getByLabel('Name for signing in').fill('olga');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: /Inbox/ }).waitFor();
  await page.goto(`${base}/create`);
}

async function cutIt(walk, page) {
  const clips = page
    .getByRole('list', { name: 'Clips in their order' })
    .getByRole('button', { name: /^Clip/ });
  const names = () => clips.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
  await page.locator('canvas[data-picture]').waitFor({ timeout: patience });
  walk.expect('one clip as it was sent', (await names()).join() === 'Clip 1, 4 s', await names());

  const begin = page.getByRole('slider', { name: 'Beginning of clip 1' });
  await begin.focus();
  for (let i = 0; i < 5; i += 1) await page.keyboard.press('ArrowRight');
  walk.expect('trimmed by key', (await names()).join() === 'Clip 1, 3.5 s', await names());
  const end = await page.getByRole('slider', { name: 'End of clip 1' }).boundingBox();
  const middle = { x: end.x + end.width / 2, y: end.y + end.height / 2 };
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  await page.mouse.move(middle.x - 40, middle.y, { steps: 4 });
  await page.mouse.up();
  const shorter = (await names())[0];
  walk.expect('and by pointer', Number(/, ([\d.]+) s/.exec(shorter)?.[1]) < 3.5, shorter);
  await page.getByRole('button', { name: 'Undo' }).click();
  walk.expect('undone in one step', (await names()).join() === 'Clip 1, 3.5 s', await names());

  await slide(page, 'Playhead', 45);
  await page.getByRole('button', { name: 'Split here' }).click();
  walk.expect('split at the playhead', (await names()).join() === 'Clip 1, 1.5 s,Clip 2, 2 s', await names());
  await page.getByRole('button', { name: 'Earlier' }).click();
  walk.expect('and turned round', (await names()).join() === 'Clip 1, 2 s,Clip 2, 1.5 s', await names());
  await slide(page, 'Speed', 6);
  walk.expect('the first one twice as fast', (await names())[0] === 'Clip 1, 1 s', await names());
  await slide(page, 'Zoom', 150);
  await slide(page, 'Left or right', 2000);
  return names;
}

export default async function editing(walk) {
  const house = await openHouse(walk.name);
  walk.after(() => house.stop());
  const owner = await Person.owner(house.base, 'olga');
  const first = draw('editing-a', ladder(11, 1), { seconds: 4, quality: 12 });
  const second = draw('editing-b', ladder(-11, -1).replace('30+', '200+'), {
    seconds: 2,
    size: '640x360',
    pitch: 440,
    quality: 12,
  });

  const page = await walk.visit('creator', house.base, { ...desk, path: '/sign-in' });
  await signIn(page, house.base);
  await page.locator('input[type=file]').setInputFiles(first);
  await page.getByLabel('Title').fill('Cut twice');
  await page.getByRole('button', { name: 'Cut the clip' }).click({ timeout: patience });
  const names = await cutIt(walk, page);

  await page.locator('input[type=file]').first().setInputFiles(second);
  await page.getByRole('button', { name: 'Clip 3, 2 s' }).waitFor({ timeout: patience });
  await page.getByRole('button', { name: 'Clip 3, 2 s' }).click();
  await page.getByRole('radio', { name: 'Show all' }).check();
  walk.say('a second file is the third clip, shown whole');
  const made3 = (await names()).join();
  await page.reload();
  await page.locator('canvas[data-picture]').waitFor({ timeout: patience });
  await page.getByRole('button', { name: 'Clip 3, 2 s' }).click();
  walk.expect(
    'a page that went away comes back as it was',
    (await names()).join() === made3 && (await page.getByLabel('Show all').isChecked()),
    await names(),
  );

  await slide(page, 'Playhead', 20);
  await page.getByRole('radio', { name: 'Text', exact: true }).check();
  await page.getByRole('button', { name: 'Add a text' }).click();
  await page.getByLabel('Words').fill('Hello Grüße 🎈');
  await page.getByLabel('Dark background').check();
  await slide(page, 'Up or down', 3000);
  await page.getByRole('radio', { name: 'Voice', exact: true }).check();
  await page.locator('input[accept="audio/*"]').setInputFiles(tone());
  await page.getByRole('button', { name: 'Remove voice' }).waitFor();
  await accessible(walk, page, 'the editor');
  await page.screenshot({ path: `${output}/editing-desk.png` });
  await page.getByRole('radio', { name: 'Text', exact: true }).check();
  await page.screenshot({ path: `${output}/editing-text.png` });

  const pictures = [0, 7, 19, 20, 29, 31, 50, 74, 80, 120];
  const shown = [];
  for (const k of pictures) shown.push(await previewed(page, k));
  const list = (await names()).join();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByText('Your cut is being rendered').waitFor();
  await page.waitForURL('**/studio');

  const mine = async () => (await owner.call('GET', '/me/videos')).items;
  let video;
  for (const until = Date.now() + patience; ;) {
    const all = await mine();
    video = all[0];
    if (all.length === 1 && video.state === 'ready') break;
    if (Date.now() > until)
      throw new Error(`not rendered: ${JSON.stringify(all.map((v) => [v.state, v.problem]))}`);
    await new Promise((done) => setTimeout(done, 200));
  }
  walk.say(`rendered: ${list}; the draft of the second file is gone`);
  const made = await rendered(page, video.media.mp4, pictures, 30);
  walk.expect('as long as the clips together', Math.abs(made.seconds - 4.5) < 0.1, made.seconds);
  const differences = made.found.map((picture, i) => apart(picture, shown[i]));
  walk.expect(
    `preview and rendering agree at ten moments (at most ${Math.max(...differences).toFixed(2)} of 255)`,
    differences.every((difference) => difference <= tolerance),
    differences,
  );
  const beside = await rendered(
    page,
    video.media.mp4,
    pictures.map((k) => k + 2),
    30,
  );
  const least = Math.min(...beside.found.map((picture, i) => apart(picture, shown[i])));
  walk.expect(
    `and two pictures on they do not (at least ${least.toFixed(2)})`,
    least > tolerance * 1.5,
    least,
  );

  await page.goto(`${house.base}/edit/${video.id}`);
  await page.locator('canvas[data-picture]').waitFor({ timeout: patience });
  walk.expect('opened again, it is as it was left', (await names()).join() === list, await names());

  const cookies = await page.context().cookies();
  const small = await walk.visit('phone', house.base, {
    ...phone,
    theme: 'light',
    locale: 'de-DE',
    path: `/edit/${video.id}`,
    prepare: (context) => context.addCookies(cookies),
  });
  await small.locator('canvas[data-picture]').waitFor({ timeout: patience });
  await small.waitForTimeout(800);
  await small.screenshot({ path: `${output}/editing-phone.png` });
  await accessible(walk, small, 'the editor on a phone, light, in German');

  await owner.call('POST', `/videos/${video.id}/publish`);
  await owner.settled([video.id], ['ready']);
  const refused = await owner
    .call('GET', `/videos/${video.id}/edit`)
    .catch((refusal) => refusal.problem?.code);
  walk.expect(
    'published, it is no longer cut, and what it was made of is gone',
    refused === 'edit_published',
    refused,
  );
}
