/**
 * A device in a pocket: asked once, rung over the network by a push that says nothing, what it then shows is what it
 * asked the house for; how often and for what is the person's choice, and signing out ends it.
 *
 * Chromium's own push service is Google's and out of reach here, so the walk is the push service: the page's
 * subscription is given an address of ours, the server rings it over TLS, and what arrives is handed to the service
 * worker as the browser would (Chrome DevTools Protocol, ServiceWorker.deliverPushMessage).
 */
import { execFileSync } from 'node:child_process';
import { createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessible, desk, patience, phone } from './browser.mjs';
import { openHouse, password, Person } from './house.mjs';
import { output } from './places.mjs';

export default async function ringing(walk) {
  const service = await pushService(walk);
  const house = await openHouse(walk.name, ['--outbound-allow', `127.0.0.1:${service.port}`]);
  walk.after(() => house.stop());
  await Person.owner(house.base, 'olga');
  const names = ['ada', 'ben', 'cleo', 'dora', 'eve', 'finn'];
  const [ada, ben, cleo, dora, eve, finn] = await Promise.all(
    names.map((name) => Person.fresh(house.base, name)),
  );

  const page = await walk.visit('ada', house.base, {
    ...phone,
    path: '/sign-in',
    prepare: (context) => prepare(context, house, service),
  });
  await signIn(page);
  await accept(walk, page, [ben, cleo, dora], service);
  await rung(walk, page, house, eve, service);
  await chosen(walk, page, ada);
  await inGermanByDay(walk, house, page);
  await signedOut(walk, page, ada, finn, service);
}

/** An https server that believes in itself; what it is sent is kept. */
async function pushService(walk) {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-push-'));
  walk.after(() => rmSync(folder, { recursive: true, force: true }));
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const made = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
  ];
  execFileSync('openssl', [...made, ...names, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  process.env.SSL_CERT_FILE = certificate;
  const rings = [];
  const service = { rings, status: 201, key: null };
  const server = createServer(
    { key: readFileSync(key), cert: readFileSync(certificate) },
    (request, answer) => {
      let body = '';
      request.on('data', (part) => (body += part));
      request.on('end', () => {
        rings.push({ method: request.method, path: request.url, headers: request.headers, body });
        answer.writeHead(service.status).end();
      });
    },
  );
  await new Promise((open) => server.listen(0, '127.0.0.1', open));
  walk.after(() => server.close());
  service.port = server.address().port;
  service.origin = `https://localhost:${service.port}`;
  service.next = async (after) => {
    for (const until = Date.now() + patience; rings.length <= after && Date.now() < until;)
      await new Promise((done) => setTimeout(done, 50));
    return rings[after];
  };
  return service;
}

/** The address a push service would have given out, and the key the page asked it with. */
async function prepare(context, house, service) {
  await context.grantPermissions(['notifications'], { origin: house.base });
  await context.exposeFunction('subscribedWith', (key) => (service.key = key));
  await context.addInitScript((endpoint) => {
    let subscription = null;
    PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
      if (!userVisibleOnly) throw new Error('silent pushes are not for us');
      await window.subscribedWith([...new Uint8Array(applicationServerKey)]);
      subscription = { endpoint, unsubscribe: async () => (subscription = null) === null };
      return subscription;
    };
    PushManager.prototype.getSubscription = async () => subscription;
    // Granted beforehand, so that no dialog of the browser stands in the way; the page is to ask all the same.
    let asked = false;
    Object.defineProperty(Notification, 'permission', { get: () => (asked ? 'granted' : 'default') });
    Notification.requestPermission = async () => {
      asked = true;
      return 'granted';
    };
  }, `${service.origin}/ring/ada?device=1`);
}

async function signIn(page) {
  await page.getByLabel('Name for signing in').fill('ada');
  await page.locator('input[type=password]').fill(password);
  await page.locator('form button[type=submit]').click();
  await page
    .getByRole('link', { name: /^Inbox/ })
    .first()
    .waitFor();
}

async function accept(walk, page, friends, service) {
  await page
    .getByRole('link', { name: /^Inbox/ })
    .first()
    .click();
  await page.getByRole('heading', { name: 'All quiet' }).waitFor();
  walk.expect(
    'with nothing to tell, nothing is asked',
    (await page.getByText('Shall this device').count()) === 0,
  );
  for (const friend of friends) await friend.call('PUT', '/accounts/ada/follow');
  await page.getByRole('heading', { name: 'Shall this device tell you?' }).waitFor();
  await page.screenshot({ path: `${output}/ringing-offer.png` });
  await accessible(walk, page, 'the offer in the inbox, on a phone');
  await page.getByRole('button', { name: 'Tell me' }).click();
  await page.getByText('This device will tell you').waitFor();
  walk.expect(
    'the browser was given the key of the house',
    service.key?.length === 65 && service.key[0] === 4,
  );
  walk.expect(
    'the answer is kept, the question gone',
    (await page.getByText('Shall this device').count()) === 0,
  );
}

