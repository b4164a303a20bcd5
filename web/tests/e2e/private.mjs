/**
 * A private account: what it showed is its followers' from one moment to the next, whoever wants to follow asks, takes
 * it back, is let or not, and is taken away again; and public, whoever waits follows.
 */
import { accessible, desk, phone } from './browser.mjs';
import { draw } from './clips.mjs';
import { openHouse, password, Person } from './house.mjs';

const picture = 'gradients=s=90x160:r=25:c0=0x2b1a10:c1=0xb0703c:c2=0xf2dcc0:n=3:speed=0.03';

export default async function privately(walk) {
  const house = await openHouse(walk.name);
  walk.after(() => house.stop());
  const owner = await Person.owner(house.base, 'olga');
  const [nora, fred] = await Promise.all(['nora', 'fred'].map((name) => Person.fresh(house.base, name)));
  const clip = await nora.publish(draw('private-clip', picture, { seconds: 4 }), {
    title: 'Kiln at dawn #kiln',
    language: 'en',
  });
  await nora.settled([clip]);
  const list = await nora.call('POST', '/playlists', { title: 'Kilns', visibility: 'public', video: clip });
  await owner.call('PUT', '/accounts/nora/follow'); // before there was anything to ask
  const shown = await nora.call('GET', `/videos/${clip}`);
  const things = { clip, list: list.id, poster: shown.poster, hls: shown.media.hls };

  await everywhere(walk, house, things, true);
  const her = await signIn(walk, house, 'nora', desk);
  await turnPrivate(walk, her, house);
  await everywhere(walk, house, things, false);
  await followersStill(walk, owner, things);
  const him = await signIn(walk, house, 'fred', phone);
  await ask(walk, him, house);
  await decide(walk, her, him, house, fred);
  await takeAway(walk, her, him, house, fred);
  await inGerman(walk, house, nora, fred);
  await turnPublic(walk, her, house, fred, things);
}

/** Where a stranger could come upon the clip. */
async function everywhere(walk, house, { clip, list, poster, hls }, there) {
  const stranger = new Person(house.base);
  const text = async (path) => {
    const answer = await fetch(new URL(path, house.base));
    return answer.ok ? answer.text() : String(answer.status);
  };
  const places = [
    '/api/v1/videos',
    `/api/v1/videos/${clip}`,
    '/api/v1/accounts/nora/videos',
    '/api/v1/search?q=kiln',
    '/api/v1/rising',
    '/api/v1/feed/latest',
    '/api/v1/feed/for_you',
    '/api/v1/accounts/nora/playlists',
    `/api/v1/playlists/${list}`,
    `/v/${clip}`,
    '/@nora',
    '/tag/kiln',
    '/rss/people/nora',
    '/atom/latest',
    '/rss/tags/kiln',
    `/embed/${clip}`,
    `/oembed?format=json&url=${encodeURIComponent(`${house.base}/v/${clip}`)}`,
    `/sitemap/${new Date().toISOString().slice(0, 7)}`,
  ];
  const wrong = [];
  for (const path of places) {
    const answer = await text(path);
    const found =
      answer.includes('Kiln at dawn') || answer.includes('Kilns') || answer.includes(`/v/${clip}`);
    // What nobody has watched yet does not rise.
    if (found !== there && !(there && path === '/api/v1/rising')) wrong.push(path);
  }
  walk.expect(
    there ? 'a stranger comes upon it everywhere' : 'and nowhere any more',
    wrong.length === 0,
    wrong,
  );
  for (const address of [poster, hls]) {
    const { status } = await fetch(new URL(address, house.base));
    walk.expect(
      `a file handed out before answers ${there ? 200 : 404}`,
      status === (there ? 200 : 404),
      status,
    );
  }
  const suggested = await stranger.call('GET', '/search/suggest?q=kil').then(JSON.stringify);
  walk.expect(there ? 'its words are suggested' : 'nor its words', suggested.includes('kiln') === there);
}

async function followersStill(walk, follower, { clip, list }) {
  const says = (path) => follower.call('GET', path).then(JSON.stringify);
  walk.expect('who follows sees it', (await says(`/videos/${clip}`)).includes('Kiln at dawn'));
  walk.expect('on the profile too', (await says('/accounts/nora/videos')).includes(clip));
  walk.expect('and the playlist', (await says(`/playlists/${list}`)).includes('Kilns'));
}

async function signIn(walk, house, handle, size, more = {}) {
  const page = await walk.visit(handle, house.base, { ...size, ...more, path: '/sign-in' });
  await page.getByLabel(/Name for signing in|Anmeldename|Name zum Anmelden/).fill(handle);
  await page.locator('input[type=password]').fill(password);
  await page.locator('form button[type=submit]').click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
  return page;
}

