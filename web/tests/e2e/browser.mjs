/** Chromium, and what a pair of eyes and a thumb can do in it. */
import axe from 'axe-core';
import { chromium } from 'playwright-core';
import { output } from './places.mjs';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
export const desk = { viewport: { width: 1280, height: 800 } };

/** Longest a thing may take that somebody is waiting for; processing a clip on a busy machine is the slowest. */
export const patience = 90_000;

export class Walk {
  /** What the pages complained of. */
  trouble = [];
  #browser;
  #pages = new Map();
  #after = [];

  constructor(name, browser) {
    this.name = name;
    this.#browser = browser;
  }

  static launch(more = []) {
    const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
    return chromium.launch({ executablePath, args: [...flags, ...more] });
  }

  /** One line about what was seen to be so. */
  say(text) {
    console.log(`   ${text}`);
  }

  expect(what, good, found) {
    if (!good) throw new Error(found === undefined ? what : `${what}; found: ${JSON.stringify(found)}`);
    this.say(what);
  }

  /** A browser of one's own: its cookies are nobody else's. `prepare` has it before its first page. */
  async visit(who, address, { theme, prepare, path = '', ...options } = {}) {
    const context = await this.#browser.newContext({ locale: 'en-GB', ...options });
    // Of whatever one waits for: a wrong page is worth the wait, a right one on a busy machine is no mistake.
    context.setDefaultTimeout(patience);
    await prepare?.(context);
    if (theme) await context.addInitScript((value) => localStorage.setItem('vitrine:theme', value), theme);
    const page = await context.newPage();
    this.#pages.set(who, page);
    page.on('pageerror', (error) => this.trouble.push(`${who}: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() !== 'error') return;
      // A refusal the page deals with, and a line we cut ourselves, are no errors of the page.
      if (/status of 40[1349]|net::ERR_|error occurred when fetching the script/.test(message.text())) return;
      this.trouble.push(`${who}: ${message.text()}`);
    });
    await page.goto(address + path);
    return page;
  }

  page(who) {
    return this.#pages.get(who);
  }

  async leave(who) {
    await this.#pages.get(who)?.context().close();
    this.#pages.delete(who);
  }

  async pictures() {
    for (const [who, page] of this.#pages) {
      const path = `${output}/${this.name}-${who}.png`;
      await page.screenshot({ path }).then(
        () => console.log(`   picture: ${path}`),
        () => undefined,
      );
    }
  }

  /** What is to be put away when the walk is over, and its pictures are taken. */
  after(tidy) {
    this.#after.unshift(tidy);
  }

  async end() {
    for (const who of [...this.#pages.keys()]) await this.leave(who);
    for (const tidy of this.#after) await tidy();
  }
}

/** The clip on show. */
export const on = 'article:not([inert])';

export const moving = (page) =>
  page.waitForFunction((selector) => {
    const video = document.querySelector(`${selector} video`);
    return video && !video.paused && video.currentTime > 0.15;
  }, on);

export const indexOf = (page) => page.locator(on).getAttribute('data-index').then(Number);
export const labelOf = (page) => page.locator(on).getAttribute('aria-label');

export const arrived = (page, index) =>
  page.waitForFunction(
    ([selector, wanted]) => document.querySelector(selector)?.dataset.index === String(wanted),
    [on, index],
  );

/** The snapping is over: the clip on show lies where it belongs. */
export const still = (page) =>
  page.waitForFunction(
    (selector) => {
      const box = document.querySelector(selector)?.getBoundingClientRect();
      const now = box?.y ?? NaN;
      const rests =
        globalThis.lastSeenAt === now &&
        Math.abs(now - document.querySelector('.scroller').getBoundingClientRect().y) < 1;
      globalThis.lastSeenAt = now;
      return rests;
    },
    on,
    { polling: 100 },
  );

/** A thumb that draws the page up (positive) or down. */
export async function swipe(page, distance) {
  const session = await page.context().newCDPSession(page);
  const steps = 10;
  let y = distance > 0 ? 640 : 240;
  const send = (type, points) => session.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  await send('touchStart', [{ x: 150, y }]);
  for (let step = 0; step < steps; step += 1) {
    y -= distance / steps;
    await send('touchMove', [{ x: 150, y }]);
    await page.waitForTimeout(12);
  }
  await send('touchEnd', []);
  await session.detach();
}

/** axe finds nothing to complain of. */
export async function accessible(walk, page, what) {
  // Trusted Types forbid script elements; evaluate() runs outside of them.
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    // What is still fading in has too little contrast for a moment; what turns for ever is not waited for.
    const ending = document
      .getAnimations()
      .filter(
        (each) => each.playState === 'running' && Number.isFinite(each.effect?.getComputedTiming().endTime),
      );
    await Promise.allSettled(ending.map((each) => each.finished));
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const result = await globalThis.axe.run(document, { runOnly: { type: 'tag', values: tags } });
    return result.violations.map(
      (each) => `${each.id}: ${each.nodes.map((node) => node.html.slice(0, 90)).join(' | ')}`,
    );
  });
  walk.expect(`axe finds nothing: ${what}`, found.length === 0, found);
}