async function rung(walk, page, house, eve, service) {
  const line = await page.context().newCDPSession(page);
  const registered = new Promise((found) =>
    line.on(
      'ServiceWorker.workerRegistrationUpdated',
      ({ registrations: [one] }) => one && found(one.registrationId),
    ),
  );
  await line.send('ServiceWorker.enable');
  const registrationId = await registered;
  const deliver = () =>
    line.send('ServiceWorker.deliverPushMessage', { origin: house.base, registrationId, data: '' });
  const worker = page.context().serviceWorkers()[0];
  const shown = () =>
    worker.evaluate(async () =>
      (await self.registration.getNotifications()).map(({ title, body, data }) => ({ title, body, data })),
    );
  await page.goto('about:blank');
  await eve.call('PUT', '/accounts/ada/follow');
  const ring = await service.next(0);
  walk.expect(
    'the house rings the address',
    ring?.method === 'POST' && ring.path === '/ring/ada?device=1',
    ring,
  );
  walk.expect('with nothing in it', ring.body === '' && ring.headers['content-length'] === '0', ring.body);
  walk.expect('neither who, nor about what', !/eve|follow/i.test(JSON.stringify(ring)), ring);
  checkToken(walk, ring, service);

  await deliver();
  let notices = [];
  for (
    const until = Date.now() + patience;
    notices.length === 0 && Date.now() < until;
    notices = await shown()
  )
    await new Promise((done) => setTimeout(done, 100));
  walk.expect(
    'the device asks the house what it is, and says it',
    notices.length === 1 && notices[0].title === 'eve follows you' && notices[0].data === '/@eve',
    notices,
  );
  await worker.evaluate(async () =>
    (await self.registration.getNotifications()).forEach((one) => one.close()),
  );
  await page.goto(`${house.base}/settings/notices`);
  await page.getByRole('heading', { name: 'How often' }).waitFor();
  await deliver();
  await page.waitForTimeout(1000);
  walk.expect('a page that is looked at needs no telling', (await shown()).length === 0);
}

function checkToken(walk, ring, service) {
  const [, token, key] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(ring.headers.authorization) ?? [];
  const point = Buffer.from(key ?? '', 'base64url');
  walk.expect('signed with the key the browser was given', point.equals(Buffer.from(service.key)), key);
  const [head, claims, signature] = token.split('.');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  const holds = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    {
      key: createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' }),
      dsaEncoding: 'ieee-p1363',
    },
    Buffer.from(signature, 'base64url'),
  );
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString());
  const hours = (exp * 1000 - Date.now()) / 3_600_000;
  walk.expect(
    'the token holds, for this service, for less than a day',
    holds && aud === service.origin && hours > 1 && hours < 24,
    { aud, hours },
  );
  walk.expect('and says who may be written to', /^(mailto:|https:)/.test(sub), sub);
}

async function chosen(walk, page, ada) {
  const choice = async () => (await ada.call('GET', '/me/push')).choice;
  const here = page.getByRole('switch', { name: 'Tell me when there is something new' });
  await accessible(walk, page, 'notifications in the settings, on a phone');
  await page.screenshot({ path: `${output}/ringing-phone.png` });
  await page.getByRole('radio', { name: 'Daily' }).check();
  await page.getByLabel('At', { exact: true }).fill('18:30');
  await page.getByLabel('At', { exact: true }).blur();
  await page.getByRole('switch', { name: 'Likes' }).click();
  const wanted = (18 * 60 + 30 + new Date().getTimezoneOffset() + 1440) % 1440;
  const right = ({ cadence, daily_at_min, off }) =>
    cadence === 'daily' && daily_at_min === wanted && off.join() === 'likes';
  for (const until = Date.now() + patience; !right(await choice()) && Date.now() < until;)
    await page.waitForTimeout(100);
  walk.expect('once a day, at half past six, without likes', right(await choice()), await choice());
  await page.reload();
  await page.getByRole('radio', { name: 'Daily' }).waitFor();
  walk.expect(
    'and so it stands there afterwards',
    (await page.getByRole('radio', { name: 'Daily' }).isChecked()) &&
      (await page.getByLabel('At', { exact: true }).inputValue()) === '18:30' &&
      !(await page.getByRole('switch', { name: 'Likes' }).isChecked()),
  );
  // This page has never asked (the stub forgets with it), so its switch is off; turned on it rings again.
  await here.click();
  await page.getByText('This device will tell you').waitFor();
  walk.expect('the switch turns it on', (await ada.call('GET', '/me/push')).devices === 1);
}

async function inGermanByDay(walk, house, page) {
  const cookies = await page.context().cookies();
  const wide = await walk.visit('desk', house.base, {
    ...desk,
    theme: 'light',
    locale: 'de-DE',
    path: '/settings/notices',
    prepare: (context) => context.addCookies(cookies),
  });
  await wide.getByRole('heading', { name: 'Wer davon erfährt' }).waitFor();
  await accessible(walk, wide, 'notifications at a desk, by day, in German');
  await wide.screenshot({ path: `${output}/ringing-desk.png` });
  await walk.leave('desk');
}

async function signedOut(walk, page, ada, finn, service) {
  const before = service.rings.length;
  await page.getByRole('radio', { name: 'At once' }).check();
  await page.evaluate(async () => {
    await fetch('/api/v1/session', { method: 'DELETE' });
  });
  for (
    const until = Date.now() + patience;
    (await ada.call('GET', '/me/push')).devices > 0 && Date.now() < until;
  )
    await page.waitForTimeout(50);
  walk.expect('signed out, the address is forgotten', (await ada.call('GET', '/me/push')).devices === 0);
  await finn.call('PUT', '/accounts/ada/follow');
  await page.waitForTimeout(3000);
  walk.expect('and is rung no more', service.rings.length === before, service.rings.length - before);
}