async function turnPrivate(walk, her, house) {
  await her.goto(`${house.base}/settings/people`);
  const choice = her.getByRole('switch', { name: /Private account/ });
  await choice.waitFor();
  walk.expect('an account begins public', !(await choice.isChecked()));
  await choice.focus();
  await her.keyboard.press('Space');
  await her.getByText('Your account is private').waitFor();
  await her.getByRole('link', { name: 'Follow requests' }).waitFor();
  await accessible(walk, her, 'people, a private account, at a desk');
}

async function ask(walk, him, house) {
  await him.goto(`${house.base}/@nora`);
  await him.getByRole('heading', { name: 'This account is private' }).waitFor();
  walk.expect('the profile is there, with its name', await him.getByText('@nora').first().isVisible());
  await accessible(walk, him, 'a private profile, on a phone');
  await him.getByRole('button', { name: /Ask to follow/ }).click();
  const asked = him.getByRole('button', { name: /Requested/ });
  await asked.waitFor();
  await him.getByText('You have asked. nora decides.').waitFor();
  await asked.click();
  await him.getByRole('button', { name: /Ask to follow/ }).waitFor();
  walk.say('to ask can be taken back');
  await him.getByRole('button', { name: /Ask to follow/ }).click();
  await asked.waitFor();
  await him.reload();
  await asked.waitFor();
  walk.say('and is remembered');
  await him.goto(`${house.base}/@nora/followers`);
  await him.getByText('Only followers of this account see this list').waitFor();
}

async function decide(walk, her, him, house, fred) {
  await her.goto(`${house.base}/inbox`);
  await her.getByText('fred asks to follow you').waitFor();
  const door = her.getByRole('link', { name: /Follow requests/ });
  await her.getByText('1 waits').waitFor();
  await accessible(walk, her, 'the inbox of a private account, at a desk');
  await door.click();
  const decline = her.getByRole('button', { name: 'Decline: fred may not follow you' });
  await decline.waitFor();
  await accessible(walk, her, 'follow requests, at a desk');
  await decline.click();
  await her.getByText('Nobody is waiting').waitFor();
  await her.getByRole('button', { name: 'Undo' }).click();
  const accept = her.getByRole('button', { name: 'Accept: fred may follow you' });
  await accept.waitFor();
  const { my } = await fred.call('GET', '/accounts/nora');
  walk.expect('what was undone was never done', my.asked && !my.follow, my);
  await accept.click();
  await her.getByText('fred follows you now').waitFor();
  await her.goto(`${house.base}/inbox`);
  walk.expect('leaving is deciding', await stands(fred, true));
  await him.goto(`${house.base}/inbox`);
  await him.getByText('nora lets you follow').waitFor();
  await him.goto(`${house.base}/@nora`);
  await him.getByRole('button', { name: /^Following/ }).waitFor();
  await him
    .getByRole('link', { name: /Kiln at dawn/ })
    .first()
    .waitFor();
  walk.say('whoever was let in sees the wall');
}

/** What is sent while a page is left arrives a little later. */
async function stands(fred, wanted) {
  for (let tries = 0; tries < 100; tries += 1) {
    const { my } = await fred.call('GET', '/accounts/nora');
    if (my.follow === wanted) return true;
    await new Promise((done) => setTimeout(done, 100));
  }
  return false;
}

async function takeAway(walk, her, him, house, fred) {
  await her.goto(`${house.base}/@nora/followers`);
  const remove = her.getByRole('button', { name: 'Remove fred from your followers' });
  await remove.waitFor();
  await accessible(walk, her, 'one’s followers, at a desk');
  await remove.click();
  await her.getByText('fred follows you no more. They are not told').waitFor();
  await her.goto(`${house.base}/inbox`);
  walk.expect('leaving means it', await stands(fred, false));
  await him.goto(`${house.base}/@nora`);
  await him.getByRole('heading', { name: 'This account is private' }).waitFor();
  walk.say('a follower who was taken away sees the wall no more');
}

async function inGerman(walk, house, nora, fred) {
  await fred.call('PUT', '/accounts/nora/follow');
  const page = await signIn(walk, house, 'nora', phone, { locale: 'de-DE', theme: 'light' });
  await page.goto(`${house.base}/inbox/requests`);
  await page.getByRole('button', { name: 'Annehmen: fred darf dir folgen' }).waitFor();
  const { waiting } = await nora.call('GET', '/me/follow-requests');
  walk.expect('one waits', waiting === 1, waiting);
  await accessible(walk, page, 'follow requests in German by day, on a phone');
}

async function turnPublic(walk, her, house, fred, things) {
  await her.goto(`${house.base}/settings/people`);
  await her.getByRole('switch', { name: /Private account/ }).click();
  await her.getByText('Your account is public, and whoever asked follows you').waitFor();
  const { my } = await fred.call('GET', '/accounts/nora');
  walk.expect('whoever waited follows', my.follow, my);
  const back = await fetch(`${house.base}/api/v1/videos/${things.clip}`);
  walk.expect('and the clip is everybody’s again', back.status === 200, back.status);
}
