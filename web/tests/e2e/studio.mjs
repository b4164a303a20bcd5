/**
 * A maker of videos in the studio: how they were watched (of twenty people and more, with noise, a day later), comments
 * answered, liked and hidden in one place, and many videos changed and deleted at once, and back again.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { accessible, desk, phone } from './browser.mjs';
import { draw } from './clips.mjs';
import { openHouse, password, Person } from './house.mjs';
import { root } from './places.mjs';

const titles = ['Throwing a bowl', 'Glazing', 'The kiln'];

export default async function studio(walk) {
  const house = await openHouse(walk.name);
  walk.after(() => house.stop());
  const olga = await Person.owner(house.base, 'olga');
  const ids = [];
  for (const [at, title] of titles.entries()) {
    const file = draw(`studio-${at}`, `life=s=90x160:mold=${at + 9}:r=25`, { seconds: 3 });
    ids.push(await olga.publish(file, { title, description: 'Slowly #clay', language: 'en' }));
  }
  await olga.settled(ids, ['ready']);
  const crowd = await gather(house, ids);
  await beAnotherDay(house);
  await figures(walk, house, olga, ids);
  const page = await walk.visit('olga', house.base, { ...phone, path: '/sign-in?next=/studio/figures' });
  await page.getByLabel('Name for signing in').fill('olga');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await look(walk, page);
  await comments(walk, page, crowd, ids);
  await bulk(walk, house, page, olga, ids);
  await atADesk(walk, house, page);
}

async function guest(house, n) {
  const asked = await fetch(`${house.base}/api/v1/accounts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ handle: `guest${n}`, name: `Guest ${n}`, password, deliver: 'token' }),
  });
  if (!asked.ok) throw new Error(`guest${n} did not get in: ${asked.status} ${await asked.text()}`);
  const { token, account } = await asked.json();
  return new Person(house.base, token, account);
}

/** Two dozen people who watch the first video by a link, half of them to the end; five of them the second one. */
async function gather(house, ids) {
  const crowd = [];
  // One after the other: a house hashes few passwords at once, and turns the rest away.
  for (let n = 0; n < 24; n += 1) crowd.push(await guest(house, n));
  const watch = (person, video, whole) => {
    const seen = { video, receipt: null, position: 0 };
    const watched_ms = whole ? 3000 : 1600;
    const ended = { ...seen, kind: 'watched', watched_ms, loops: 0, finished: whole, skipped: false };
    const events = [{ ...seen, kind: 'shown' }, ended];
    return person.call('POST', '/events', { session: '0123456789abc', events });
  };
  await Promise.all(crowd.map((person, n) => watch(person, ids[0], n % 2 === 0)));
  await Promise.all(crowd.slice(0, 5).map((person) => watch(person, ids[1], true)));
  for (const person of crowd.slice(0, 3)) await person.call('PUT', '/accounts/olga/follow');
  return crowd;
}

/** What happened becomes what happened two days ago; the keeper makes the figures when the server starts. */
async function beAnotherDay(house) {
  const script = join(root, 'web/tests/e2e/past.py');
  await house.restart(() => execFileSync('python3', [script, house.data, '2']));
}

/** How many cells the record holds. */
function rowsOf(house) {
  const script = `import sqlite3, sys
record = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)
print(record.execute("SELECT count(*) FROM supply_figure").fetchone()[0])`;
  return Number(execFileSync('python3', ['-c', script, join(house.data, 'vitrine.sqlite')]));
}

