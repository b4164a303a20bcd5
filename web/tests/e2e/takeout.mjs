/** Somebody packs everything in one house, has it checked by a stranger, and brings it into another. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessible, desk, patience, phone } from './browser.mjs';
import { draw, drawPicture } from './clips.mjs';
import { openHouse, password, Person } from './house.mjs';
import { output, root } from './places.mjs';

const binary = process.env.VITRINE_BINARY ?? join(root, 'build/release/vitrine');
const captions = 'WEBVTT\n\n00:00.000 --> 00:01.000\nThe tide is out.\n';

async function signedIn(walk, who, house, size) {
  const page = await walk.visit(who, house.base, { ...size, path: '/sign-in' });
  await page.getByLabel('Name for signing in').fill(who);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: /Inbox/ }).first().waitFor();
  await page.goto(`${house.base}/settings/data`);
  return page;
}

/** What a stranger's `vitrine verify-export` says of a file. */
function verified(file, key) {
  try {
    return execFileSync(binary, ['verify-export', file, '--key', key], { encoding: 'utf8' });
  } catch (error) {
    return `${error.stdout}${error.stderr}`;
  }
}

export default async function takeout(walk) {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-takeout-'));
  walk.after(() => rmSync(folder, { recursive: true, force: true }));
  const here = await openHouse(`${walk.name}-here`);
  walk.after(() => here.stop());
  const olga = await fill(here);
  const file = await packed(walk, here, folder);
  const { public_key: key } = await olga.call('GET', '/signing-key');
  walk.expect('a stranger can check it', verified(file, key).includes('is whole'), verified(file, key));
  const bytes = readFileSync(file);
  bytes[Math.floor(bytes.length / 3)] ^= 1;
  const changed = join(folder, 'changed.zip');
  writeFileSync(changed, bytes);
  walk.expect('and one changed byte is told', verified(changed, key).startsWith('vitrine: '));

  const there = await openHouse(`${walk.name}-there`);
  walk.after(() => there.stop());
  await Person.owner(there.base, 'olga');
  await Person.fresh(there.base, 'ben');
  await brought(walk, there, file, changed);
  await same(walk, olga, there);
  await fromTikTok(walk, there, folder);
  await fromLoops(walk, there, folder);
}

/** The file of another service: its clips come as drafts, and nobody is followed by it. */
async function fromTikTok(walk, house, folder) {
  const picture = 'gradients=s=90x160:r=25:c0=0x2b1a3d:c1=0xd98f2b:n=2:speed=0.03';
  const film = draw('takeout-tiktok', picture, { seconds: 2, pitch: 300 });
  const video = (day, number, Title) => ({
    Date: `2024-05-0${day} 10:00:00`,
    Link: `https://www.tiktokv.com/share/video/${number}/`,
    Title,
  });
  const data = {
    'Profile And Settings': {
      'Profile Info': { ProfileMap: { userName: 'ben.bakes', displayName: 'Ben bakes' } },
      Following: {
        Following: ['olga', 'somebody_else'].map((UserName) => ({ Date: '2023-01-01 00:00:00', UserName })),
      },
    },
    Post: {
      Posts: {
        VideoList: [video(1, '7362000000000000001', 'Bread'), video(2, '7362000000000000002', 'Cake')],
      },
    },
  };
  const zip = join(folder, 'tiktok.zip');
  const pack =
    'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1], "w"); ' +
    'z.writestr("user_data_tiktok.json", sys.argv[2]); z.write(sys.argv[3], "posts/7362000000000000001.mp4"); z.close()';
  execFileSync('python3', ['-c', pack, zip, JSON.stringify(data), film]);

  const page = await signedIn(walk, 'ben', house, phone);
  await page.locator('section[aria-labelledby=bring-along] input[type=file]').setInputFiles(zip);
  await page.getByText('The data of @ben.bakes from TikTok').waitFor({ timeout: patience });
  await page.getByText('One person you followed there').waitFor();
  await page.getByRole('link', { name: '@olga' }).waitFor();
  await page.getByText('One clip is listed without its film').click();
  await page.getByText('Cake (2024-05-02', { exact: false }).waitFor();
  await page.screenshot({ path: `${output}/takeout-tiktok-phone.png`, fullPage: true });
  await accessible(walk, page, "another service's file that asks");
  await page.getByRole('button', { name: 'Bring it in' }).click();
  await page.getByText('What you brought along is here').waitFor({ timeout: patience });
  const ben = await Person.known(house.base, 'ben');
  const { items } = await ben.call('GET', '/me/videos');
  walk.expect(
    'the clip is a draft for its author alone',
    items.length === 1 && !items[0].published && items[0].visibility === 'private',
    items.map(({ title, published, visibility }) => ({ title, published, visibility })),
  );
  const { account } = await ben.call('GET', '/me');
  walk.expect(
    'and nobody is followed by it',
    account.counts.following === 0 && account.name === 'Ben bakes',
    account,
  );
}

