/**
 * Where room is short: a phone, long words, German. Nothing written runs through something else written, words stay
 * whole in switches and topics, and what a card holds stays in it.
 */
import { desk, moving, phone } from './browser.mjs';
import { draw } from './clips.mjs';
import { openHouse, Person, signedIn } from './house.mjs';
import { output } from './places.mjs';

const picture = 'gradients=s=90x160:r=25:c0=0x1d2b1f:c1=0x5e8d5a:c2=0xe8f2d8:n=3:speed=0.03';
const topics = ['kaleidoscope', 'moss', 'fern', 'stone', 'tides', 'bookbinding'];

export default async function tight(walk) {
  const house = await openHouse(walk.name);
  walk.after(() => house.stop());
  const owner = await Person.owner(house.base, 'olga');
  await Person.fresh(house.base, 'vera');
  const ids = [];
  for (const [n, topic] of topics.entries()) {
    const file = draw(`tight-${n}`, picture, { seconds: 1, pitch: 200 + n * 60 });
    ids.push(
      await owner.publish(file, { title: `About ${topic}`, description: `#${topic}`, language: 'zxx' }),
    );
  }
  await owner.settled(ids);
  const vera = await Person.known(house.base, 'vera');
  await vera.call('PUT', '/me/algorithm/topics?tag=moss', { wish: 'more' });

  await settingsOfAGuest(walk, house);
  await bright(walk, house, owner);
  for (const [name, size] of Object.entries({ phone, desk })) await uploads(walk, house, name, size);
  for (const locale of ['de-DE', 'en-GB']) {
    await walk.leave('olga');
    await walk.leave('vera');
    await operator(walk, house, locale);
    await words(walk, house, locale);
  }
}

/** The bar has room for five: without an account the settings are found where one would sign in. */
async function settingsOfAGuest(walk, house) {
  const page = await walk.visit('guest', house.base, { ...phone, path: '/' });
  await page.getByRole('link', { name: 'Sign in' }).tap();
  await page.getByRole('link', { name: 'Settings of this device' }).tap();
  await page.waitForURL('**/settings');
  await page.goto(`${house.base}/inbox`);
  await page.getByRole('main').getByRole('link', { name: 'Settings' }).tap();
  await page.waitForURL('**/settings');
  walk.say('on a phone, a guest finds the settings');
  await walk.leave('guest');
}

/** White words over clips as bright as can be. */
async function bright(walk, house, owner) {
  for (const colour of ['white', 'yellow']) {
    const file = draw(`tight-${colour}`, `color=${colour}:s=90x160:r=25`, { seconds: 4, size: '360x640' });
    const words =
      'and a long description that goes on, so that one sees what becomes of the second line of it';
    const video = await owner.publish(file, {
      title: `A ${colour} wall, all day long and nothing on it but what is written there`,
      description: `#${colour} ${words}`,
      language: 'en',
    });
    await owner.settled([video], ['ready']);
    const page = await walk.visit('reader', house.base, { ...phone, path: `/v/${video}` });
    await moving(page);
    await page.locator('.placard .why, .placard .text').first().waitFor();
    await page.waitForTimeout(500);
    await page.screenshot({ path: `${output}/tight-${colour}.png` });
    const places = await page.evaluate(writtenOver);
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(
        'header *, .placard *, .rail * { color: transparent !important; text-shadow: none !important; border-color: transparent !important } .rail svg, .rail img { visibility: hidden }',
      );
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    });
    const picture = await page.screenshot({ type: 'png' });
    const low = await page.evaluate(contrasts, { picture: picture.toString('base64'), places });
    const bad = low.filter(({ contrast, least }) => contrast < least);
    walk.expect(
      `over a ${colour} clip everything written can be read`,
      low.length > 8 && bad.length === 0,
      bad,
    );
    await walk.leave('reader');
  }
}

/** Where words and signs stand over the clip, in which colour, and how clearly they must. */
function writtenOver() {
  const places = [];
  const walker = document.createTreeWalker(document.querySelector('.room'), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    const part = parent.closest('article:not([inert]) .placard, article:not([inert]) .rail, header nav');
    if (!part || !node.data.trim() || parent.closest('.visually-hidden, .person')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const { x, y, width, height } of range.getClientRects())
      places.push({
        text: node.data.trim(),
        x,
        y,
        width,
        height,
        colour: getComputedStyle(parent).color,
        least: 4.5,
      });
  }
  for (const svg of document.querySelectorAll('article:not([inert]) .rail .act svg')) {
    const { x, y, width, height } = svg.getBoundingClientRect();
    places.push({ text: 'sign', x, y, width, height, colour: getComputedStyle(svg).color, least: 3 });
  }
  return places;
}

