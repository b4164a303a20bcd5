/**
 * A house that keeps people's files at a host of their own: pages never come from there, files never from here; clips,
 * pictures and portraits still show, the editor still reads its pictures, and no cookie goes along.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { desk, moving, on, patience, phone } from './browser.mjs';
import { draw, drawPicture } from './clips.mjs';
import { openHouse, password, Person } from './house.mjs';

const picture = 'gradients=s=90x160:r=25:c0=0x102b2a:c1=0x3cb0a0:c2=0xdcf2ea:n=3:speed=0.03';

/** A port that is free now: both names have to be known before the server starts. */
function freePort() {
  return new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
}

export default async function apart(walk) {
  const port = await freePort();
  const [pages, files] = [`http://127.0.0.1:${port}`, `http://localhost:${port}`];
  const where = ['--listen', `127.0.0.1:${port}`, '--public-url', pages, '--media-url', files];
  const house = await openHouse(walk.name, where);
  walk.after(() => house.stop());
  const olga = await Person.owner(house.base, 'olga');
  const clip = await olga.publish(draw('apart-clip', picture, { seconds: 4 }), { title: 'Harbour at dawn' });
  const secret = await olga.publish(draw('apart-secret', picture, { seconds: 2 }), {
    title: 'Not yet',
    visibility: 'private',
  });
  await olga.settled([clip], ['ready']);
  await wearPortrait(olga);
  await twoHosts(walk, olga, { pages, files, clip, secret });
  await watched(walk, { pages, files, clip });
  const draft = await olga.upload(draw('apart-draft', picture, { seconds: 3 }));
  while (!['playable', 'ready'].includes((await olga.call('GET', `/videos/${draft}`)).state))
    await new Promise((done) => setTimeout(done, 200));
  await edited(walk, pages, draft);
}

async function wearPortrait(person) {
  const answer = await fetch(`${person.base}/api/v1/me/portrait`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${person.token}`, 'content-type': 'image/png' },
    body: readFileSync(drawPicture('apart-portrait', 'Camera')),
  });
  if (!answer.ok) throw new Error(`portrait: ${answer.status} ${await answer.text()}`);
}

/** What each host answers, and what it does not. */
async function twoHosts(walk, person, { pages, files, clip, secret }) {
  const ask = (address, options) => fetch(address, { redirect: 'manual', ...options });
  const video = await person.call('GET', `/videos/${clip}`);
  walk.expect(
    'every address of a clip names the host of the files',
    [video.poster, video.media.mp4, video.media.hls].every((address) =>
      address.startsWith(`${files}/media/`),
    ),
    video,
  );
  for (const path of ['/', '/api/v1/feed/latest', '/sw.js', `/v/${clip}`]) {
    const { status } = await ask(files + path);
    walk.expect(`there is no ${path} beside the files`, status === 404, status);
  }
  const signIn = await ask(`${files}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ handle: 'olga', password }),
  });
  walk.expect('nobody signs in there', signIn.status === 404 && !signIn.headers.has('set-cookie'));
  const path = new URL(video.media.mp4).pathname;
  const sent = await ask(pages + path);
  walk.expect(
    'a file asked for beside the pages is sent there',
    sent.status === 308 && sent.headers.get('location') === files + path,
    [sent.status, sent.headers.get('location')],
  );
  const file = await ask(files + path, { headers: { origin: pages, range: 'bytes=0-9' } });
  walk.expect(
    'pages may read it',
    file.status === 206 && file.headers.get('access-control-allow-origin') === '*',
    file.status,
  );
  const may = await ask(files + path, { method: 'OPTIONS' });
  walk.expect('and may ask whether they may', may.status === 204, may.status);
  const own = (await person.call('GET', `/videos/${secret}`)).poster;
  if (own) {
    const [opened, bare] = [await ask(own), await ask(own.split('?')[0])];
    walk.expect('what is private wants its signature', opened.status === 200 && bare.status === 404, [
      opened.status,
      bare.status,
    ]);
  }
  const [page, embedded] = [await ask(`${pages}/v/${clip}`), await ask(`${pages}/embed/${clip}`)];
  const text = await page.text();
  walk.expect(
    'previews elsewhere name it once',
    text.includes(`content="${video.poster}"`),
    text.slice(0, 900),
  );
  for (const answer of [page, embedded]) {
    const policy = answer.headers.get('content-security-policy');
    walk.expect(
      'a page may show what lies there, and run nothing of it',
      policy.includes(`media-src 'self' ${files}`) && !/script-src[^;]*http/.test(policy),
      policy,
    );
  }
}

/** Somebody watches: the clip moves, the portrait shows, and only pages get the cookie. */
async function watched(walk, { pages, files, clip }) {
  const page = await walk.visit('viewer', pages, { ...phone, path: '/sign-in?next=/latest' });
  const asked = [];
  page.on('request', (request) => asked.push(request));
  await page.getByLabel('Name for signing in').fill('olga');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.goto(`${pages}/v/${clip}`);
  await moving(page);
  walk.say('the clip moves');
  const portrait = page.locator(`${on} .rail img`);
  await portrait.waitFor();
  await page.waitForFunction((one) => document.querySelector(one).naturalWidth > 0, `${on} .rail img`);
  walk.say('the portrait shows');
  const origins = new Set(asked.map((request) => new URL(request.url()).origin));
  origins.delete('null');
  walk.expect(
    'nobody else is asked for anything',
    [...origins].every((one) => [pages, files].includes(one)),
    [...origins],
  );
  const there = asked.filter((request) => new URL(request.url()).origin === files);
  const cookies = await Promise.all(there.map(async (request) => (await request.allHeaders()).cookie));
  walk.expect('and no cookie goes to the files', there.length > 0 && cookies.every((one) => !one), cookies);
  await walk.leave('viewer');
}

/** The editor draws what lies at the other host, and may read what it drew. */
async function edited(walk, pages, draft) {
  const page = await walk.visit('creator', pages, { ...desk, path: '/sign-in' });
  await page.getByLabel('Name for signing in').fill('olga');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: /Inbox/ }).waitFor();
  await page.goto(`${pages}/edit/${draft}`);
  await page.locator('canvas[data-picture]').waitFor({ timeout: patience });
  const lit = () =>
    page.evaluate(() => {
      const canvas = document.querySelector('canvas[data-picture]');
      const { data } = canvas.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1);
      return data[0] + data[1] + data[2];
    });
  walk.expect('the preview is no closed book', (await lit()) > 0);
  await page.locator('.timeline img').nth(5).waitFor({ timeout: patience });
  walk.say('the line shows its pictures');
}
