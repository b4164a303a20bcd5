/**
 * Somebody registers an app, somebody else is asked by it, says no, says yes, and takes it back in the settings; a
 * device that cannot type is let in. The walk plays the app: it listens where the answers go, and calls the API.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { accessible, desk, patience, phone } from './browser.mjs';
import { openHouse, password, Person } from './house.mjs';

export default async function oauth(walk) {
  const house = await openHouse(walk.name);
  walk.after(() => house.stop());
  const olga = await Person.owner(house.base, 'olga');
  await Person.fresh(house.base, 'marc');
  const app = await TinyApp.open(house.base);
  walk.after(() => app.close());

  // Its maker registers it.
  const maker = await walk.visit('maker', house.base, { ...desk, path: '/sign-in?next=/settings/security' });
  await signIn(maker, 'marc');
  await maker.getByRole('button', { name: 'Register an app' }).click();
  await maker.getByLabel('Name', { exact: true }).fill('Clip garden');
  await maker.getByLabel('Where people go back to').fill(app.redirect);
  await accessible(walk, maker, 'registering an app');
  await maker.getByRole('dialog').getByRole('button', { name: 'Register an app' }).click();
  await maker.getByText(app.redirect).waitFor();
  app.id = (await maker.locator('li code').first().textContent()).trim();
  await shot(maker, walk, 'made');

  // Somebody is asked, has to sign in first, and says no.
  const page = await walk.visit('person', house.base, { ...phone, path: app.ask('read write') });
  await page.getByRole('link', { name: 'Sign in' }).click();
  await signIn(page, 'olga');
  await page.getByRole('heading', { name: 'Let an app act for you?' }).waitFor({ timeout: patience });
  await page.getByText('Made by @marc, not by this house.').waitFor();
  await page.getByText('Read or write messages').waitFor();
  await accessible(walk, page, 'the question of an app');
  await shot(page, walk, 'consent-phone');
  await page.getByRole('button', { name: 'Don’t allow' }).click();
  const no = await app.answer();
  await page.getByText('Thank you.').waitFor();
  walk.expect('whoever says no sends the app away with a no', no.get('error') === 'access_denied', `${no}`);

  // By keyboard alone: yes.
  await page.goto(house.base + app.ask('read write'));
  await page.getByRole('button', { name: 'Allow', exact: true }).focus();
  await page.keyboard.press('Enter');
  const yes = await app.answer();
  await page.getByText('Thank you.').waitFor();
  walk.expect('the state comes back untouched', yes.get('state') === app.state, `${yes}`);
  walk.expect('and who answers', yes.get('iss') === house.base, `${yes}`);
  const first = await app.redeem(yes.get('code'));
  walk.expect('the code becomes a token', first.status === 200 && first.body.scope === 'read write', first);
  walk.expect('which reads', (await app.call('GET', '/me', first.body)) === 200);
  walk.expect('and sees no messages', (await app.call('GET', '/me/conversations', first.body)) === 403);
  walk.expect('nor devices', (await app.call('GET', '/sessions', first.body)) === 403);
  const next = await app.refresh(first.body);
  walk.expect('it is renewed', next.status === 200, next);
  const live = app.listen(next.body);

  // Taken back in the settings: at once, also what is open.
  await page.goto(`${house.base}/settings/security`);
  await page.getByText('Clip garden').waitFor({ timeout: patience });
  await accessible(walk, page, 'the apps with access');
  await page.getByText('Clip garden').scrollIntoViewIfNeeded();
  await shot(page, walk, 'access-phone');
  await page.getByRole('button', { name: 'End access of Clip garden' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End access' }).click();
  await page.getByText('No app acts for you.').waitFor();
  walk.expect('its open stream closes', (await live).includes('"ended":true'));
  walk.expect('its token is dead', (await app.call('GET', '/me', next.body)) === 401);

  // What is wrong is said here, and leads nowhere by itself.
  await page.goto(house.base + app.ask('read messages'));
  await page.getByText('Nothing was allowed.', { exact: false }).waitFor();
  await page.getByText('invalid_scope', { exact: false }).waitFor();
  await page.goto(house.base + app.ask('read').replace(app.id, '0000000000zzz'));
  await page.getByRole('heading', { name: 'No app to answer' }).waitFor();
  walk.say('an app nobody registered gets no answer at all');

  // It cannot be framed.
  const { headers } = await olga.call('GET', '/me').then(() => fetch(house.base + app.ask('read')));
  walk.expect(
    'the question cannot be shown inside another page',
    /frame-ancestors 'none'/.test(headers.get('content-security-policy')) &&
      headers.get('x-frame-options') === 'DENY',
  );

  // A device without a keyboard, in German, on a wide screen.
  const codes = await app.post('/oauth/device', { client_id: app.id, scope: 'upload' });
  walk.expect('a device gets a code to show', /^[A-Z]{4}-[A-Z]{4}$/.test(codes.body.user_code), codes);
  const waiting = app.wait(codes.body);
  const wide = await walk.visit('desk', house.base, {
    ...desk,
    locale: 'de-DE',
    path: '/sign-in?next=/device',
  });
  await wide.getByLabel('Anmeldename').fill('olga');
  await wide.getByLabel('Passwort', { exact: true }).fill(password);
  await wide.getByRole('button', { name: 'Anmelden', exact: true }).click();
  await wide.getByLabel('Code').fill('bbbb bbbb');
  await wide.getByRole('button', { name: 'Weiter' }).click();
  await wide.getByText('Kein Gerät wartet mit diesem Code').waitFor();
  await wide.getByLabel('Code').fill(codes.body.user_code.toLowerCase());
  await wide.getByRole('button', { name: 'Weiter' }).click();
  await wide.getByText('Clips hochladen', { exact: false }).waitFor();
  await accessible(walk, wide, 'a device in German');
  await shot(wide, walk, 'device-desk');
  await wide.getByRole('button', { name: 'Erlauben', exact: true }).click();
  await wide.getByText('Das Gerät ist verbunden', { exact: false }).first().waitFor();
  const issued = await waiting;
  walk.expect('the device is let in', issued.body.scope === 'upload', issued);
}

async function signIn(page, handle) {
  await page.getByLabel('Name for signing in').fill(handle);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function shot(page, walk, name) {
  if (process.env.VITRINE_SHOTS)
    await page.screenshot({ path: `${process.env.VITRINE_SHOTS}/oauth-${name}.png` });
}

/** An app of somebody else's: it listens for answers on this machine and asks for tokens. */
class TinyApp {
  id = '';
  state = 'a&b=ü';
  #verifier = randomBytes(32).toString('base64url');
  #waiting = [];
  #answers = [];

