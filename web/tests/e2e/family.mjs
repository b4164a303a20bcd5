/**
 * A guardian and a ward: paired by a code, limits that the server and the page keep, seen by both and content by
 * neither; the ward leaves, and the guardian is told.
 */
import { spawnSync } from 'node:child_process';
import { accessible, desk, moving, phone } from './browser.mjs';
import { draw } from './clips.mjs';
import { binary, openHouse, password, Person } from './house.mjs';

const picture = 'gradients=s=90x160:r=25:c0=0x04222f:c1=0x1b7f8c:c2=0xbfe3df:n=3:speed=0.03';

export default async function family(walk) {
  const house = await openHouse(walk.name);
  walk.after(() => house.stop());
  const owner = await Person.owner(house.base, 'olga');
  const [kim] = await Promise.all(['kim', 'gina', 'stan'].map((name) => Person.fresh(house.base, name)));
  const { open, adult } = await fill(owner);

  const ward = await signIn(walk, house, 'kim', phone);
  const guardian = await signIn(walk, house, 'gina', desk);
  await pairUp(walk, ward, guardian, house);
  await beforeAnyLimit(walk, house, kim, adult);
  await setLimits(walk, ward, guardian);
  await byTheServer(walk, house, kim, { open, adult });
  await byThePage(walk, ward, guardian, house);
  await inGermanByDay(walk, house);
  await leaveAndTell(walk, ward, guardian, kim, adult);
  await noStaff(walk, house);
}

async function fill(owner) {
  const open = await owner.publish(draw('family-open', picture, { seconds: 6 }), { title: 'Low tide' });
  const adult = await owner.publish(draw('family-adult', picture, { seconds: 2, pitch: 300 }), {
    title: 'Low tide at night',
    audience: 'adult',
  });
  await owner.settled([open]);
  for (let state = ''; state !== 'ready';) {
    ({ state } = await owner.call('GET', `/videos/${adult}`));
    await new Promise((done) => setTimeout(done, 100));
  }
  return { open, adult };
}

async function signIn(walk, house, handle, size, more = {}) {
  const page = await walk.visit(handle, house.base, { ...size, ...more, path: '/sign-in' });
  await page.getByLabel(/Name for signing in|Anmeldename|Name zum Anmelden/).fill(handle);
  await page.locator('input[type=password]').fill(password);
  await page.locator('form button[type=submit]').click();
  await moving(page);
  return page;
}

async function pairUp(walk, ward, guardian, house) {
  await ward.goto(`${house.base}/settings`);
  await ward.getByRole('link', { name: /Family/ }).click();
  await ward.getByRole('heading', { name: 'Somebody looks after me' }).waitFor();
  await accessible(walk, ward, 'family, nobody yet, on a phone');
  await ward.getByRole('button', { name: 'Make a code' }).click();
  const shown = ward.getByRole('img', { name: /Your code/ });
  const code = (await shown.innerText()).trim();
  walk.expect(
    'the ward gets a code one can read out',
    /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/.test(code),
  );
  await accessible(walk, ward, 'family, a code, on a phone');

  await guardian.goto(`${house.base}/settings/family`);
  const field = guardian.getByLabel('Code', { exact: true });
  await field.fill('0000-0000');
  await guardian.getByRole('button', { name: 'Become their guardian' }).click();
  await guardian.getByText('This code is wrong, was used, or is older than ten minutes.').waitFor();
  await accessible(walk, guardian, 'family, a wrong code, at a desk');
  await field.fill(code.toLowerCase().replace('-', ' '));
  await field.press('Enter');
  await guardian.getByRole('article', { name: 'Limits for kim' }).waitFor();
  walk.say('whoever enters it is the guardian');
  // The ward's page hears of it without being asked.
  await ward.getByRole('heading', { name: 'Your guardian' }).waitFor();
  walk.expect('the ward sees who it is', await ward.getByRole('link', { name: /gina/ }).isVisible());
}

async function beforeAnyLimit(walk, house, kim, adult) {
  const found = await kim.call('GET', '/search?q=tide&adult=true');
  walk.expect('paired alone, nothing is left out', JSON.stringify(found).includes(adult));
  const stan = await Person.known(house.base, 'stan');
  await stan.call('POST', '/me/conversations', { people: ['gina'], text: 'hello' });
}

async function setLimits(walk, ward, guardian) {
  const card = guardian.getByRole('article', { name: 'Limits for kim' });
  const save = card.getByRole('button', { name: 'Set these limits' });
  walk.expect('nothing to set before something changed', await save.isDisabled());
  await card.getByRole('slider', { name: 'Minutes a day' }).fill('60');
  await card.getByRole('switch', { name: /Only what is for everybody/ }).check();
  await card.getByRole('combobox', { name: 'Who may begin to write to them' }).selectOption('nobody');
  await accessible(walk, guardian, 'limits for a ward, at a desk');
  await save.click();
  await guardian.getByText('Set, and both of you are told').waitFor();
  await ward.getByText('1 hour', { exact: true }).waitFor();
  await ward.getByText('Only what is for everybody').waitFor();
  walk.say('the ward sees each limit, at once');
  await accessible(walk, ward, 'family, the limits of a ward, on a phone');
}

