/**
 * Somebody adds a passkey, is told of it, signs in with it alone, shows with it who they are, and removes it; a second
 * one whose count falls back is found out. The device is Chromium's virtual authenticator.
 */
import { accessible, desk, patience, phone } from './browser.mjs';
import { openHouse, password, Person } from './house.mjs';

export default async function passkeys(walk) {
  const house = await openHouse(walk.name);
  walk.after(() => house.stop());
  await Person.owner(house.base, 'olga');
  const vera = await Person.fresh(house.base, 'vera');
  // Browsers bind passkeys to a name: an address of numbers has none.
  const base = house.base.replace('127.0.0.1', 'localhost');

  const page = await walk.visit('viewer', base, { ...phone, path: '/sign-in?next=/settings/security' });
  const device = await plugIn(page);
  await page.getByLabel('Name for signing in').fill('vera');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await add(page, 'Phone');
  await page.getByText('not used yet').waitFor({ timeout: patience });
  walk.say('a passkey is added under a name');
  await accessible(walk, page, 'the passkeys of an account');
  const [kept] = await device.keys();
  walk.expect('it can be found without a name', kept.isResidentCredential === true, kept);

  await page.goto(`${base}/inbox`);
  await page.getByText('A passkey was added to your account.').waitFor({ timeout: patience });
  walk.say('its owner is told');

  await vera.call('DELETE', '/sessions');
  await page.goto(`${base}/sign-in?next=/settings/security`);
  await accessible(walk, page, 'signing in with a passkey');
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await page.getByText(/last used/).waitFor({ timeout: patience });
  walk.say('the passkey alone signs in');

  await page.getByRole('button', { name: 'Rename Phone' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Old phone');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Old phone').first().waitFor();

  // A twin: the count of the device is set back behind what the house has seen.
  await device.setBack(kept);
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.waitForURL(`${base}/`);
  await page.goto(`${base}/sign-in?next=/settings/security`);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await page.getByText('seems to have been copied').waitFor({ timeout: patience });
  walk.say('a count that falls back is refused, and said');
  await page.getByLabel('Name for signing in').fill('vera');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('Copied?').waitFor({ timeout: patience });
  await page.getByRole('button', { name: 'Remove Old phone' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByText('You have no passkeys yet.').waitFor({ timeout: patience });
  walk.say('its owner removes it');

  // On a wide screen, in German, with a passkey as the only proof asked for.
  const wide = await walk.visit('desk', base, {
    ...desk,
    locale: 'de-DE',
    path: '/sign-in?next=/settings/security',
  });
  await plugIn(wide);
  await wide.getByLabel('Anmeldename').fill('vera');
  await wide.getByLabel('Passwort', { exact: true }).fill(password);
  await wide.getByRole('button', { name: 'Anmelden', exact: true }).click();
  await wide.getByRole('button', { name: 'Passkey hinzufügen' }).click();
  await wide.getByLabel('Name', { exact: true }).fill('Rechner');
  await wide.getByRole('dialog').getByRole('button', { name: 'Passkey hinzufügen' }).click();
  await wide.getByText('noch nicht benutzt').waitFor({ timeout: patience });
  await accessible(walk, wide, 'the passkeys in German');
  await wide.goto(`${base}/settings/data`);
  await wide.getByRole('button', { name: 'Mein Konto löschen' }).click();
  await wide.getByRole('dialog').getByRole('button', { name: 'Passkey benutzen' }).click();
  await wide.waitForURL(/\/farewell\//, { timeout: patience });
  walk.say('a passkey is enough for what cannot be taken back');
}

async function add(page, name) {
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('dialog').getByRole('button', { name: 'Add a passkey' }).click();
}

/** A device with a lock, as Chromium plays it. */
async function plugIn(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const keys = async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
  return {
    keys,
    async setBack(kept) {
      await session.send('WebAuthn.removeCredential', { authenticatorId, credentialId: kept.credentialId });
      await session.send('WebAuthn.addCredential', {
        authenticatorId,
        credential: { ...kept, signCount: 0 },
      });
    },
  };
}