  constructor(house, server) {
    this.house = house;
    this.server = server;
    this.redirect = `http://127.0.0.1:${server.address().port}/back`;
    server.on('request', (request, response) => {
      const url = new URL(request.url, this.redirect);
      response.end('<!doctype html><title>Clip garden</title>Thank you.');
      if (url.pathname !== '/back') return;
      const waiting = this.#waiting.shift();
      if (waiting) waiting(url.searchParams);
      else this.#answers.push(url.searchParams);
    });
  }

  static async open(house) {
    const server = createServer();
    await new Promise((done) => server.listen(0, '127.0.0.1', done));
    return new TinyApp(house, server);
  }

  close() {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(done));
  }

  ask(scope) {
    return `/oauth/authorize?${new URLSearchParams({
      response_type: 'code',
      client_id: this.id,
      redirect_uri: this.redirect,
      scope,
      state: this.state,
      code_challenge: createHash('sha256').update(this.#verifier).digest('base64url'),
      code_challenge_method: 'S256',
    })}`;
  }

  answer() {
    const there = this.#answers.shift();
    return there ? Promise.resolve(there) : new Promise((done) => this.#waiting.push(done));
  }

  async post(path, fields) {
    const answer = await fetch(this.house + path, { method: 'POST', body: new URLSearchParams(fields) });
    return { status: answer.status, body: await answer.json() };
  }

  redeem(code) {
    return this.post('/oauth/token', {
      grant_type: 'authorization_code',
      client_id: this.id,
      code,
      redirect_uri: this.redirect,
      code_verifier: this.#verifier,
    });
  }

  refresh({ refresh_token }) {
    return this.post('/oauth/token', { grant_type: 'refresh_token', client_id: this.id, refresh_token });
  }

  poll({ device_code }) {
    return this.post('/oauth/token', {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      client_id: this.id,
      device_code,
    });
  }

  /** As a device does (RFC 8628, 3.5): asks every `interval` seconds, and less often when told to slow down. */
  async wait(codes) {
    let { interval } = codes;
    for (;;) {
      await new Promise((done) => setTimeout(done, interval * 1000));
      const answer = await this.poll(codes);
      if (answer.body.error === 'slow_down') interval += 5;
      else if (answer.body.error !== 'authorization_pending') return answer;
    }
  }

  async call(method, path, { access_token }) {
    const answer = await fetch(`${this.house}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${access_token}` },
    });
    await answer.arrayBuffer();
    return answer.status;
  }

  /** Opens the live stream; what it answers with is promised until it closes. */
  async listen({ access_token }) {
    const answer = await fetch(`${this.house}/api/v1/live`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    return answer.text();
  }
}
