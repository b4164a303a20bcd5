/**
 * First visits and later ones: nothing stands in the way, the app is offered once to whoever came back twice, another
 * app hands a video over, and the number of what is new stands on the icon.
 */
import { readFileSync } from 'node:fs';
import { accessible, desk, moving, phone } from './browser.mjs';
import { draw } from './clips.mjs';
import { openHouse, password, Person } from './house.mjs';

const picture = 'gradients=s=90x160:r=25:c0=0x14213d:c1=0xfca311:c2=0xe5e5e5:n=3:speed=0.03';

export default async function first(walk) {
  const house = await openHouse(walk.name);
  walk.after(() => house.stop());
  const owner = await Person.owner(house.base, 'olga');
  for (const name of ['pia', 'rob']) await Person.fresh(house.base, name);
  const clip = draw('first-clip', picture, { seconds: 4 });
  const shown = await owner.publish(clip, { title: 'A first clip #light', language: 'en' });
  const others = [];
  for (const [n, tag] of ['clay', 'sea', 'sky', 'clay', 'sea', 'sky'].entries())
    others.push(
      await owner.publish(draw(`first-${n}`, picture, { seconds: 1, pitch: 300 + n * 40 }), {
        title: `About it, ${n} #${tag}`,
        language: 'en',
      }),
    );
  await owner.settled([shown, ...others]);

  const page = await offerOfTheApp(walk, house);
  await inTheSettings(walk, page, house);
  await interests(walk, house);
  await sharedFromElsewhere(walk, house, clip);
  await onTheIcon(walk, house, owner);
}

/** What waits 8 s and 45 s before it offers something waits a tenth. */
const hasten = (context) =>
  context.addInitScript(() => {
    const later = window.setTimeout;
    window.setTimeout = (deed, ms, ...more) =>
      later(deed, [8_000, 45_000].includes(ms) ? ms / 10 : ms, ...more);
  });

/** As Chromium does when a page may be installed; a browser without a window never does. */
const couldBeInstalled = (page) =>
  page.evaluate(() => {
    window.asked = 0;
    const prompt = () => Promise.resolve((window.asked += 1));
    const event = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt });
    return !dispatchEvent(event);
  });

async function offerOfTheApp(walk, house) {
  const page = await signIn(walk, house, 'rob', { ...phone, prepare: hasten });
  const offer = page.getByText('Keep Vitrine on your home screen?');
  for (const visit of [1, 2, 3]) {
    if (visit > 1) {
      await page.evaluate(() => sessionStorage.clear()); // as a new tab has it
      await page.reload();
    }
    await moving(page);
    walk.expect(`visit ${visit}: the browser’s own bar is kept away`, await couldBeInstalled(page));
    await page.waitForFunction((n) => Number(localStorage.getItem('vitrine:visits')) === n, visit);
    if (visit < 3) {
      await page.waitForTimeout(2_000);
      walk.expect(`visit ${visit}: nothing is offered`, !(await offer.isVisible()));
    }
  }
  await offer.waitFor();
  await accessible(walk, page, 'the offer of the app, on a phone');
  await page.getByRole('button', { name: 'Install' }).click();
  walk.expect('pressed, the browser asks', (await page.evaluate(() => window.asked)) === 1);
  await page.evaluate(() => sessionStorage.clear());
  await page.reload();
  await moving(page);
  await page.waitForTimeout(1_000);
  await couldBeInstalled(page);
  await page.waitForTimeout(2_000);
  walk.expect('it is offered once', !(await offer.isVisible()));
  return page;
}