/** The least contrast of each with the picture behind it. */
async function contrasts({ picture, places }) {
  const image = new Image();
  image.src = `data:image/png;base64,${picture}`;
  await image.decode();
  const scale = image.width / innerWidth;
  const canvas = new OffscreenCanvas(image.width, image.height);
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
  return places.map(({ text, x, y, width, height, colour, least }) => {
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const ink = light(pen.getImageData(0, 0, 1, 1).data);
    pen.drawImage(image, 0, 0);
    const [left, top] = [Math.round(x * scale), Math.round(y * scale)];
    const { data } = pen.getImageData(left, top, Math.max(1, width * scale), Math.max(1, height * scale));
    let brightest = 0;
    for (let at = 0; at < data.length; at += 4)
      brightest = Math.max(brightest, light(data.subarray(at, at + 3)));
    const contrast = (Math.max(ink, brightest) + 0.05) / (Math.min(ink, brightest) + 0.05);
    return { text, contrast: Number(contrast.toFixed(2)), least };
  });
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

const tally = (shown) => ({
  shown,
  ended: shown,
  finished: shown * 0.3,
  watched_ms: shown * 4000,
  skipped: 3,
});
const heads = [
  'finish',
  'long_view',
  'like',
  'skip',
  'opened',
  'comment',
  'share',
  'follow',
  'negative',
  'watched',
];

/** A day of a house with something to tell. */
function vitals() {
  const calibration = heads.map((head, n) => ({
    head,
    n: 900,
    predicted: 0.013 + n / 30,
    happened: head === 'negative' ? 0 : 0.022 + n / 25,
  }));
  const hours = Array.from({ length: 24 }, (_, n) => ({
    begins_at: Math.floor(Date.now() / 3_600_000 - 23 + n) * 3_600_000,
    events: 800,
    tally: tally(40 * n),
    calibration,
  }));
  return {
    log_position: 9000,
    folded_position: 9000,
    unreadable: 0,
    videos: 36,
    viewers: 11,
    rows: 91,
    table_bytes: 2_200_000,
    events_last_minute: 12,
    now: Date.now(),
    newest_event_at: Date.now() - 130_000,
    measured_since: Date.now() - 5 * 3_600_000,
    calibration,
    hours,
    sources: ['following', 'rising', 'explore'].map((source, n) => ({ source, tally: tally(300 * (n + 1)) })),
    viewer_classes: [5, 50, null].map((at_most) => ({ at_most, tally: tally(200) })),
    age_classes: [1, 24, 168, null].map((at_most) => ({ at_most, tally: tally(200) })),
    creators: 12,
    gini: 0.41,
    lorenz: Array.from({ length: 11 }, (_, n) => (n / 10) ** 2),
    diversity: { topics: 13.7, creators: 8.4, without_topic: 17 },
    uncounted: { creators: 3, topics: 0 },
    newest: [1, 2, 3].map((n) => ({ age_s: n * 9000, shown: n * 20, good: n * 8 })),
  };
}

async function operator(walk, house, locale) {
  const prepare = (context) =>
    context.route('**/api/v1/operator/algorithm', (route) => route.fulfill({ json: vitals() }));
  const page = await signed(walk, 'olga', house, { ...phone, locale, prepare, serviceWorkers: 'block' });
  await page.goto(`${house.base}/mod/algorithm`);
  await page.locator('.promises li').first().waitFor();
  const found = await page.evaluate(overlapping);
  walk.expect(`${locale}: the operator's figures stand clear of each other`, found.length === 0, found);
  const heights = await page.locator('dl > div').evaluateAll((tiles) => {
    const rows = Map.groupBy(tiles, (tile) => Math.round(tile.getBoundingClientRect().top));
    return [...rows.values()].map((row) =>
      row.map((tile) => tile.querySelector('dd').getBoundingClientRect().top),
    );
  });
  const even = heights.every((row) => row.every((top) => Math.abs(top - row[0]) < 1));
  walk.expect('and in a row at one height', even, heights);
}

async function words(walk, house, locale) {
  const page = await signed(walk, 'vera', house, { ...phone, locale });
  for (const path of ['/studio/comments', '/studio/figures', '/algorithm/mine', '/settings/watching']) {
    await page.goto(house.base + path);
    await page.locator('fieldset label').first().waitFor();
    const found = await page.evaluate(pressed);
    walk.expect(`${locale}: the words of the switches on ${path} have room`, found.length === 0, found);
  }
  await page.goto(`${house.base}/algorithm/mine`);
  const slider = page.locator('input[type=range]').first();
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  const ring = await slider.evaluate((input) => getComputedStyle(input).outlineStyle);
  walk.expect('the ring of a slider goes around its knob', ring === 'none', ring);
  await page.goto(`${house.base}/interests`);
  await page.getByRole('button', { name: '#kaleidoscope' }).waitFor();
  const broken = await page.locator('li b').evaluateAll((all) =>
    all
      .filter((each) => {
        const range = document.createRange();
        range.selectNodeContents(each);
        return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
      })
      .map((each) => each.textContent),
  );
  walk.expect('no topic is broken in two', broken.length === 0, broken);
}

async function signed(walk, who, house, options) {
  const page = await walk.visit(who, house.base, { ...options, path: '/sign-in' });
  await page.locator('input[autocomplete^=username]').fill(who);
  await page.locator('input[type=password]').fill('violet anchor mildly tuned');
  await page.locator('form button[type=submit]').click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
  return page;
}

/** Texts that run through each other. */
function overlapping() {
  const texts = [];
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim() || !node.parentElement.checkVisibility({ opacityProperty: true })) continue;
    if (node.parentElement.closest('.visually-hidden, title')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) texts.push({ node, box });
  }
  const found = [];
  for (const [at, one] of texts.entries())
    for (const other of texts.slice(at + 1)) {
      if (one.node.parentNode === other.node.parentNode) continue;
      const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      if (wide > 0.5 && high > 4) found.push([one.node.data.trim(), other.node.data.trim()]);
      else if (high > 8 && wide > -3) found.push([one.node.data.trim(), other.node.data.trim(), 'too near']);
    }
  return found;
}

/** Words of a switch that are broken in two, or touch its edge. */
function pressed() {
  const found = [];
  for (const span of document.querySelectorAll('main fieldset label > span')) {
    const range = document.createRange();
    range.selectNodeContents(span);
    const lines = [...range.getClientRects()].filter(({ width }) => width > 0);
    const edge = span.getBoundingClientRect();
    const word = range.getBoundingClientRect();
    const broken = new Set(lines.map(({ bottom }) => Math.round(bottom / 8))).size > 2;
    if (broken || word.height > 24 || word.left < edge.left + 7 || word.right > edge.right - 7)
      found.push(span.textContent.trim());
  }
  return found;
}
