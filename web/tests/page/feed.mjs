// Walks through the feed in a real browser against the fixture server and the built page:
//   npm run build && node tests/page/feed.mjs            (chromium at $CHROMIUM or /usr/bin/chromium)
// Screenshots go to tests/shots/. Exits with 1 if anything is not as it should be.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { chromium } from 'playwright-core';

const shots = fileURLToPath(new URL('../shots/', import.meta.url));
mkdirSync(shots, { recursive: true });

let failures = 0;
function expect(what, good, found = '') {
  if (!good) failures += 1;
  console.log(`${good ? 'ok  ' : 'FAIL'} ${what}${good ? '' : ` (found: ${JSON.stringify(found)})`}`);
}

function startServer(more = []) {
  const port = 20000 + Math.floor(Math.random() * 9000);
  const script = fileURLToPath(new URL('../fixtures/server.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, '--port', String(port), ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve) => {
    child.stdout.on('data', () => resolve({ base: `http://127.0.0.1:${port}`, stop: () => child.kill() }));
  });
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const desk = { viewport: { width: 1280, height: 800 } };

async function visit(base, { signIn = false, theme, path = '/', ...options } = {}) {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  if (theme) await context.addInitScript((value) => localStorage.setItem('vitrine:theme', value), theme);
  const page = await context.newPage();
  page.on('pageerror', (error) => expect(`no page error: ${error.message}`, false));
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && !/40[14]/.test(text)) expect('no console error', false, text);
  });
  if (signIn) {
    await page.request.post(`${base}/api/v1/session`, { data: { handle: 'ada', password: 'correct-horse' } });
  }
  await page.goto(base + path);
  return { context, page, close: () => context.close() };
}

const on = 'article:not([inert])';
const moving = (page) =>
  page.waitForFunction(
    (selector) => {
      const video = document.querySelector(`${selector} video`);
      return video && !video.paused && video.currentTime > 0.15;
    },
    on,
    { timeout: 20_000 },
  );
const index = (page) => page.locator(on).getAttribute('data-index').then(Number);
const until = (page, wanted) =>
  page
    .waitForFunction(
      ([selector, n]) => document.querySelector(selector)?.dataset.index === String(n),
      [on, wanted],
      { timeout: 8000 },
    )
    .then(
      () => true,
      () => false,
    );

async function accessible(page, what) {
  // Trusted Types forbid script elements; evaluate() runs outside of them.
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const result = await globalThis.axe.run(document, { runOnly: { type: 'tag', values: tags } });
    return result.violations.map(
      (each) => `${each.id}: ${each.nodes.map((node) => node.html.slice(0, 90)).join(' | ')}`,
    );
  });
  expect(`axe finds nothing: ${what}`, found.length === 0, found);
}

async function swipe(page, distance) {
  const session = await page.context().newCDPSession(page);
  let y = distance > 0 ? 640 : 240;
  const send = (type, points) => session.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  await send('touchStart', [{ x: 150, y }]);
  for (let step = 0; step < 10; step += 1) {
    y -= distance / 10;
    await send('touchMove', [{ x: 150, y }]);
    await page.waitForTimeout(12);
  }
  await send('touchEnd', []);
}

