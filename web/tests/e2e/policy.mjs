/**
 * An operator writes a policy of their own into the data folder, and a viewer switches the feed to it: a wrong line
 * would have stopped the start, the menu offers it by its own title, the page follows its order and says its name, and
 * its rules are told in plain words. The rules of the house's market keep a topic out of that feed as out of all others,
 * and whoever asks why reads which rule it is.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessible, desk, moving, patience, phone } from './browser.mjs';
import { draw } from './clips.mjs';
import { openHouse, password, Person } from './house.mjs';

/** The longest clips first, newest of them first; nothing is learned about anybody. */
const calm = `# The patient house: long clips first.
policy calm version 1
title en Take your time
about en Long clips first. Knows nothing of you.
title de Lass dir Zeit
about de Lange Clips zuerst. Weiß nichts von dir.
surface 9
order by_score
profiling none
source latest at most 200
length_bonus 10.000
drop_seen no
diversity 0.000
explore_every 0
`;

export default async function policy(walk) {
  const house = await openHouse(walk.name);
  walk.after(() => house.stop());
  await Person.owner(house.base, 'olga');
  const viewer = await Person.fresh(house.base, 'vera');
  const ids = [];
  const makers = [];
  // Each by somebody else, so that no rule of variety has a say in the order.
  for (const [n, seconds] of [2, 5, 3, 4].entries()) {
    const maker = await Person.fresh(house.base, `maker${n}`);
    makers.push(maker);
    const file = draw(`long${seconds}`, 'gradients=s=90x160:r=25:c0=0x0b0a1f:c1=0x5b2a86:n=2:speed=0.05', {
      seconds,
      size: '180x320',
      pitch: null,
    });
    ids.push(
      await maker.publish(file, {
        title: `${seconds} seconds`,
        description: seconds === 4 ? 'Roll! #dice' : '',
        language: 'en',
      }),
    );
    await maker.settled([ids[n]]);
  }

  mkdirSync(join(house.data, 'policies'), { recursive: true });
  writeFileSync(join(house.data, 'policies', 'calm.policy'), calm);
  await house.restart();
  const { algorithms } = await viewer.call('GET', '/algorithms?language=en');
  walk.expect(
    'the house offers the new policy',
    algorithms.some(({ name }) => name === 'calm'),
  );

  const page = await walk.visit('viewer', house.base, { ...phone, path: '/sign-in' });
  await page.getByLabel('Name for signing in').fill('vera');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await moving(page);
  await page.getByRole('button', { name: 'Algorithm: For you' }).click();
  const menu = page.getByRole('menu', { name: 'Algorithm: For you' });
  await menu.getByText('Long clips first. Knows nothing of you.').waitFor();
  await accessible(walk, page, 'the menu with a policy of the house');
  await menu.getByRole('menuitemradio', { name: /Take your time/ }).click();
  await page.getByRole('button', { name: 'Algorithm: Take your time' }).waitFor({ timeout: patience });
  await page.reload();
  await moving(page);
  const order = await titles(page);
  walk.say(`by the policy of the house: ${order.join(', ')}`);
  walk.expect(
    'the page follows the policy of the house',
    order.slice(0, 4).join() === '5 seconds,4 seconds,3 seconds,2 seconds',
  );
  const feed = await viewer.call('GET', '/feed/calm');
  walk.expect(
    'the receipt names the policy',
    feed.items.every((item) => item.policy === 'calm'),
  );

  const reader = await walk.visit('reader', house.base, { ...desk, locale: 'de-DE', path: '/algorithm' });
  await reader.locator('select').first().selectOption('calm');
  await reader.getByText('Zuschlag für Langes').waitFor({ timeout: patience });
  await reader.getByText('calm 1', { exact: true }).waitFor({ timeout: patience });
  await accessible(walk, reader, 'the rules of the house in German');

  writeFileSync(join(house.data, 'market.rules'), `market XY\nwithhold tag dice by ${rule}\n`);
  await house.restart();
  await page.goto(house.base);
  await moving(page);
  const left = await titles(page);
  walk.say(`by the rules of the market: ${left.join(', ')}`);
  walk.expect(
    'a topic that the market withholds is not in the feed',
    left.slice(0, 3).join() === '5 seconds,3 seconds,2 seconds' && !left.includes('4 seconds'),
  );
  await page.goto(`${house.base}/algorithm/why-not?video=${ids[3]}`);
  await page.getByText(rule).first().waitFor({ timeout: patience });
  await accessible(walk, page, 'why not, by a rule of the market');
  // Also who chose no algorithm, and who made it.
  const wim = await Person.fresh(house.base, 'wim');
  for (const [who, asker] of Object.entries({ 'who chose no algorithm': wim, 'its author': makers[3] })) {
    const { now } = await asker.call('GET', `/feed/why_not?video=${ids[3]}`);
    walk.expect(`the rule is told to ${who}`, now.reason?.rule === rule, now);
  }
  const maker = await walk.visit('maker', house.base, { ...phone, path: '/sign-in' });
  await maker.getByLabel('Name for signing in').fill('maker3');
  await maker.getByLabel('Password', { exact: true }).fill(password);
  await maker.getByRole('button', { name: 'Sign in' }).click();
  await moving(maker);
  await maker.goto(`${house.base}/studio`);
  await maker.getByText('In no feed here').waitFor({ timeout: patience });
  await maker.getByText(rule).waitFor({ timeout: patience });
  await accessible(walk, maker, 'the studio with a clip that is in no feed');
  await reader.goto(`${house.base}/algorithm?name=calm`);
  await reader.getByRole('heading', { name: 'Regeln dieses Marktes: XY' }).waitFor({ timeout: patience });
  await reader.getByText(`Nach der Regel: ${rule}`).waitFor({ timeout: patience });
  await accessible(walk, reader, 'the rules of the market in German');
}

/** Of a market that there is not. */
const rule = 'Games Act 5: no advertising of games of chance';

/** The clips of the page that is there, in order. */
async function titles(page) {
  const labels = await page
    .locator('article')
    .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
  return labels.map((label) => label.replace(/^@\w+: /, ''));
}
