/**
 * Where room is short: what a card holds stays in it.
 */
import { desk, phone } from './browser.mjs';
import { draw } from './clips.mjs';
import { openHouse, Person, signedIn } from './house.mjs';

const picture = 'gradients=s=90x160:r=25:c0=0x1d2b1f:c1=0x5e8d5a:c2=0xe8f2d8:n=3:speed=0.03';
const topics = ['kaleidoscope', 'moss', 'fern', 'stone', 'tides', 'bookbinding'];

export default async function tight(walk) {
  const house = await openHouse(walk.name);
  walk.after(() => house.stop());
  const owner = await Person.owner(house.base, 'olga');
  const ids = [];
  for (const [n, topic] of topics.entries()) {
    const file = draw(`tight-${n}`, picture, {
      seconds: 1,
      pitch: 200 + n * 60,
    });
    ids.push(
      await owner.publish(file, {
        title: `About ${topic}`,
        description: `#${topic}`,
        language: 'zxx',
      }),
    );
  }
  await owner.settled(ids);

  for (const [name, size] of Object.entries({ phone, desk })) await uploads(walk, house, name, size);
}

/** Two films with long names on their way: what their cards hold stays in them, and tells one number. */
async function uploads(walk, house, name, size) {
  await walk.leave('olga');
  const page = await signedIn(walk, 'olga', house, size, '/create');
  const long =
    'a-title-that-is-rather-long-and-goes-on-beyond-what-any-card-can-show-to-see-whether-it-is-cut';
  const files = [1, 2].map((n) => draw(`${long}-${n}`, picture, { seconds: 2, pitch: 300 + n }));
  await page.evaluate(watchLines);
  await page.locator('input[type=file]').setInputFiles(files);
  await page.getByRole('button', { name: 'Upload all 2' }).click();
  const card = page.getByRole('region', { name: new RegExp(long) });
  await card
    .getByText(/Can be watched|Ready|Not published|Draft|watch/i)
    .first()
    .waitFor();
  const out = await card.evaluateAll((cards) =>
    cards.flatMap((each) => {
      const edge = each.getBoundingClientRect();
      return [...each.querySelectorAll('*')]
        .filter((part) => part.getBoundingClientRect().right > edge.right + 0.5)
        .map((part) => part.className);
    }),
  );
  walk.expect(`on a ${name}, a long title stays in the card of its upload`, out.length === 0, out);
  const lies = await page.evaluate(() => globalThis.lies);
  walk.expect('and no line shows more than is said', lies.length === 0, lies);
}

/** Looks at each line of progress in each frame: how much of it is drawn full, and what is said. */
function watchLines() {
  globalThis.lies = [];
  const look = () => {
    for (const line of document.querySelectorAll('.progress [role=progressbar]:not(.unknown)')) {
      const drawn = new DOMMatrix(getComputedStyle(line, '::after').transform).a;
      const said = Number(line.ariaValueNow) / 100;
      if (drawn > said + 0.02) globalThis.lies.push([line.ariaLabel, drawn]);
    }
    requestAnimationFrame(look);
  };
  look();
}