async function figures(walk, house, olga, ids) {
  let told = await olga.call('GET', `/videos/${ids[0]}/figures`);
  for (const until = Date.now() + 10_000; told.cells.length === 0 && Date.now() < until;) {
    await new Promise((done) => setTimeout(done, 100));
    told = await olga.call('GET', `/videos/${ids[0]}/figures`);
  }
  walk.expect('twenty-four people make one cell', told.cells.length === 1, told);
  const people = Object.values(told.cells[0].ways).reduce((all, one) => all + one, 0);
  walk.expect('it is near the truth', Math.abs(people - 24) < 60, people);
  const again = await olga.call('GET', `/videos/${ids[0]}/figures`);
  walk.expect('and the same when asked again', JSON.stringify(again) === JSON.stringify(told));
  const all = await olga.call('GET', '/me/figures');
  walk.expect('all together name the one video', all.videos.length === 1 && all.cells.length === 1, all);
  walk.expect('what is written down is of it and of all together', rowsOf(house) === 2, rowsOf(house));
  const few = await olga.call('GET', `/videos/${ids[1]}/figures`);
  walk.expect('of five people nothing is told', few.cells.length === 0 && few.people === 0, few);
  const { views } = (await olga.call('GET', `/videos/${ids[1]}`)).counts;
  walk.expect('nor beside the video', views === 0, views);
}

async function look(walk, page) {
  await page.getByRole('heading', { name: 'Viewers a day' }).waitFor();
  await page.getByRole('img', { name: /Of all viewers/ }).waitFor();
  await accessible(walk, page, 'figures on a phone');
  const card = page.getByRole('region', { name: 'How far they got' });
  await card.getByText('As a table').focus();
  await page.keyboard.press('Enter');
  const rows = await card.getByRole('row').count();
  walk.expect('every plot can be read as a table, by keys', rows === 12, rows);
  const followers = page.getByRole('region', { name: 'Followers over time' });
  walk.expect(
    'followers are told as they are',
    await followers.getByRole('img', { name: 'Followers, from 0 to 3.' }).isVisible(),
  );
  await page.getByRole('link', { name: 'Throwing a bowl' }).click();
  await page.getByRole('heading', { name: 'Throwing a bowl', level: 1 }).waitFor();
  await page.getByRole('heading', { name: 'Where they came from' }).waitFor();
  await accessible(walk, page, 'figures of one video');
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('link', { name: 'Comments', exact: true }).waitFor();
}

async function comments(walk, page, [ann, ben, cem], ids) {
  const say = (person, video, text) => person.call('POST', `/videos/${video}/comments`, { text });
  await say(ann, ids[0], 'Which clay is it?');
  await say(ben, ids[1], 'So shiny');
  const rude = await say(cem, ids[2], 'Boring');
  await page.getByRole('link', { name: 'Comments', exact: true }).click();
  const waiting = page.getByRole('list', { name: 'Comments to answer' }).getByRole('article');
  await waiting.nth(2).waitFor();
  await accessible(walk, page, 'comments to answer');
  await page.getByRole('button', { name: 'Answer Guest 0' }).click();
  await page.getByLabel('Answer Guest 0').fill('Stoneware, with sand in it.');
  await page.getByRole('button', { name: 'Answer', exact: true }).click();
  await page.getByText('Answered').waitFor();
  const answers = await ann.call('GET', `/videos/${ids[0]}/comments`);
  walk.expect('answered in its thread', answers.items[0].counts.replies === 1, answers.items);
  await page.getByRole('button', { name: 'Like the comment by Guest 1' }).click();
  await page.getByRole('button', { name: 'Take back the like of the comment by Guest 1' }).waitFor();
  await page.getByRole('button', { name: 'Hide the comment by Guest 2' }).click();
  await page.getByText('Hidden: only its author').waitFor();
  const seen = async () => (await ann.call('GET', `/videos/${ids[2]}/comments`)).items.map(({ id }) => id);
  walk.expect('hidden, others do not see it', !(await seen()).includes(rude.id));
  await page.getByRole('button', { name: 'Undo' }).click();
  const hiding = page.waitForResponse((answer) => answer.url().endsWith('/hide'));
  await page.getByRole('button', { name: 'Hide the comment by Guest 2' }).click();
  await hiding;
  await page.reload();
  await page.getByRole('heading', { name: 'All answered' }).waitFor();
  await page.getByRole('radio', { name: 'Held back' }).check();
  await page.getByRole('button', { name: 'Let out the comment by Guest 2' }).click();
  await page.getByText('Everybody can see it again').waitFor();
  walk.expect('let out, it is there again', (await seen()).includes(rude.id));
}

