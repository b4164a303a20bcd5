/**
 * Walks through the product as people do, in Chromium, against the release server: npm run test:e2e [walk ...]
 *   VITRINE_BINARY   the server (build/release/vitrine)      CHROMIUM   the browser (/usr/bin/chromium)
 * After a failure build/e2e/ holds a picture of every open page and the server's log.
 */
import { Walk } from './browser.mjs';
import captions from './captions.mjs';
import control from './control.mjs';
import desk from './desk.mjs';
import drafts from './drafts.mjs';
import finding from './finding.mjs';
import journey from './journey.mjs';
import messages from './messages.mjs';
import passkeys from './passkeys.mjs';
import playlists from './playlists.mjs';
import policy from './policy.mjs';
import takeout from './takeout.mjs';
import recording from './recording.mjs';
import taste from './taste.mjs';
import watching from './watching.mjs';

const walks = {
  journey,
  taste,
  control,
  policy,
  desk,
  captions,
  watching,
  finding,
  passkeys,
  messages,
  takeout,
  recording,
  drafts,
  playlists,
};
const chosen = process.argv.slice(2);
for (const name of chosen)
  if (!(name in walks)) throw new Error(`there is no walk "${name}": ${Object.keys(walks).join(', ')}`);

// An answer that is waited for and does not come is told where it is awaited.
process.on('unhandledRejection', () => undefined);

// A camera that shows a clock and a microphone that beeps; they are allowed without a question.
const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
const browser = await Walk.launch(camera);
let failed = 0;
for (const [name, steps] of Object.entries(walks)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const walk = new Walk(name, browser);
  const began = performance.now();
  console.log(`== ${name}`);
  try {
    await steps(walk);
    if (walk.trouble.length > 0) throw new Error(`pages complained:\n${walk.trouble.join('\n')}`);
  } catch (error) {
    failed += 1;
    console.log(`   FAILED: ${error.stack ?? error}`);
    for (const complaint of walk.trouble) console.log(`   complaint: ${complaint}`);
    await walk.pictures();
  } finally {
    await walk.end();
  }
  console.log(`   ${((performance.now() - began) / 1000).toFixed(1)} s`);
}
await browser.close();
console.log(failed === 0 ? 'all well' : `${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
