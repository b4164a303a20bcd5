/**
 * Somebody who looks for something, on a phone: a slip of the thumb, a suggestion, a filter, a clip and the way back, a
 * #tag, and passing it on by link, by code and on another page.
 */
import { accessible, labelOf, moving, on, phone } from './browser.mjs';
import { draw } from './clips.mjs';
import { openHouse, Person } from './house.mjs';

const shown = [
  ['Pottery on the wheel', 'A bowl in one go. #pottery #clay', 3],
  ['Glazing pottery at night', 'Two coats, then fire. #pottery', 3],
  ['Bread without kneading', 'Flour, water, time. #bread', 3],
];

export default async function finding(walk) {
  const house = await openHouse(walk.name);
  walk.after(() => house.stop());
  const owner = await Person.owner(house.base, 'olga');
  const ids = [];
  for (const [n, [title, description, seconds]] of shown.entries()) {
    const picture = `gradients=s=90x160:r=25:seed=${n}:n=3:speed=0.04`;
    const file = draw(`finding-${n}`, picture, { seconds, size: '180x320', pitch: 200 + 50 * n });
    ids.push(await owner.publish(file, { title, description, language: 'en' }));
  }
  await owner.settled(ids);
  const page = await walk.visit('seeker', house.base, { ...phone, path: '/search' });
  await suggestion(walk, page);
  await slip(walk, page);
  await filter(walk, page);
  await openAndReturn(walk, page);
  await tag(walk, page);
  await share(walk, page, house);
}

const field = (page) => page.getByRole('combobox', { name: /^Search/ });
const hits = (page) =>
  page
    .getByRole('tabpanel')
    .getByRole('listitem')
    .getByRole('link', { name: /Pottery|pottery/ });

async function suggestion(walk, page) {
  await page.getByRole('switch', { name: 'Suggest while I type' }).check();
  await field(page).fill('pott');
  const options = page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option');
  await options.filter({ hasText: '#pottery' }).waitFor();
  await accessible(walk, page, 'suggestions');
  await field(page).press('ArrowDown');
  const chosen = page.locator('[role=option][aria-selected=true]');
  await chosen.waitFor();
  const words = (await chosen.innerText()).trim();
  await field(page).press('Escape');
  await options.first().waitFor({ state: 'hidden' });
  walk.say(`four letters suggest “${words}”, chosen with the arrows, closed with Escape`);
}

async function slip(walk, page) {
  await field(page).fill('potery whel');
  await field(page).press('Enter');
  await page.getByText('Results for “pottery wheel”').waitFor();
  await hits(page).first().waitFor();
  await accessible(walk, page, 'results');
  const first = await hits(page).first().innerText();
  walk.expect('two slips, and the bowl on the wheel comes first', /on the wheel/.test(first), first);
}

async function filter(walk, page) {
  await page.getByRole('button', { name: 'Filters' }).click();
  const sheet = page.getByRole('dialog', { name: 'Filters' });
  await sheet.getByRole('radio', { name: 'Longer' }).check();
  await accessible(walk, page, 'filters');
  await sheet.getByRole('button', { name: 'Show results' }).click();
  await page.getByText(/Nothing fits .* with these filters/).waitFor();
  await page.getByRole('button', { name: 'Without filters' }).click();
  await hits(page).first().waitFor();
  walk.say('a filter that leaves nothing says so, and can be left');
}

async function openAndReturn(walk, page) {
  await hits(page).first().click();
  await moving(page);
  walk.expect('the clip opens', (await labelOf(page)).includes('Pottery on the wheel'));
  await page.goBack();
  await hits(page).first().waitFor();
  walk.expect('and the way back leads to the results', /potery/.test(page.url()), page.url());
}

async function tag(walk, page) {
  await field(page).fill('#pottery');
  await field(page).press('Enter');
  await page.getByRole('tab', { name: 'Tags' }).click();
  await page
    .getByRole('tabpanel')
    .getByRole('link', { name: /#pottery/ })
    .click();
  await page.getByRole('heading', { name: '#pottery' }).waitFor();
  const wall = page.getByRole('main').getByRole('listitem').getByRole('link');
  await wall.nth(1).waitFor();
  walk.expect('the #tag has its two clips', (await wall.count()) === 2);
  await accessible(walk, page, 'a #tag');
  await wall.first().click();
  await moving(page);
}

async function share(walk, page, house) {
  await page
    .locator(on)
    .getByRole('button', { name: /^Share/ })
    .click();
  const sheet = page.getByRole('dialog', { name: 'Share' });
  await sheet.getByRole('button', { name: 'QR code' }).click();
  await sheet.getByRole('img', { name: /QR code with the link/ }).waitFor();
  await accessible(walk, page, 'the code of a link');
  await sheet.getByRole('button', { name: 'Embed' }).click();
  const code = await sheet.getByLabel('To put on a page of yours').inputValue();
  const source = /src="([^"]+)"/.exec(code)?.[1];
  walk.expect('the code to embed names its player', source?.startsWith(`${house.base}/embed/`), code);
  const other = await walk.visit('other', source, { viewport: { width: 360, height: 640 } });
  await other.locator('video').waitFor();
  await other.waitForFunction(() => document.querySelector('video').readyState >= 1);
  const parts = await other.evaluate(() => ({ scripts: document.scripts.length, cookies: document.cookie }));
  walk.expect('which has no script and no cookie', parts.scripts === 0 && parts.cookies === '', parts);
  await accessible(walk, other, 'the player for other pages');
}
