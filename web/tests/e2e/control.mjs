/**
 * A viewer takes the feed into their own hands: switches the algorithm on the feed itself, moves a slider, mutes a
 * topic and a language, reads the rules in plain words, asks why not, and forgets everything; each time the next clip follows.
 */
import { accessible, desk, moving, on, patience, phone } from './browser.mjs';
import { draw } from './clips.mjs';
import { openHouse, password, Person } from './house.mjs';

const french = 'pottery 2';
const topics = { pottery: '0x3b1d12:c1=0xd98f4e', stars: '0x0b0a1f:c1=0x5b2a86' };

export default async function control(walk) {
  const house = await openHouse(walk.name);
  walk.after(() => house.stop());
  await Person.owner(house.base, 'olga');
  const maker = await Person.fresh(house.base, 'ada');
  const viewer = await Person.fresh(house.base, 'vera');
  const ids = [];
  for (let n = 0; n < 3; n += 1)
    for (const [topic, colours] of Object.entries(topics)) {
      const file = draw(topic, `gradients=s=90x160:r=25:c0=${colours}:n=2:speed=0.05`, {
        seconds: 2.4,
        size: '180x320',
        pitch: null,
      });
      const language = `${topic} ${n}` === french ? 'fr' : 'en';
      const details = { title: `${topic} ${n}`, description: `#${topic}`, language };
      ids.push(await maker.publish(file, details));
    }
  await maker.settled(ids);

  const page = await walk.visit('viewer', house.base, { ...phone, path: '/sign-in' });
  await page.getByLabel('Name for signing in').fill('vera');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await moving(page);
  const before = await titles(page);

  // The switch on the feed.
  await page.getByRole('button', { name: 'Algorithm: For you' }).click();
  const menu = page.getByRole('menu', { name: 'Algorithm: For you' });
  await menu.getByText('What you do changes nothing').waitFor();
  await accessible(walk, page, 'the algorithm menu');
  await menu.getByRole('menuitemradio', { name: /Without a profile/ }).click();
  await page.getByRole('button', { name: 'Algorithm: Without a profile' }).waitFor({ timeout: patience });
  await page.reload();
  await page.getByRole('button', { name: 'Algorithm: Without a profile' }).waitFor({ timeout: patience });
  walk.say('the algorithm was changed on the feed, and is remembered');
  await page
    .getByRole('navigation', { name: 'Feeds' })
    .getByRole('link', { name: 'Without a profile' })
    .waitFor({ timeout: patience });
  await page.getByRole('heading', { name: /: Without a profile$/ }).waitFor({ timeout: patience });
  walk.say('tab and title name it');
  // Also in a browser that has not heard of it: no page is ranked with the history first.
  await page.evaluate(() => localStorage.removeItem('vitrine:algorithm'));
  const shell = await (await page.context().request.get(`${house.base}/`)).text();
  const { feed } = JSON.parse(/id="boot">(.*?)<\/script>/s.exec(shell)[1]);
  const policies = new Set(feed.items.map(({ policy }) => policy));
  walk.expect(
    'the page that comes with the app is of that algorithm',
    feed.name === 'non_profiling' && policies.size === 1 && policies.has(feed.name),
    { name: feed.name, policies: [...policies] },
  );
  await page.goto(`${house.base}/`);
  await page.getByRole('button', { name: 'Algorithm: Without a profile' }).waitFor({ timeout: patience });

  // One's own page: back to "for you", a slider, a mute.
  await page.goto(`${house.base}/algorithm/mine`);
  await page.getByLabel('Algorithm', { exact: true }).selectOption('home');
  const slider = page.getByLabel('Proven … new');
  await slider.focus();
  await slider.press('End');
  await page.getByText('Proven … new: +100. From the next clip on.').waitFor({ timeout: patience });
  await page.getByLabel('A #topic or a word').fill('#stars');
  await page.getByRole('button', { name: 'Mute', exact: true }).click();
  await page.getByText('Nothing with #stars from the next clip on.').waitFor({ timeout: patience });
  await page.getByLabel('A language').selectOption('fr');
  await page.getByText('Nothing in French from the next clip on.').waitFor({ timeout: patience });
  await accessible(walk, page, 'your algorithm');
  const mine = await viewer.call('GET', '/me/algorithm');
  walk.expect(
    'the slider stands where it was put',
    mine.sliders.some(({ name, value }) => name === 'newness' && value === 100),
  );
  await refused(walk, page, slider);
  await page.goto(house.base);
  await moving(page);
  const muted = await titles(page);
  walk.say(`before: ${before.join(', ')}; muted: ${muted.join(', ')}`);
  walk.expect(
    'what was muted is gone from the next page',
    before.some((title) => title.startsWith('stars')) && !muted.some((title) => title.startsWith('stars')),
  );
  walk.expect(
    'so is what is in a muted language',
    before.includes(french) && muted.includes('pottery 1') && !muted.includes(french),
  );

  // Why not that one, and the rules in plain words, in German, on a desk.
  const stars = ids[1];
  await page.goto(`${house.base}/algorithm/why-not?video=${stars}`);
  await page
    .getByText(/you muted #stars/i)
    .first()
    .waitFor({ timeout: patience });
  await accessible(walk, page, 'why not');
  await page.getByLabel('Link to the clip').fill('nonsense');
  await page.getByRole('button', { name: 'Ask' }).click();
  await page.getByText('This leads to no clip.').waitFor({ timeout: patience });
  await page.goto(`${house.base}/algorithm/why-not?video=${ids[4]}`);
  await page
    .getByText(/you muted clips in French/i)
    .first()
    .waitFor({ timeout: patience });
  await page.goto(`${house.base}/algorithm/mine`);
  await page.getByRole('button', { name: /Unmute French/ }).click();
  await page.getByText('French may come again.').waitFor({ timeout: patience });
  const reader = await walk.visit('reader', house.base, { ...desk, locale: 'de-DE', path: '/algorithm' });
  await reader.getByText('Ein Herz', { exact: true }).waitFor({ timeout: patience });
  await accessible(walk, reader, 'the rules in German');

  await reader.goto(`${house.base}/algorithm?name=quatsch`);
  await reader.getByRole('link', { name: 'Die vorhandenen ansehen' }).click();
  await reader.getByText('Ein Herz', { exact: true }).waitFor({ timeout: patience });
  walk.say('the address of an algorithm that is not there leads to those that are');

  await nobodyFollowed(walk, page, house);
  await topicOfAClip(walk, page, house);
  await historyKept(walk, page, house, viewer);

  // Forgetting.
  await page
    .getByRole('button', { name: /^Forget this/ })
    .first()
    .click();
  await page.getByText('Forgotten: it may be shown to you again.').waitFor({ timeout: patience });
  await page.goto(`${house.base}/algorithm/mine`);
  await page.getByRole('button', { name: 'Forget everything learned about me' }).click();
  await page.getByRole('button', { name: 'Forget everything', exact: true }).click();
  await page.getByText('Forgotten. The next clips are those of somebody new.').waitFor({ timeout: patience });
  const { items } = await viewer.call('GET', '/me/algorithm/history');
  walk.expect('nothing is remembered after the reset', items.length === 0);
}

/** A change that the server does not get is not left on show. */
async function refused(walk, page, slider) {
  const sliders = '**/api/v1/me/algorithm/sliders';
  await page.route(sliders, (route) => route.abort());
  await slider.focus();
  await slider.press('Home');
  await page.getByText('Proven … new: not changed.').waitFor({ timeout: patience });
  walk.expect('a slider that was not moved stands where it was', (await slider.inputValue()) === '100');
  await page.unroute(sliders);
  // Steps made while one is under way.
  await page.route(sliders, async (route) => {
    await page.waitForTimeout(700);
    await route.continue();
  });
  for (const wanted of ['90', '80', '70']) {
    await slider.press('ArrowLeft');
    walk.expect(`a step is kept: ${wanted}`, (await slider.inputValue()) === wanted);
  }
  await page.getByText('Proven … new: +70. From the next clip on.').waitFor({ timeout: patience });
  walk.expect('and it stands at the last of them', (await slider.inputValue()) === '70');
  await page.unroute(sliders);
}

/** The feed of those one follows as the algorithm, with nobody in it. */
async function nobodyFollowed(walk, page, house) {
  await page.goto(`${house.base}/algorithm/mine`);
  const which = page.getByLabel('Algorithm', { exact: true });
  await which.selectOption({ label: 'Following' });
  await page.getByText('Your feed now comes from “Following”.').waitFor({ timeout: patience });
  await page.goto(house.base);
  await page.getByRole('link', { name: 'Find people' }).waitFor({ timeout: patience });
  const tabs = page.getByRole('navigation', { name: 'Feeds' }).getByRole('link');
  await page.waitForFunction(() => document.querySelectorAll('nav[aria-label=Feeds] a').length === 2);
  walk.expect('each feed stands there once', (await tabs.allInnerTexts()).join() === 'Following,Latest');
  await page.getByRole('button', { name: 'Look for new clips' }).click();
  await page.getByText('Nothing new yet.').waitFor({ timeout: patience });
  await accessible(walk, page, 'nobody followed');
  await page.goto(`${house.base}/algorithm/mine`);
  await which.selectOption('home');
  await page.getByText('Your feed now comes from “For you”.').waitFor({ timeout: patience });
}

/** What stands of a topic in the sheet behind "why", which "back" closes; and its wall, which can mute it. */
async function topicOfAClip(walk, page, house) {
  await page.goto(house.base);
  await moving(page);
  await page.locator(on).getByRole('button', { name: 'Why this clip?' }).click();
  const sheet = page.getByRole('dialog', { name: 'Why this clip' });
  const opener = sheet.getByRole('button', { name: 'More or less of #pottery' });
  await opener.click();
  const guessed = page.getByRole('menuitemradio', { name: '#pottery as guessed', checked: true });
  await guessed.waitFor({ timeout: patience });
  await page.getByRole('menuitemradio', { name: 'More #pottery' }).click();
  await page.getByText('More #pottery from the next clip on.').waitFor({ timeout: patience });
  await opener.click();
  await page
    .getByRole('menuitemradio', { name: 'More #pottery', checked: true })
    .waitFor({ timeout: patience });
  await page.getByRole('menuitemradio', { name: '#pottery as guessed' }).click();
  await page.getByText('#pottery counts as guessed again.').waitFor({ timeout: patience });
  const rest = sheet.getByRole('button', { name: /more reasons?, together|1 more reason/ });
  if ((await rest.count()) > 0) {
    await rest.press('Enter');
    const at = await page.evaluate(() => document.activeElement?.tagName);
    walk.expect('the focus goes on to the reasons unfolded', at === 'LI', at);
  }
  await page.goBack();
  await sheet.waitFor({ state: 'detached' });
  walk.expect('"back" closes the sheet, and no more', new URL(page.url()).pathname === '/');

  await page.goto(`${house.base}/tag/pottery`);
  await page.getByRole('button', { name: /^Mute.*#pottery/ }).click();
  await page.getByText('Nothing with #pottery from the next clip on.').waitFor({ timeout: patience });
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: /^Mute.*#pottery/ }).waitFor({ timeout: patience });
  walk.say('the wall of a topic mutes it, and takes that back');
}

/** The history is turned off, and kept for a shorter time: each is said and can be taken back. */
async function historyKept(walk, page, house, viewer) {
  const now = () => viewer.call('GET', '/me/algorithm/history');
  await page.goto(`${house.base}/algorithm/history`);
  const writes = page.getByRole('switch', { name: 'Write down what I watch' });
  await writes.uncheck();
  await page.getByText('From now on nothing you watch is written down.').waitFor({ timeout: patience });
  walk.expect('the history is off', (await now()).paused);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Taken back.').waitFor({ timeout: patience });
  walk.expect('taken back it goes on', !(await now()).paused && (await writes.isChecked()));
  const term = page.getByLabel('Keep it for');
  const sheet = page.getByRole('dialog', { name: 'Keep it for 30 days only?' });
  await term.selectOption('30');
  await sheet.getByText(/is emptied from the log within a day, for good/).waitFor({ timeout: patience });
  await accessible(walk, page, 'a shorter term, asked about');
  await sheet.getByRole('button', { name: 'Close' }).click();
  walk.expect(
    'a shorter term is asked about before it holds',
    (await now()).kept_days === 365 && (await term.inputValue()) === '365',
  );
  await term.selectOption('30');
  await sheet.getByRole('button', { name: 'Empty what is older' }).click();
  await page.getByText('Kept for 30 days.').waitFor({ timeout: patience });
  walk.expect('said again, it holds', (await now()).kept_days === 30);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Taken back.').waitFor({ timeout: patience });
  walk.expect('and can be taken back', (await now()).kept_days === 365);
}

/** The clips of the page that is there, in order. */
async function titles(page) {
  const labels = await page
    .locator('article')
    .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
  return labels.map((label) => label.replace(/^@\w+: /, ''));
}