async function bulk(walk, house, page, olga, ids) {
  const { id: list } = await olga.call('POST', '/playlists', {
    title: 'In the workshop',
    visibility: 'public',
  });
  await page.getByRole('link', { name: 'Videos', exact: true }).click();
  await page.getByRole('button', { name: 'Choose', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Choose The kiln' }).check();
  await page.getByRole('button', { name: 'All shown' }).click();
  await page.getByText('3 chosen').waitFor();
  await accessible(walk, page, 'choosing videos');
  await page.getByRole('button', { name: 'Change…' }).click();
  await page.getByLabel('Who can see it').selectOption({ label: 'Only me' });
  await page.getByLabel('Language').selectOption('de');
  await page.getByLabel('Add tags').fill('#wheel');
  await page.getByLabel('Take away tags').fill('clay');
  await accessible(walk, page, 'changing many videos');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByText('3 videos changed').waitFor();
  const mine = async () => (await olga.call('GET', '/me/videos')).items;
  const is = (video, visibility, language, tag) =>
    video.visibility === visibility && video.language === language && String(video.tags) === tag;
  let videos = await mine();
  const said = (list) => list.reduce((sum, video) => sum + video.counts.comments, 0);
  const before = said(videos);
  walk.expect(
    'visibility, language and tags of three changed at once',
    videos.every((video) => is(video, 'private', 'de', 'wheel')),
    videos,
  );
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Everything as before').waitFor();
  videos = await mine();
  walk.expect(
    'and back',
    videos.every((video) => is(video, 'public', 'en', 'clay')),
    videos,
  );
  await page.getByRole('button', { name: 'Add to a playlist…' }).click();
  await page.getByRole('button', { name: 'In the workshop' }).click();
  await page.getByText('3 videos added to In the workshop').waitFor();
  const listed = (await olga.call('GET', `/playlists/${list}/videos`)).items.length;
  walk.expect('three videos are in the playlist', listed === 3, listed);
  const after = said(await mine());
  walk.expect('what was said under them is still there', before > 0 && after === before, [before, after]);
  await page.getByRole('checkbox', { name: 'Choose The kiln' }).uncheck();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByText('2 videos deleted').waitFor();
  await page.getByRole('checkbox', { name: 'Choose Glazing' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('checkbox', { name: 'Choose Glazing' }).waitFor();
  walk.expect('deleting two can be undone', (await mine()).length === 3);
  await page.getByRole('checkbox', { name: 'Choose Throwing a bowl' }).check();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('link', { name: 'Figures', exact: true }).click(); // leaving the page: it was meant
  await page.getByRole('heading', { name: 'Viewers a day' }).waitFor();
  for (const until = Date.now() + 5_000; Date.now() < until && rowsOf(house) > 1;)
    await new Promise((done) => setTimeout(done, 50));
  const refused = await olga.call('GET', `/videos/${ids[0]}/figures`).catch(({ problem }) => problem?.code);
  walk.expect('a deleted video is gone', refused === 'video_absent', refused);
  walk.expect('and its figures with it', rowsOf(house) === 1, rowsOf(house));
}

async function atADesk(walk, house, page) {
  const state = await page.context().storageState();
  const german = await walk.visit('german', house.base, {
    ...desk,
    storageState: state,
    reducedMotion: 'reduce',
    locale: 'de-DE',
    theme: 'light',
    path: '/studio/figures',
  });
  await german.getByRole('heading', { name: 'Zuschauer am Tag' }).waitFor();
  await accessible(walk, german, 'figures at a desk, by day in German');
}
