/**
 * The main screens as somebody sees them who reads from right to left: nothing hangs over an edge, on a phone and at a
 * desk. (That no style names a side is tests/unit/mirrored.test.ts.)
 */
import { desk, moving, phone } from './browser.mjs';
import { draw } from './clips.mjs';
import { openHouse, password, Person } from './house.mjs';
import { output } from './places.mjs';

const picture = 'gradients=s=90x160:r=25:c0=0x1d2b1f:c1=0x5e8d5a:c2=0xe8f2d8:n=3:speed=0.03';

export default async function mirrored(walk) {
  const house = await openHouse(walk.name);
  walk.after(() => house.stop());
  const owner = await Person.owner(house.base, 'olga');
  const fan = await Person.fresh(house.base, 'nils'); // one's own clips are in no feed of one's own
  const ids = [];
  for (const n of [1, 2, 3])
    ids.push(
      await (n === 3 ? fan : owner).publish(
        draw(`mirrored-${n}`, picture, { seconds: 3, pitch: 200 + n * 60 }),
        {
          title: `A clip with quite a long name, number ${n} #moss #fern #stone`,
          language: 'en',
        },
      ),
    );
  await owner.settled(ids.slice(0, 2));
  await fan.settled(ids.slice(2));
  await fan.call('PUT', '/accounts/olga/follow');
  await fan.call('POST', `/videos/${ids[0]}/comments`, { text: 'Green, and then some' });
  const screens = [
    '/',
    `/v/${ids[0]}`,
    '/latest',
    '/@olga',
    '/@olga/followers',
    '/tag/moss',
    '/search?q=moss',
    '/rising',
    '/inbox',
    '/inbox/requests',
    '/messages',
    '/create',
    '/create/record',
    '/studio',
    '/algorithm',
    '/algorithm/mine',
    '/interests',
    '/settings',
    '/settings/watching',
    '/settings/people',
    '/settings/security',
    '/settings/data',
    '/settings/family',
  ];
  for (const [name, size] of Object.entries({ phone, desk })) {
    const page = await walk.visit(name, house.base, { ...size, path: '/sign-in', prepare: turned });
    await page.getByLabel(/Name for signing in/).fill('olga');
    await page.locator('input[type=password]').fill(password);
    await page.locator('form button[type=submit]').click();
    await page.waitForURL((url) => url.pathname !== '/sign-in');
    const wrong = [];
    for (const path of screens) {
      await page.goto(house.base + path);
      if (path === '/' || path.startsWith('/v/')) await moving(page);
      else await page.locator('main').getByRole('heading').first().waitFor();
      await page.waitForTimeout(300);
      for (const found of await page.evaluate(hanging)) wrong.push(`${path}: ${found}`);
      if (['/', '/@olga', '/inbox', '/settings/people'].includes(path))
        await page.screenshot({ path: `${output}/mirrored-${name}${path.replace(/\W/g, '_')}.png` });
    }
    walk.expect(
      `on a ${name}, nothing hangs over an edge of ${screens.length} screens`,
      wrong.length === 0,
      wrong,
    );
    await page.evaluate(() => {
      const heading = document.querySelector('main :is(h1, h2)');
      heading.append(Object.assign(document.createElement('i'), { style: 'display: block; width: 200vw' }));
      heading.lastChild.textContent = 'too wide';
    });
    const noticed = await page.evaluate(hanging);
    walk.expect('and what does is noticed', noticed.length > 0);
    const side = await page.evaluate(() => document.querySelector('nav').getBoundingClientRect().x);
    if (name === 'desk') walk.expect('the navigation stands on the right', side > 640, side);
  }
}

/** Every page of this browser is written from right to left. */
const turned = (context) =>
  context.addInitScript(() => {
    const turn = () => document.documentElement && (document.documentElement.dir = 'rtl');
    turn();
    addEventListener('DOMContentLoaded', turn);
  });

/** What reaches beyond the sides of the window and cannot be scrolled to within something of its own. */
function hanging() {
  const root = document.scrollingElement;
  const found = [];
  if (root.scrollWidth > root.clientWidth) found.push(`the page is ${root.scrollWidth} wide`);
  const wide = document.querySelector('main').clientWidth;
  const clipped = (element) => {
    for (let at = element.parentElement; at && at !== document.body; at = at.parentElement)
      // What is as wide as the page is the page: it scrolls up and down alone.
      if (getComputedStyle(at).overflowX !== 'visible' && at.clientWidth < wide) return at;
    return null;
  };
  for (const element of document.querySelectorAll('main *, nav *')) {
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0 || !element.checkVisibility({ opacityProperty: true })) continue;
    if (box.left >= -1 && box.right <= innerWidth + 1) continue;
    if (clipped(element) || element.closest('.visually-hidden, .blur, [inert]')) continue;
    found.push(`${element.tagName.toLowerCase()}.${element.className} from ${box.left} to ${box.right}`);
  }
  return found.slice(0, 3);
}