async function onAPhone(base) {
  const { page, close } = await visit(base, { ...phone, signIn: true });
  await moving(page);
  expect('the first clip plays', true);
  expect('one clip is on show, the others are inert', (await page.locator(on).count()) === 1);
  await page.getByRole('button', { name: 'Tap for sound' }).click();
  expect(
    'the pill turns the sound on',
    await page.evaluate((s) => !document.querySelector(`${s} video`).muted, on),
  );
  await swipe(page, 420);
  expect('a swipe brings the next clip', await until(page, 1), await index(page));
  await moving(page);
  expect('sound stays on', await page.evaluate((s) => !document.querySelector(`${s} video`).muted, on));
  await swipe(page, -420);
  expect('and back', await until(page, 0), await index(page));
  // A press while the swipe still settles only stops the scrolling, as everywhere.
  await page.waitForTimeout(1200);
  await page.touchscreen.tap(150, 380);
  await page.touchscreen.tap(150, 380);
  const like = page.locator(on).getByRole('button', { name: /^Take back like/ });
  await like.waitFor({ timeout: 3000 }).catch(() => undefined);
  expect('a double press likes', (await like.count()) === 1);
  await page.screenshot({ path: `${shots}phone-like.png` });
  await page.touchscreen.tap(150, 380);
  await page.waitForTimeout(700);
  expect('a press pauses', await page.evaluate((s) => document.querySelector(`${s} video`).paused, on));
  await page.screenshot({ path: `${shots}phone-paused.png` });
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await moving(page);
  for (let step = 1; step <= 6; step += 1) {
    await page.keyboard.press('ArrowDown');
    await until(page, step);
  }
  expect('keys walk on', (await index(page)) === 6, await index(page));
  expect(
    'never more than four videos',
    (await page.locator('video').count()) <= 4,
    await page.locator('video').count(),
  );
  await accessible(page, 'feed on a phone');
  await close();
}

async function comments(base, options, name) {
  const { page, close } = await visit(base, { ...options, signIn: true });
  await moving(page);
  await page.keyboard.press('c');
  await page.getByRole('heading', { name: 'Comments' }).waitFor();
  await page.getByRole('button', { name: 'Show 2 replies' }).click();
  await page.getByText('Golden hour').waitFor();
  await page.getByRole('textbox', { name: 'Add a comment' }).fill(`What a morning, ${name}.`);
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText(`What a morning, ${name}.`).waitFor();
  expect(`${name}: a comment appears`, true);
  const mine = page.getByRole('button', { name: 'Actions for the comment by @ada' }).first();
  await mine.click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await page.getByRole('textbox', { name: 'Edit your comment' }).fill(`What a bright morning, ${name}.`);
  await page.getByRole('button', { name: 'Save', exact: true }).last().click();
  await page.getByText(`What a bright morning, ${name}.`).waitFor();
  expect(`${name}: it can be edited`, true);
  await accessible(page, `comments, ${name}`);
  await page.screenshot({ path: `${shots}${name}-comments.png` });
  await page.getByRole('button', { name: 'Actions for the comment by @ada' }).first().click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByText(`What a bright morning, ${name}.`).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText(`What a bright morning, ${name}.`).waitFor();
  expect(`${name}: deleting can be undone`, true);
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'Comments' }).waitFor({ state: 'detached' });
  expect(`${name}: Escape closes`, true);
  await close();
}

async function atADesk(base) {
  const { page, close } = await visit(base, { ...desk, signIn: true });
  await moving(page);
  await page.mouse.move(760, 400);
  await page.mouse.wheel(0, 120);
  expect('the wheel moves one clip', await until(page, 1), await index(page));
  await page.waitForTimeout(500);
  await page.mouse.wheel(0, -120);
  expect('and back', await until(page, 0), await index(page));
  await page.keyboard.press('w');
  await page.getByRole('heading', { name: 'Why this clip' }).waitFor();
  const values = await page.locator('aside li b').allInnerTexts();
  const sum = (await page.locator('.sum strong').innerText()).replace('−', '-');
  const total = values.reduce((all, text) => all + Number(text.replace('−', '-')), 0);
  expect('the reasons add up to the score', Math.abs(total - Number(sum)) < 5e-4, { total, sum });
  await page.waitForTimeout(400);
  await accessible(page, 'why at a desk');
  await page.screenshot({ path: `${shots}desk-why.png` });
  await page.keyboard.press('ArrowDown');
  await until(page, 1);
  expect(
    'the panel stays while one goes on',
    await page.getByRole('heading', { name: 'Why this clip' }).isVisible(),
  );
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await page.getByRole('button', { name: 'Undo' }).waitFor();
  const before = await page.locator(on).getAttribute('aria-label');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.waitForTimeout(500);
  expect('not interested can be undone', (await page.locator(on).getAttribute('aria-label')) !== before);
  for (const [key, title] of [
    ['s', 'Share'],
    ['?', 'With the keyboard'],
  ]) {
    await page.keyboard.press(key);
    await page.getByRole('heading', { name: title }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: title }).waitFor({ state: 'detached' });
  }
  expect('share and help open and close', true);
  await page.getByRole('link', { name: 'Latest' }).first().click();
  await page.getByRole('feed', { name: 'Latest' }).waitFor();
  await moving(page);
  expect('another feed plays', true);
  await page.getByRole('link', { name: 'Watch' }).click();
  await moving(page);
  expect('coming back finds the feed where it was', (await index(page)) >= 1, await index(page));
  await close();
}

