/**
 * Through the product as people go through it, with everything written down: somebody without an account, then a
 * creator and a viewer with one. What they do holds words and numbers that are looked for afterwards where they must
 * not be.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { arrived, desk, moving, on, patience, phone } from '../e2e/browser.mjs';
import { draw, drawPicture } from '../e2e/clips.mjs';
import { password, Person } from '../e2e/house.mjs';

/** Planted: each of them is nowhere else. */
export const planted = {
  search: 'zerbalune',
  typed: 'quimbery',
  comment: 'plovantic',
  draft: 'sorvellum',
  file: 'tramquist',
  agent: 'HuntZebra/7.31',
  place: '48.8577',
};
const where = { latitude: 48.857731, longitude: 2.295113 };
const granted = ['geolocation', 'clipboard-read', 'clipboard-write', 'notifications', 'camera', 'microphone'];

/** A browser of somebody's own, with a word in its name, in a known place, and every permission given. */
export async function visitor(world, who, size, path) {
  const page = await world.walk.visit(who, world.origin, {
    ...size,
    path,
    userAgent: `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0 Safari/537.36 ${planted.agent}`,
    geolocation: where,
    permissions: granted,
    ignoreHTTPSErrors: true,
    prepare: (context) => world.watch(context),
  });
  return page;
}

export async function throughTheHouse(world, { pages }) {
  const owner = await Person.owner(world.house.base, 'olga');
  const ids = [];
  for (const [at, picture] of ['life=s=90x160:mold=12:r=25', 'cellauto=s=90x160:rule=110:r=25'].entries()) {
    const file = placed(draw(`negatives-${at}`, picture, { seconds: 2, size: '180x320' }));
    ids.push(await owner.publish(file, { title: `Wall ${at}`, description: '#wall', language: 'en' }));
  }
  await owner.settled(ids, ['ready']);
  await withoutAnAccount(world);
  await aCreator(world);
  await aViewer(world);
  if (pages > 0) await everywhere(world, pages);
  await theEnd(world);
}

/** The same file, as a phone that knows where it is would write it. */
function placed(file) {
  const out = file.replace(/\.mp4$/, '-placed.mp4');
  if (existsSync(out)) return out;
  const about = ['-metadata', 'location=+48.8577+002.2951/', '-metadata', `comment=${planted.place}`];
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', file, '-c', 'copy', ...about, out]);
  return out;
}

async function withoutAnAccount(world) {
  world.step('watching');
  const page = await visitor(world, 'stranger', desk, '/');
  await moving(page);
  await page.keyboard.press('ArrowDown');
  await arrived(page, 1);
  await moving(page);
  await page.keyboard.press('w');
  await page.getByRole('heading', { name: 'Why this clip' }).waitFor();
  await page.keyboard.press('Escape');
  await world.links(page);
  world.step('searching');
  await typeUnsent(world, page, '/search', 'Search videos, people and #tags', 200);
  await page.getByLabel('Search videos, people and #tags').fill(planted.search);
  await page.getByLabel('Search videos, people and #tags').press('Enter');
  await page.getByText(new RegExp(planted.search)).first().waitFor();
  world.step('signing in, and thinking better of it');
  await typeUnsent(world, page, '/sign-in', 'Name for signing in', 64);
  await typeUnsent(world, page, '/sign-up', 'How you want to be called', 50);
  for (const path of ['/@olga', '/tag/wall', '/rising', '/algorithm', '/latest', '/settings/watching']) {
    await page.goto(world.origin + path);
    await page.waitForLoadState('load');
    await page.waitForTimeout(150);
    await world.links(page);
  }
  await page.goto(world.origin);
  // The shell is fetched a while after the first clip has started.
  await page.evaluate(() => navigator.serviceWorker.ready);
  await world.keep('signed out', page);
}

/** Types what is never sent, key by key, and notes what the page sends meanwhile. */
export async function typeUnsent(world, page, path, label, chars) {
  if (path) await page.goto(world.origin + path);
  const field = page
    .getByRole('textbox', { name: label })
    .or(page.getByLabel(label, { exact: true }))
    .first();
  await field.waitFor();
  await field.focus();
  await page.waitForTimeout(300);
  const from = world.wire.calls.length;
  const text = `${planted.typed} `.repeat(Math.ceil(chars / 9)).slice(0, chars);
  await page.keyboard.type(text);
  await page.waitForTimeout(900); // longer than any pause in typing that a page could wait for
  const sent = world.wire.api(from).filter((call) => !call.path.startsWith('/api/v1/events'));
  world.typed.push({
    label,
    chars: text.length,
    calls: sent.map(({ method, path: to }) => `${method} ${to}`),
  });
  await field.fill('');
}

async function signUp(page, handle) {
  await page.getByLabel('How you want to be called').fill(handle);
  await page.getByLabel('Name for signing in').fill(handle);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
}

