/**
 * A counter-example for each negative, planted in a real page of the real house: whoever runs the harness can see
 * that it would notice. Each is taken back before the next one.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { planted, typeUnsent } from './walk.mjs';

const inPage = (work) => async (world, page) => {
  await page.evaluate(work).catch(() => undefined);
  await page.waitForTimeout(150);
};

export const plants = {
  N1: inPage(() => navigator.clipboard.readText()),
  N2: inPage(() => new Promise((done) => navigator.geolocation.getCurrentPosition(done, done))),
  N3: async (world, page) => {
    await page.goto(`${world.origin}/sign-in`);
    await page.getByLabel('Name for signing in').waitFor();
    await page.evaluate(() =>
      addEventListener(
        'input',
        (event) => void fetch(`/api/v1/search/suggest?q=${event.target.value.slice(0, 20)}`),
      ),
    );
    await typeUnsent(world, page, null, 'Name for signing in', 20);
  },
  N4: async (world, page) => {
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.href = 'https://elsewhere.test/?from=vitrine';
      document.body.append(link);
    });
    await world.links(page);
  },
  N5: inPage(() => {
    const canvas = document.createElement('canvas');
    canvas.getContext('2d').fillText('who are you', 5, 5);
    canvas.toDataURL();
  }),
  N6: inPage(() => fetch('https://counter.test/pixel')),
  N7: async (world, page) => {
    await page.evaluate(() => localStorage.setItem('vitrine:id', '5f0c8a3be1'));
    await world.keep('signed out again', page);
    await page.evaluate(() => localStorage.removeItem('vitrine:id'));
  },
  N8: async (world) => {
    const file = join(world.house.data, 'checkpoints', 'planted');
    writeFileSync(file, `somebody looked for ${planted.search}`);
    return () => rmSync(file);
  },
  N9: async (world) => {
    const page = world.walk.page('creator');
    await page.goto(`${world.origin}/create`);
    // A page that sends on what is said about a draft.
    await page.evaluate((word) => {
      addEventListener('input', () => void fetch(`/api/v1/search/suggest?q=${word}`));
    }, planted.draft);
    await page.getByRole('link', { name: /^Go on with/ }).click();
    await page.getByLabel('Title').fill(`Perhaps not ${planted.draft}`);
    await page.waitForTimeout(300);
    await page.getByLabel('Title').fill(`Perhaps ${planted.draft}`);
    await page.waitForTimeout(300);
  },
  N10: inPage(() => navigator.contacts?.select?.(['tel'])),
  N11: async (world) => {
    const copy = join(world.scratch, 'planted.sqlite');
    for (const end of ['', '-wal'])
      try {
        copyFileSync(join(world.house.data, `vitrine.sqlite${end}`), copy + end);
      } catch {
        // No log of writes at this moment.
      }
    const script =
      "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute('alter table accounts_account add face blob')";
    execFileSync('python3', ['-c', script, copy]);
    world.record = copy;
    return () => (world.record = undefined);
  },
  N12: inPage(() =>
    fetch('/api/v1/events', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        session: '0000000000001',
        events: [{ kind: 'player', video: '0000000000001', battery: 7 }],
      }),
    }),
  ),
  N13: inPage(() => new Notification('Vera', { body: 'wrote: what a morning' })),
};