/** Topics: never in the way, chosen or not, told in the reasons; kept in the tab without account, said with one. */
async function interests(walk, house) {
  const page = await walk.visit('newcomer', house.base, { ...phone, prepare: hasten });
  await moving(page);
  walk.expect('the first thing is a clip', new URL(page.url()).pathname === '/');
  await page.getByText('Shall the feed begin with what you like?').waitFor();
  walk.say('after a while, topics are offered');
  await page.getByRole('button', { name: 'Choose' }).click();
  await page.getByRole('heading', { name: 'What do you like?' }).waitFor();
  const sea = page.getByRole('button', { name: '#sea' });
  await sea.waitFor();
  await accessible(walk, page, 'topics to choose from, on a phone');
  await sea.focus();
  await page.keyboard.press('Enter');
  walk.expect('a topic is pressed', (await sea.getAttribute('aria-pressed')) === 'true');
  const answer = page.waitForResponse((response) => response.url().includes('interests=sea'));
  await page.getByRole('button', { name: 'To my feed' }).click();
  const { items } = await (await answer).json();
  await moving(page);
  walk.expect('the feed begins with it', items[0].tags.includes('sea'), items[0].tags);
  const said = items[0].why.some(({ evidence }) => evidence.kind === 'you_said' && evidence.tag === 'sea');
  walk.expect('and says why', said, items[0].why);
  const kept = await page.evaluate(() => Object.keys(localStorage));
  walk.expect('nothing of it is kept beyond the tab, nor that one was here', kept.length === 0, kept);

  const pia = await signIn(walk, house, 'pia', desk);
  await pia.goto(`${house.base}/algorithm/mine`);
  await pia.getByRole('link', { name: 'Choose topics to begin with' }).click();
  await pia.getByRole('button', { name: '#sky' }).click();
  await accessible(walk, pia, 'topics to choose from, at a desk');
  await pia.getByRole('button', { name: 'To my feed' }).click();
  await moving(pia);
  const mine = await Person.known(house.base, 'pia').then((person) => person.call('GET', '/me/algorithm'));
  const wished = mine.topics.find(({ tag }) => tag === 'sky')?.wish;
  walk.expect('with an account it stands with the other topics', wished === 'more', mine.topics);
  await walk.leave('pia');
}

async function inTheSettings(walk, page, house) {
  await page.goto(`${house.base}/settings/watching`);
  await page.getByRole('heading', { name: 'As an app' }).scrollIntoViewIfNeeded();
  await page.getByText(/Your browser offers it in its own menu/).waitFor();
  await couldBeInstalled(page);
  await page.getByRole('button', { name: 'Install' }).click();
  walk.expect('and stays in the settings', (await page.evaluate(() => window.asked)) === 1);
  await accessible(walk, page, 'the app in the settings, on a phone');
}

async function signIn(walk, house, handle, size, more = {}) {
  const page = await walk.visit(handle, house.base, { ...size, ...more, path: '/sign-in' });
  await page.getByLabel(/Name for signing in/).fill(handle);
  await page.locator('input[type=password]').fill(password);
  await page.locator('form button[type=submit]').click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
  return page;
}

/** What a phone does when a video is shared to the app: a form sent to the address of the manifest. */
async function sharedFromElsewhere(walk, house, clip) {
  const page = await signIn(walk, house, 'pia', phone);
  const manifest = await page.evaluate(() => fetch('/manifest.webmanifest').then((answer) => answer.json()));
  const { action, method, params } = manifest.share_target;
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload(); // under the service worker now
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.goto('about:blank'); // our own pages take no markup from strings
  await page.setContent(
    `<form action="${house.base}${action}" method="${method}" enctype="multipart/form-data">
       <input type="file" name="${params.files[0].name}" /><button>send</button></form>`,
  );
  await page
    .locator('input')
    .setInputFiles({ name: 'From elsewhere.mp4', mimeType: 'video/mp4', buffer: readFileSync(clip) });
  await page.getByRole('button', { name: 'send' }).click();
  await page.waitForURL(/\/create\/draft\//);
  walk.say('a shared video opens as a draft');
  await page.getByRole('heading').first().waitFor();
  await accessible(walk, page, 'a shared video, on a phone');
  const left = await page.evaluate(() => caches.has('shared'));
  walk.expect('and is kept nowhere else', !left);
  await page.goto(`${house.base}/create`);
  await page.getByText('From elsewhere').first().waitFor();
  walk.say('it waits among the drafts of this device');
}

async function onTheIcon(walk, house, owner) {
  const page = await signIn(walk, house, 'pia', {
    ...desk,
    prepare: (context) =>
      context.addInitScript(() => {
        window.badges = [];
        const put = (count) => Promise.resolve(window.badges.push(count));
        Object.defineProperty(Navigator.prototype, 'setAppBadge', { value: put, configurable: true });
        Object.defineProperty(Navigator.prototype, 'clearAppBadge', {
          value: () => put(0),
          configurable: true,
        });
      }),
  });
  await page.waitForFunction(() => window.badges.at(-1) === 0);
  const line = page.waitForResponse('**/api/v1/live'); // from then on the page is told
  await page.reload();
  await line;
  await owner.call('PUT', '/accounts/pia/follow');
  await page.waitForFunction(() => window.badges.at(-1) === 1);
  walk.say('what is new is counted on the icon');
  await page.goto(`${house.base}/inbox`);
  await page.waitForFunction(() => window.badges.at(-1) === 0);
  walk.say('and what was read no longer');
}