async function aCreator(world) {
  world.step('creating');
  const page = await visitor(world, 'creator', phone, '/sign-up?next=/create');
  await signUp(page, 'carla');
  await page.getByRole('button', { name: 'Choose a video' }).waitFor();
  const file = placed(draw('negatives-mine', 'mandelbrot=s=90x160:rate=25', { seconds: 2, size: '180x320' }));
  await aDraft(world, page, 'left alone', marked(file), `Perhaps ${planted.draft}`);
  await aDraft(world, page, 'published in the end', file, 'First light');
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByText('Your clip is on the wall').waitFor({ timeout: patience });
  await world.keep('signed in', page);
  world.step('portrait');
  await page.goto(`${world.origin}/@carla`);
  await page.getByRole('button', { name: 'Edit profile' }).click();
  await typeUnsent(world, page, null, 'About you', 200);
  await page.locator('input[type=file]').setInputFiles(drawPicture('portrait', 'Planted Camera'));
  await page.getByRole('button', { name: 'Use this picture' }).click();
  await page.getByRole('button', { name: 'Remove picture' }).waitFor();
  await page.goto(`${world.origin}/inbox`);
  await world.links(page);
}

/** The same file with a word in it that no other file has. */
function marked(file) {
  const out = file.replace(/\.mp4$/, '-draft.mp4');
  const word = Buffer.from(planted.file.repeat(4));
  const free = Buffer.concat([Buffer.from([0, 0, 0, word.length + 8]), Buffer.from('free'), word]);
  writeFileSync(out, Buffer.concat([readFileSync(file), free]));
  return out;
}

/** Chooses a file, says something about it, thinks about it, comes back to it: and notes what was sent meanwhile. */
export async function aDraft(world, page, what, file, title) {
  await page.goto(`${world.origin}/create`);
  await page.getByRole('button', { name: 'Choose a video' }).waitFor();
  await page.waitForTimeout(300);
  const from = world.wire.calls.length;
  const began = performance.now();
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByLabel('Title').fill(title);
  await page.getByText('Kept on this device').waitFor();
  await page.waitForTimeout(900); // longer than the page waits before it saves what it saves
  await page.reload();
  const field = page.getByLabel('Title');
  await field.waitFor();
  const back = (await field.inputValue()) === title;
  await page.waitForTimeout(300);
  // To look at the page is to ask who one is and what house this is; nothing else.
  const sent = world.wire
    .api(from)
    .filter(({ method, path }) => method !== 'GET' || !/^\/api\/v1\/(session|instance|live)$/.test(path));
  const calls = sent.map(({ method, path }) => `${method} ${path}`);
  world.drafts.push({ what, back, calls, ms: performance.now() - began });
}

async function aViewer(world) {
  world.step('watching');
  const page = await visitor(world, 'viewer', desk, '/sign-up');
  await signUp(page, 'vera');
  await moving(page);
  const carla = await Person.known(world.house.base, 'carla');
  const [mine] = (await carla.call('GET', '/me/videos')).items;
  await carla.settled([mine.id], ['ready']);
  await page.goto(`${world.origin}/v/${mine.id}`);
  await moving(page);
  await page.locator(on).getByRole('button', { name: /^Like/ }).click();
  await page
    .locator(on)
    .getByRole('button', { name: /^Comments/ })
    .click();
  await typeUnsent(world, page, null, 'Add a comment', 1000);
  await page.getByRole('textbox', { name: 'Add a comment' }).fill(`A ${planted.comment} morning.`);
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText(planted.comment).waitFor();
  await page.keyboard.press('Escape');
  world.step('sharing');
  await page.keyboard.press('s');
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.getByText('Copied').waitFor();
  world.step('settings');
  for (const room of ['account', 'watching', 'security', 'data', 'people', 'family']) {
    await page.goto(`${world.origin}/settings/${room}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForTimeout(150);
    await world.links(page);
  }
  const rest = ['/algorithm/mine', '/algorithm/history', '/inbox', '/following'];
  for (const path of [...rest, '/studio', '/studio/figures', '/studio/comments']) {
    await page.goto(world.origin + path);
    await page.waitForTimeout(250);
    await world.links(page);
  }
  await page.goto(`${world.origin}/search?q=${planted.search}`);
  await page.getByText(new RegExp(planted.search)).first().waitFor();
  await world.keep('signed in', page);
}

/** Every address that the pages lead to, breadth first. */
async function everywhere(world, most) {
  world.step('everywhere');
  const page = world.walk.page('viewer');
  const known = new Set(world.anchors.filter(({ own }) => own).map(({ path }) => path));
  const waiting = [...known];
  let visited = 0;
  for (; waiting.length > 0 && visited < most; visited += 1) {
    await page.goto(world.origin + waiting.shift());
    await page.waitForTimeout(200);
    for (const { own, path } of await world.links(page)) {
      if (!own || known.has(path)) continue;
      known.add(path);
      waiting.push(path);
    }
  }
  world.visited = visited;
}

async function theEnd(world) {
  world.step('signing out');
  const page = world.walk.page('viewer');
  await page.goto(`${world.origin}/settings/account`);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByText('You are signed out').waitFor();
  await world.keep('signed out again', page);
  // Carla's page has been open all the while: what she was told came over her stream.
  for (const until = Date.now() + 10_000; Date.now() < until;) {
    if (world.wire.calls.some((call) => /^event: notification/m.test(call.text))) return;
    await page.waitForTimeout(100);
  }
  throw new Error('the creator was told nothing about the comment');
}
