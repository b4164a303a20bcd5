/**
 * The feed learns: somebody watches one topic to the end and swipes the others away, and the next page has more of the
 * first than before, and says why. Every creator makes every topic, so that it cannot be the person.
 */
import { arrived, indexOf, labelOf, moving, on, patience, phone, still, swipe } from './browser.mjs';
import { draw } from './clips.mjs';
import { openHouse, password, Person } from './house.mjs';

const topics = {
  pottery: '0x3b1d12:c1=0xd98f4e',
  football: '0x0c1f12:c1=0x3f7f4a',
  stars: '0x0b0a1f:c1=0x5b2a86',
};
const loved = 'pottery';
const creators = ['ada', 'ben', 'cleo', 'dan', 'eva', 'finn'];
const eachMakes = 2; // clips of each topic
const pageLength = 10;
const watched = 8;

export default async function taste(walk) {
  const house = await openHouse(walk.name);
  walk.after(() => house.stop());
  await fill(walk, house);

  const page = await walk.visit('viewer', house.base, { ...phone, path: '/sign-in' });
  await signIn(page, 'vera');
  await moving(page);
  const before = await titles(page);
  walk.say(`first page: ${before.join(', ')}`);
  await watchOneTopic(walk, page);
  await page.reload();
  await moving(page);
  const after = await titles(page);
  walk.say(`next page:  ${after.join(', ')}`);
  const many = (list) => list.filter((title) => title.startsWith(loved)).length;
  walk.expect(
    `#${loved}: ${many(before)} of ${before.length} before, ${many(after)} of ${after.length} now`,
    before.length === after.length && many(after) > many(before),
  );
  await askWhy(walk, page);
}

async function fill(walk, house) {
  const began = performance.now();
  await Person.owner(house.base, 'olga');
  const makers = [];
  for (const handle of creators) makers.push(await Person.fresh(house.base, handle));
  await Person.fresh(house.base, 'vera');
  const ids = [];
  for (let round = 0; round < eachMakes; round += 1) {
    for (const [at, maker] of makers.entries()) {
      for (const [topic, colours] of Object.entries(topics)) {
        const file = draw(topic, `gradients=s=90x160:r=25:c0=${colours}:n=2:speed=0.05`, {
          seconds: 2.4,
          size: '180x320',
          pitch: null,
        });
        const number = round * makers.length + at + 1;
        ids.push([
          maker,
          await maker.publish(file, {
            title: `${topic} ${number}`,
            description: `#${topic}`,
            language: 'zxx',
          }),
        ]);
      }
    }
  }
  for (const maker of makers) await maker.settled(ids.filter(([by]) => by === maker).map(([, id]) => id));
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  walk.say(
    `${ids.length} clips of ${Object.keys(topics).length} topics by ${makers.length} creators, in ${seconds} s`,
  );
}

async function signIn(page, handle) {
  await page.getByLabel('Name for signing in').fill(handle);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** The clips of the page that is there, in order. */
async function titles(page) {
  const labels = await page
    .locator('article')
    .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
  return labels.slice(0, pageLength).map((label) => label.replace(/^@\w+: /, ''));
}

async function watchOneTopic(walk, page) {
  const seen = { finished: 0, skipped: 0 };
  for (let step = 0; step < watched; step += 1) {
    await moving(page);
    if ((await labelOf(page)).includes(`: ${loved} `)) {
      await toTheEnd(page);
      seen.finished += 1;
    } else seen.skipped += 1;
    const told = page.waitForResponse((answer) => answer.url().endsWith('/api/v1/events') && answer.ok());
    await still(page);
    await swipe(page, 500);
    await arrived(page, step + 1);
    await told;
  }
  walk.say(`watched to the end: ${seen.finished}, swiped away: ${seen.skipped}`);
}

/** Until it begins again. */
const toTheEnd = (page) =>
  page.evaluate(
    (selector) =>
      new Promise((done) => {
        const clip = document.querySelector(`${selector} video`);
        let last = clip.currentTime;
        clip.addEventListener('timeupdate', function look() {
          if (clip.currentTime < last) {
            clip.removeEventListener('timeupdate', look);
            // One more: the page hears of the new round with the same event, after us or before.
            clip.addEventListener('timeupdate', () => done(), { once: true });
          }
          last = clip.currentTime;
        });
      }),
    on,
  );

/** The label on the wall and the sheet behind it say that it is the topic. */
async function askWhy(walk, page) {
  // Where the first page had but one or two of them, no more is said than that.
  const liking = new RegExp(
    `You (usually watch|enjoy|often like|seldom skip) #${loved}|(two clips|one clip) with #${loved} .*to the end`,
  );
  while (!(await labelOf(page)).includes(`: ${loved} `)) {
    const at = await indexOf(page);
    await page.keyboard.press('ArrowDown');
    await arrived(page, at + 1);
  }
  await moving(page);
  await page.locator(on).getByRole('button', { name: 'Why this clip?' }).click();
  await page.getByRole('heading', { name: 'Why this clip' }).waitFor({ timeout: patience });
  const rows = await page
    .getByRole('dialog')
    .locator('li')
    .filter({ has: page.locator('p') })
    .evaluateAll((all) =>
      all.map((row) => ({
        words: row.querySelector('p').textContent.trim(),
        value: Number(row.querySelector('b').textContent.replace('−', '-')),
      })),
    );
  for (const { words, value } of rows) walk.say(`why: ${value.toFixed(3)}  ${words}`);
  walk.expect(
    'the why-sheet says so in words',
    rows.some(({ words, value }) => liking.test(words) && value > 0),
  );
}