async function fill(house) {
  const olga = await Person.owner(house.base, 'olga');
  await Person.fresh(house.base, 'ben');
  await Person.fresh(house.base, 'cem');
  const picture = 'gradients=s=90x160:r=25:c0=0x04222f:c1=0x1b7f8c:n=2:speed=0.03';
  const ids = [];
  for (const [n, title] of ['Low tide', 'High tide'].entries())
    ids.push(await olga.publish(draw(`takeout-${n}`, picture, { seconds: 3, pitch: 200 + n }), { title }));
  await olga.settled(ids, ['ready']);
  await olga.call('PUT', `/videos/${ids[0]}/captions/en`, { file: captions });
  await olga.call('PATCH', `/videos/${ids[1]}`, { visibility: 'private' });
  await olga.call('PUT', `/videos/${ids[0]}/like`);
  await olga.call('PUT', '/accounts/ben/follow');
  await olga.call('PUT', '/accounts/cem/follow');
  await olga.call('PATCH', '/me', { name: 'Olga O.', bio: 'Two tides a day' });
  await fetch(`${house.base}/api/v1/me/portrait`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${olga.token}` },
    body: readFileSync(drawPicture('takeout', 'a camera')),
  });
  return olga;
}

async function packed(walk, house, folder) {
  const page = await signedIn(walk, 'olga', house, phone);
  await page.getByRole('button', { name: 'Pack it' }).click();
  await page.getByText('Your export is packed').waitFor({ timeout: patience });
  await page.screenshot({ path: `${output}/takeout-packed-phone.png`, fullPage: true });
  await accessible(walk, page, 'an export that is packed');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Fetch the ZIP file' }).click(),
  ]);
  const file = join(folder, 'export.zip');
  await download.saveAs(file);
  walk.say(`an export was packed and fetched: ${download.suggestedFilename()}`);
  await page.goto(`${house.base}/inbox`);
  await page.getByText('Your export is packed. It can be fetched for a week').waitFor();
  await walk.leave('olga');
  return file;
}

async function brought(walk, house, file, changed) {
  const page = await signedIn(walk, 'olga', house, desk);
  const choose = page.locator('section[aria-labelledby=bring-along] input[type=file]');
  await choose.setInputFiles(changed);
  await page.getByText('This file cannot be taken in').waitFor({ timeout: patience });
  walk.say('a changed file is refused');
  await choose.setInputFiles(file);
  await page.getByText('This is what will happen').waitFor({ timeout: patience });
  await page.getByText('One person you follow is not here').waitFor();
  await page.screenshot({ path: `${output}/takeout-asks-desk.png`, fullPage: true });
  await accessible(walk, page, 'an import that asks');
  await page.getByRole('button', { name: 'Bring it in' }).click();
  await page.getByText('What you brought along is here').waitFor({ timeout: patience });
  await page.getByText('2 clips, 1 follows, 1 likes and saves.').waitFor();
  await page.screenshot({ path: `${output}/takeout-done-desk.png`, fullPage: true });
  await accessible(walk, page, 'an import that is done');
  await page.setViewportSize(phone.viewport);
  await page.screenshot({ path: `${output}/takeout-done-phone.png`, fullPage: true });
  walk.say('what was brought is here, and the one who is not is named');
}

/** The clips are prepared, and say what they said, from when they said it. */
async function same(walk, olga, there) {
  const again = await Person.known(there.base, 'olga');
  const told = async (person) => {
    const { items } = await person.call('GET', '/me/videos');
    return items.map((clip) => ({
      title: clip.title,
      visibility: clip.visibility,
      published: clip.published_at,
      created: clip.created_at,
      duration: clip.duration_ms,
      captions: clip.captions,
    }));
  };
  const { items } = await again.call('GET', '/me/videos');
  while ((await again.call('GET', '/me/videos')).items.some(({ state }) => state !== 'ready'))
    await new Promise((done) => setTimeout(done, 250));
  const [before, after] = [await told(olga), await told(again)];
  walk.expect('two clips came', items.length === 2, items.length);
  walk.expect(
    'with titles, visibility, captions and times',
    JSON.stringify(before) === JSON.stringify(after),
    { before, after },
  );
  const me = await again.call('GET', '/accounts/olga');
  walk.expect('and with name and picture', me.name === 'Olga O.' && me.avatar !== null, me);
}

/** Who asked Loops for one part of their data brings that part. */
async function fromLoops(walk, house, folder) {
  const data = {
    basic_info: { username: 'ben_elsewhere', display_name: 'Ben elsewhere', bio: 'Bread and more' },
  };
  const zip = join(folder, 'loops.zip');
  const pack =
    'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1], "w"); z.writestr("data.json", sys.argv[2]); z.close()';
  execFileSync('python3', ['-c', pack, zip, JSON.stringify(data)]);
  const page = walk.page('ben');
  await page.goto(new URL('/settings/data', page.url()).href);
  await page.locator('section[aria-labelledby=bring-along] input[type=file]').setInputFiles(zip);
  await page.getByText('The data of @ben_elsewhere from Loops').waitFor({ timeout: patience });
  await page.getByRole('button', { name: 'Bring it in' }).click();
  await page.getByText('What you brought along is here').waitFor({ timeout: patience });
  const { account } = await (await Person.known(house.base, 'ben')).call('GET', '/me');
  walk.expect('a part of the data of Loops too', account.bio === 'Bread and more', account);
}