async function asAStranger(base) {
  const { page, close } = await visit(base, { ...phone, path: '/v/vid0000000003' });
  await moving(page);
  const label = await page.locator(on).getAttribute('aria-label');
  expect('a deep link plays its clip first', /Four rules/.test(label ?? ''), label);
  await page.keyboard.press('ArrowDown');
  await until(page, 1);
  expect(
    'the address follows the clip',
    /\/v\/vid/.test(page.url()) && !page.url().endsWith('0003'),
    page.url(),
  );
  await page.keyboard.press('l');
  await page.getByRole('heading', { name: 'Make it yours' }).waitFor();
  await page.waitForTimeout(500);
  await page.screenshot({ path: `${shots}phone-invitation.png` });
  expect('liking invites to sign in', true);
  await accessible(page, 'invitation');
  await page.getByRole('button', { name: 'Not now' }).click();
  await page.getByRole('link', { name: 'Following' }).first().click();
  await page.getByRole('heading', { name: 'The people you follow' }).waitFor();
  await page.screenshot({ path: `${shots}phone-following.png` });
  expect('following asks for an account, kindly', true);
  await close();
}

async function theEnd(base) {
  const { page, close } = await visit(base, {
    ...desk,
    reducedMotion: 'reduce',
    locale: 'de-DE',
    theme: 'light',
  });
  await page.locator(on).waitFor();
  expect('German by the browser', (await page.locator('html').getAttribute('lang')) === 'de');
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press('ArrowDown');
    await page.waitForTimeout(120);
    if (await page.getByRole('heading', { name: 'Du hast alles gesehen' }).count()) {
      const box = await page.getByRole('heading', { name: 'Du hast alles gesehen' }).boundingBox();
      if (box && box.y > 0 && box.y < 800) break;
    }
  }
  await page.waitForTimeout(400);
  await page.screenshot({ path: `${shots}desk-end-de-day.png` });
  await page.getByRole('button', { name: 'Zurück zum ersten Clip' }).click();
  expect('the end card leads back', await until(page, 0));
  await accessible(page, 'feed by day in German');
  await close();
}

async function nothingThere() {
  const { base, stop } = await startServer(['--empty']);
  const { page, close } = await visit(base, phone);
  await page.getByRole('heading', { name: 'Nothing on the walls yet' }).waitFor();
  await page.screenshot({ path: `${shots}phone-empty.png` });
  await accessible(page, 'empty house');
  await close();
  stop();
}

const { base, stop } = await startServer();
const walks = {
  onAPhone,
  commentsPhone: (b) => comments(b, phone, 'phone'),
  commentsDesk: (b) => comments(b, desk, 'desk'),
  atADesk,
  asAStranger,
  theEnd,
  nothingThere,
};
const only = process.argv[2];
for (const [name, walk] of Object.entries(walks)) {
  if (only && only !== name) continue;
  console.log(`-- ${name}`);
  await walk(base).catch((error) => expect(`${name} runs through`, false, error.message.slice(0, 400)));
}
stop();
await browser.close();
console.log(failures === 0 ? 'all well' : `${failures} failed`);
process.exitCode = failures === 0 ? 0 : 1;
