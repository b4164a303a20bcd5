/** A creator takes captions from a file, mends one in the editor, and a viewer reads them over the clip. */
import { accessible, desk, on, patience, phone } from './browser.mjs';
import { draw } from './clips.mjs';
import { openHouse, password, Person } from './house.mjs';

const subrip = `1
00:00:00,000 --> 00:00:02,000
<i>The tide</i> is out.

2
00:00:02,000 --> 00:00:06,000
Nobody hurries.
`;

export default async function captions(walk) {
  const house = await openHouse(walk.name);
  walk.after(() => house.stop());
  const owner = await Person.owner(house.base, 'olga');
  const ids = [];
  for (const [n, title] of ['Low tide', 'Another one'].entries()) {
    const file = draw(`captions-${n}`, 'gradients=s=90x160:r=25:c0=0x04222f:c1=0x1b7f8c:n=2:speed=0.03', {
      seconds: 6,
      pitch: 220,
    });
    ids.push(await owner.publish(file, { title, description: '#tide', language: 'en' }));
  }
  await owner.settled(ids);

  const page = await walk.visit('creator', house.base, { ...desk, path: '/sign-in' });
  await page.getByLabel('Name for signing in').fill('olga');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: /Inbox/ }).waitFor();
  await page.goto(`${house.base}/studio`);
  await page.getByRole('button', { name: 'Actions for Low tide' }).click();
  await page.getByRole('menuitem', { name: 'Captions' }).click();
  const editor = page.getByRole('dialog', { name: 'Captions' });
  await editor.locator('svg rect').first().waitFor({ state: 'attached', timeout: patience });
  await editor
    .locator('input[type=file]')
    .setInputFiles({ name: 'tide.srt', mimeType: 'application/x-subrip', buffer: Buffer.from(subrip) });
  await page.getByText('Captions saved').waitFor();
  const first = editor.getByRole('textbox', { name: 'What is said at 0:00.0' });
  walk.expect(
    'a SubRip file was taken, without its marks',
    (await first.inputValue()) === 'The tide is out.',
  );
  await first.fill('The tide is out again.');
  await accessible(walk, page, 'the editor of captions');
  await editor.getByRole('button', { name: 'Save captions' }).click();
  await editor.getByText('Not saved yet').waitFor({ state: 'detached' });
  const kept = await fetch(`${house.base}/api/v1/videos/${ids[0]}/captions/en`);
  walk.expect(
    'and what was mended is kept as WebVTT',
    (await kept.text()).includes('The tide is out again.'),
  );

  const viewer = await walk.visit('viewer', house.base, { ...phone, path: `/v/${ids[0]}` });
  const said = viewer.locator(`${on} p[lang=en]`);
  await said.getByText('The tide is out again.').waitFor({ timeout: patience });
  await said.getByText('Nobody hurries.').waitFor({ timeout: patience });
  walk.say('a viewer reads what is said, as it is said');
  await viewer.keyboard.press('t');
  await viewer.getByText('Captions off').waitFor();
  await said.waitFor({ state: 'detached' });
  await viewer.reload();
  await viewer.locator(on).waitFor();
  walk.expect('turned off, they stay off', (await said.count()) === 0);

  await viewer.goto(`${house.base}/search?q=tide&captions=true`);
  await viewer.getByText('Low tide').first().waitFor();
  walk.expect(
    'search finds clips with captions alone',
    (await viewer.getByText('Another one').count()) === 0,
  );
}