/** Whatever the page says: the server leaves out what is not for everybody. */
async function byTheServer(walk, house, kim, { open, adult }) {
  const ids = (answer) => JSON.stringify(answer);
  const gets = (path) => kim.call('GET', path).then(ids, (refusal) => refusal.problem.code);
  walk.expect('the adult clip is not there', (await gets(`/videos/${adult}`)) === 'video_absent');
  for (const path of ['/accounts/olga/videos', '/videos', '/feed/for_you', '/feed/latest', '/feed/following'])
    walk.expect(`nor in ${path}`, !(await gets(path)).includes(adult));
  const found = await gets('/search?q=tide&adult=true');
  walk.expect('nor found when it is asked for', found.includes(open) && !found.includes(adult), found);
  const stan = await Person.known(house.base, 'stan');
  const hello = { people: ['kim'], text: 'hello' };
  const refused = await stan
    .call('POST', '/me/conversations', hello)
    .catch((refusal) => refusal.problem.code);
  walk.expect('a stranger cannot write', refused === 'messages_closed', refused);
  const gina = await Person.known(house.base, 'gina');
  const { wards } = await gina.call('GET', '/me/family');
  walk.expect(
    'the guardian is told who, since when and which limits, and nothing else',
    Object.keys(wards[0]).join() === 'person,since,limits',
    wards[0],
  );
  const seen = await gina.call('GET', `/videos/${adult}`);
  walk.expect('for the guardian nothing changes', seen.id === adult);
}

async function byThePage(walk, ward, guardian, house) {
  await ward.goto(`${house.base}/settings/watching`);
  const restricted = ward.getByRole('switch', { name: /Restricted mode/ });
  await ward.getByText('Set by your guardian.').waitFor();
  walk.expect(
    'the ward cannot turn it off',
    (await restricted.isDisabled()) && (await restricted.isChecked()),
  );
  await ward.getByText('Your guardian has set limits too.').waitFor();
  await accessible(walk, ward, 'watching, with a guardian, on a phone');

  // An hour was watched today.
  await ward.evaluate(() => {
    const two = (n) => String(n).padStart(2, '0');
    const now = new Date();
    const date = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
    localStorage.setItem('vitrine:screen-time', JSON.stringify({ [date]: 60 * 60_000 }));
  });
  await ward.goto(house.base);
  const card = ward.getByRole('region', { name: 'That was it for today' });
  await card.waitFor();
  walk.expect('after the minutes of the day, no way on', (await card.getByRole('button').count()) === 0);
  await accessible(walk, ward, 'the day is over, on a phone');
  // The guardian gives a little more, and the clip goes on.
  const limits = guardian.getByRole('article', { name: 'Limits for kim' });
  await limits.getByRole('slider', { name: 'Minutes a day' }).fill('120');
  await limits.getByRole('button', { name: 'Set these limits' }).click();
  await card.waitFor({ state: 'detached' });
  await moving(ward);
  walk.say('a longer day lets the clips go on, without a reload');
  const quiet = limits.getByRole('switch', { name: /Quiet hours/ });
  await quiet.check();
  await limits.getByLabel('From').fill('00:00');
  await limits.getByLabel('Until').fill('23:59');
  await limits.getByRole('button', { name: 'Set these limits' }).click();
  const night = ward.getByRole('region', { name: 'Quiet hours' });
  await night.waitFor();
  walk.expect('quiet hours have no way on either', (await night.getByRole('button').count()) === 0);
  await quiet.uncheck();
  await limits.getByRole('button', { name: 'Set these limits' }).click();
  await night.waitFor({ state: 'detached' });
}

async function inGermanByDay(walk, house) {
  const page = await signIn(walk, house, 'stan', phone, { locale: 'de-DE', theme: 'light' });
  await page.goto(`${house.base}/settings/family`);
  await page.getByRole('heading', { name: 'Jemand achtet auf mich' }).waitFor();
  await accessible(walk, page, 'family, by day in German');
  await walk.leave('stan');
}

async function leaveAndTell(walk, ward, guardian, kim, adult) {
  await ward.goto(`${new URL(ward.url()).origin}/settings/family`);
  await ward.getByRole('button', { name: 'Leave this guardian' }).click();
  await ward.getByRole('heading', { name: 'Leave gina?' }).waitFor();
  await accessible(walk, ward, 'leaving a guardian, on a phone');
  await ward.getByRole('dialog').getByRole('button', { name: 'Leave this guardian' }).click();
  await ward.getByRole('heading', { name: 'Somebody looks after me' }).waitFor();
  walk.expect('left, everything is there again', (await kim.call('GET', `/videos/${adult}`)).id === adult);
  await guardian.getByRole('article', { name: 'Limits for kim' }).waitFor({ state: 'detached' });
  await guardian.goto(`${new URL(guardian.url()).origin}/inbox`);
  await guardian.getByText('You are the guardian of kim no more').waitFor();
  await accessible(walk, guardian, 'the inbox of a guardian, at a desk');
  walk.say('the guardian is told');
}

/** Whoever is given a key to the house has no guardian from then on. */
async function noStaff(walk, house) {
  const [stan, gina] = await Promise.all(['stan', 'gina'].map((name) => Person.known(house.base, name)));
  const { code } = await stan.call('POST', '/me/family/code');
  await gina.call('POST', '/me/family/wards', { code });
  const told = spawnSync(binary, ['admin', '--data', house.data, 'role', 'stan', 'moderator']);
  const { wards } = await gina.call('GET', '/me/family');
  walk.expect('a ward who becomes staff is released', told.status === 0 && wards.length === 0, wards);
  const refused = await stan.call('POST', '/me/family/code').catch((refusal) => refusal.problem.code);
  walk.expect('and makes no code', refused === 'staff_is_no_ward', refused);
}
