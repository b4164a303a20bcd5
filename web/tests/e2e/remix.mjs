/**
 * Somebody makes a duet with a clip of somebody else, from its menu to the finished clip that names it; a stitch, and the
 * sound alone; and the author says that they may not.
 */
import { accessible, moving, on, patience, phone } from './browser.mjs';
import { draw } from './clips.mjs';
import { openHouse, password, Person } from './house.mjs';
import { output } from './places.mjs';

const plain = (colour) => `color=c=${colour}:s=180x320:r=30`;

/** One's own part comes from the camera, while the other clip goes along. */
async function filmed(walk, page) {
  await page.getByRole('link', { name: 'Record' }).click();
  await page.waitForFunction(() => document.querySelector('video[autoplay]')?.videoWidth > 0);
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await page.waitForFunction(() => document.querySelector('video[src]')?.currentTime > 1.2);
  walk.say('the sound goes along while one records');
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await page.getByRole('button', { name: 'Look at it' }).click();
  await page.getByRole('button', { name: 'Use this clip' }).click({ timeout: patience });
}

export default async function remix(walk) {
  const house = await openHouse(walk.name);
  walk.after(() => house.stop());
  const ada = await Person.owner(house.base, 'ada');
  const bea = await Person.fresh(house.base, 'bea');
  const clip = await ada.publish(draw('remix-theirs', plain('0xc02020'), { seconds: 8, size: '180x320' }), {
    title: 'Two steps left',
  });
  await ada.settled([clip], ['ready']);
  const own = draw('remix-own', plain('0x2040c0'), { seconds: 3, size: '180x320', pitch: 500 });

  const page = await walk.visit('bea', house.base, { ...phone, path: `/sign-in?next=/v/${clip}` });
  await page.getByLabel('Name for signing in').fill('bea');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await moving(page);
  await page
    .locator(on)
    .locator('.stage')
    .click({ button: 'right', position: { x: 150, y: 300 } });
  await page.getByRole('button', { name: 'Duet, stitch or use the sound' }).click();
  await page.getByText('Clip by @ada').waitFor();
  await page.screenshot({ path: `${output}/remix-phone.png` });
  await accessible(walk, page, 'making something with a clip');
  await page.locator('input[type=file]').setInputFiles(own);
  await page.waitForURL(/\/edit\/.*as=duet/, { timeout: patience });
  await page.locator('canvas[data-picture]').waitFor({ timeout: patience });
  const looked = () =>
    page.evaluate(() => {
      const canvas = document.querySelector('canvas');
      const brush = canvas.getContext('2d');
      const at = (x) => [...brush.getImageData(canvas.width * x, canvas.height / 2, 1, 1).data];
      return [at(0.25), at(0.75)];
    });
  const right = ([own, theirs]) => own[2] > 120 && own[0] < 90 && theirs[0] > 120 && theirs[2] < 90;
  let sides = await looked();
  for (const until = Date.now() + patience; !right(sides) && Date.now() < until; sides = await looked())
    await page.waitForTimeout(200);
  walk.expect('the preview shows both, one’s own on the left', right(sides), sides);
  await page.getByRole('radio', { name: 'Duet', exact: true }).check();
  await page.getByRole('slider', { name: 'The other clip begins at' }).fill('2000');
  await page.screenshot({ path: `${output}/remix-editor.png` });
  await accessible(walk, page, 'the editor of a duet');
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByText('Your cut is being rendered').waitFor();

  const rendered = async (id) => {
    for (const until = Date.now() + patience; Date.now() < until;) {
      const video = await bea.call('GET', `/videos/${id}`);
      if (video.state === 'ready') return video;
      await new Promise((done) => setTimeout(done, 200));
    }
    throw new Error('not rendered');
  };
  const [draft] = (await bea.call('GET', '/me/videos')).items;
  const duet = await rendered(draft.id);
  walk.expect(
    'it says what it was made with',
    duet.remix?.kind === 'duet' && duet.remix.video === clip && duet.remix.author === 'ada',
    duet.remix,
  );
  await bea.call('POST', `/videos/${draft.id}/publish`);
  await page.goto(`${house.base}/v/${draft.id}`);
  await moving(page);
  await page.locator(on).getByRole('link', { name: 'Duet with @ada' }).click();
  await page.waitForURL(`**/v/${clip}`);
  walk.say('and leads there');
  const told = async () =>
    (await ada.call('GET', '/me/notifications')).items.filter(({ kind }) => kind === 'remix');
  for (const until = Date.now() + patience; (await told()).length === 0 && Date.now() < until;)
    await page.waitForTimeout(100);
  const [notice] = await told();
  walk.expect(
    'whose clip it was made with is told',
    notice?.actor.handle === 'bea' && notice.video.id === draft.id,
    notice,
  );

  await page.goto(`${house.base}/sound/${(await ada.call('GET', `/videos/${clip}`)).sound.id}`);
  await page.getByRole('link', { name: 'Use this sound' }).click();
  await page.getByText('Your pictures, with the sound of this clip.').waitFor();
  await filmed(walk, page);
  await page.waitForURL(/\/edit\/.*as=sound/, { timeout: patience });
  await page.locator('canvas[data-picture]').waitFor({ timeout: patience });
  const second = page.url().split('/edit/')[1].split('?')[0];
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByText('Your cut is being rendered').waitFor();
  const sounding = await rendered(second);
  const theirs = (await ada.call('GET', `/videos/${clip}`)).sound;
  walk.expect('a borrowed sound is that sound', sounding.sound?.id === theirs.id, sounding.sound);

  await ada.call('PUT', '/me/remix-choice', { duet: false, stitch: true });
  const refused = await bea
    .call('GET', `/videos/${clip}/remix?kind=duet`)
    .catch((refusal) => refusal.problem?.code);
  walk.expect('what an author does not lend cannot be taken', refused === 'remix_refused', refused);
  await page.goto(`${house.base}/remix/${clip}`);
  await page.getByRole('radio', { name: 'Stitch' }).waitFor();
  walk.expect('nor is it offered', (await page.getByRole('radio', { name: 'Duet' }).count()) === 0);
  await page.getByRole('button', { name: /Untitled draft/ }).click();
  await page.locator('canvas[data-picture]').waitFor({ timeout: patience });
  const clips = await page
    .getByRole('list', { name: 'Clips in their order' })
    .getByRole('button', { name: /^Clip/ })
    .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
  walk.expect(
    'a stitch begins with five seconds of theirs',
    /^Clip 1, 5 s,Clip 2, [\d.]+ s$/.test(clips.join()),
    clips,
  );
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByText('Your cut is being rendered').waitFor();
  const stitch = await rendered(second);
  walk.expect(
    'and lasts as long as both',
    stitch.remix?.kind === 'stitch' && Math.abs(stitch.duration_ms - sounding.duration_ms - 5000) < 150,
    [stitch.remix, stitch.duration_ms, sounding.duration_ms],
  );

  await page.goto(`${house.base}/settings/people`);
  await page.getByRole('switch', { name: 'Others may make duets' }).waitFor();
  await accessible(walk, page, 'what others may make with one’s clips');
}
