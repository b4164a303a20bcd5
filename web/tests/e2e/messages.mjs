/**
 * Two people write to each other: a stranger asks, is accepted, both see what the other says as it is said; a clip is
 * shared, a message taken back, another reported, and the moderators see that one alone. Then a group, and a closed door.
 */
import { accessible, desk, moving, patience, phone } from './browser.mjs';
import { draw } from './clips.mjs';
import { openHouse, password, Person } from './house.mjs';

async function signIn(page, handle) {
  await page.getByLabel('Name for signing in').fill(handle);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

const say = async (page, text) => {
  await page.getByRole('textbox', { name: /^Write/ }).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
};
const log = (page) => page.getByRole('log');

export default async function messages(walk) {
  const house = await openHouse(walk.name);
  walk.after(() => house.stop());
  const owner = await Person.owner(house.base, 'olga');
  const file = draw('messages', 'gradients=s=90x160:r=25:n=3:speed=0.04', {
    seconds: 3,
    size: '180x320',
    pitch: 220,
  });
  const clip = await owner.publish(file, { title: 'A lamp', language: 'en' });
  await owner.settled([clip]);
  await Person.fresh(house.base, 'ann');
  const ben = await Person.fresh(house.base, 'ben');
  await Person.fresh(house.base, 'cem');

  const ann = await walk.visit('ann', house.base, { ...phone, path: '/sign-in?next=/@ben' });
  await signIn(ann, 'ann');
  await ann.getByRole('button', { name: 'Message', exact: true }).click();
  await ann.waitForURL(/messages\/with\/ben/);
  await say(ann, 'Hello Ben, is the lamp yours?');
  await log(ann).getByText('is the lamp yours?').waitFor({ timeout: patience });
  walk.say('a first message is sent from a profile');

  const at = await walk.visit('ben', house.base, {
    ...desk,
    theme: 'light',
    path: '/sign-in?next=/messages',
  });
  await signIn(at, 'ben');
  await at.getByText('Nothing written yet').waitFor({ timeout: patience });
  await at.getByRole('tab', { name: /Requests/ }).click();
  await at.getByRole('link', { name: /ann/ }).click();
  await at.getByText('ann would like to write to you').waitFor({ timeout: patience });
  await accessible(walk, at, 'a request, on a wide screen in daylight');
  await at.getByRole('button', { name: 'Accept', exact: true }).click();
  await say(at, 'No, it is Olga’s.');
  await log(ann).getByText('it is Olga’s').waitFor({ timeout: patience });
  walk.say('what Ben writes stands on Ann’s phone as he sends it');
  await say(ann, 'Thank you!');
  await log(at).getByText('Thank you!').waitFor({ timeout: patience });
  await accessible(walk, ann, 'a conversation on a phone');

  // A clip goes into the conversation from the feed.
  await ann.goto(`${house.base}/v/${clip}`);
  await moving(ann);
  await ann
    .getByRole('button', { name: /^Share/ })
    .first()
    .click();
  await ann.getByRole('button', { name: 'Send in a message' }).click();
  await ann.getByRole('region', { name: 'Send to' }).getByRole('button', { name: /ben/ }).click();
  await log(at)
    .getByRole('link', { name: /A lamp/ })
    .waitFor({ timeout: patience });
  walk.say('a clip is shared into it');

  // Taken back for both.
  await at.getByRole('button', { name: 'More about the message of You' }).first().click();
  await at.getByRole('menuitem', { name: 'Take back' }).click();
  await log(at).getByText('Taken back').waitFor();
  await ann.goto(`${house.base}/messages`);
  await ann.getByRole('link', { name: /ben/ }).click();
  await log(ann).getByText('Taken back').waitFor({ timeout: patience });
  walk.expect('its words are nowhere any more', (await log(ann).getByText('Olga’s').count()) === 0);

  // Reported: that one message, and no other.
  await say(at, 'Something rude');
  await log(ann).getByText('Something rude').waitFor({ timeout: patience });
  await ann.getByRole('button', { name: 'More about the message of ben' }).last().click();
  await ann.getByRole('menuitem', { name: 'Report' }).click();
  await ann.getByText('The moderators see this one message').waitFor();
  await ann.getByRole('radio').first().check();
  await ann
    .getByRole('dialog')
    .getByRole('button', { name: /Send|Report/ })
    .last()
    .click();
  await ann.getByRole('dialog').waitFor({ state: 'hidden' });
  const cases = await owner.call('GET', '/mod/reports');
  walk.expect(
    'the moderators see the one that was reported',
    cases.items.length === 1 && cases.items[0].subject.text === 'Something rude',
    cases.items,
  );
  walk.expect('and nothing else of it', !JSON.stringify(cases).includes('Thank you'));

  // A group of three; Cem is asked, in German.
  await ann.goto(`${house.base}/messages`);
  await ann.getByRole('button', { name: 'New group' }).click();
  await ann.getByRole('textbox', { name: 'People' }).fill('@ben, cem');
  await ann.getByLabel('Name (if you like)').fill('Lamp people');
  await ann.getByLabel('First message').fill('Shall we meet?');
  await ann.getByRole('button', { name: 'Start', exact: true }).click();
  await ann.getByRole('heading', { name: 'Lamp people' }).waitFor({ timeout: patience });
  const cem = await walk.visit('cem', house.base, {
    ...phone,
    locale: 'de-DE',
    path: '/sign-in?next=/messages',
  });
  await cem.getByLabel('Anmeldename').fill('cem');
  await cem.getByLabel('Passwort', { exact: true }).fill(password);
  await cem.getByRole('button', { name: 'Anmelden', exact: true }).click();
  await cem.getByRole('tab', { name: /Anfragen/ }).click();
  await cem.getByRole('link', { name: /Lamp people/ }).click();
  await cem.getByText('ann fragt dich in eine Gruppe').waitFor({ timeout: patience });
  await accessible(walk, cem, 'a request in German');
  await cem.getByRole('button', { name: 'Annehmen' }).click();
  await cem.getByRole('textbox', { name: 'Nachricht schreiben' }).fill('Gern, morgen');
  await cem.getByRole('button', { name: 'Senden' }).click();
  await log(ann).getByText('Gern, morgen').waitFor({ timeout: patience });
  walk.say('a group talks');

  // Ben closes his door.
  await at.goto(`${house.base}/settings/people`);
  await at.getByLabel('Who may begin to write to you').selectOption('nobody');
  await at.getByText('Saved').first().waitFor({ timeout: patience });
  await accessible(walk, at, 'who may write');
  const choice = await ben.call('GET', '/me/messages/choice');
  walk.expect(
    'read receipts are off unless chosen',
    choice.receipts === false && choice.may_write === 'nobody',
  );
  await cem.goto(`${house.base}/messages/with/ben`);
  await cem.getByText('nimmt keine Nachrichten').waitFor({ timeout: patience });
  walk.say('nobody new can write to who wants nobody');
}
