/**
 * Walks through the product as people do, in Chromium, against a server of their own: npm run test:e2e [walk ...]
 * Each has a process, a server and a browser of its own; two go at a time, the one with the camera alone. One that
 * fails is walked once more with the machine to itself: what fails again fails; what passes is named at the end with
 * what it said, for a race that only a busy machine shows is still one.
 *   VITRINE_BINARY   the server (build/release/vitrine)      CHROMIUM   the browser (/usr/bin/chromium)
 * After a failure build/e2e/ holds a picture of every open page and the server's log.
 */
import { spawn } from 'node:child_process';
import { Walk } from './browser.mjs';
import filesApart from './apart.mjs';
import captions from './captions.mjs';
import comments from './comments.mjs';
import control from './control.mjs';
import desk from './desk.mjs';
import drafts from './drafts.mjs';
import editing from './editing.mjs';
import family from './family.mjs';
import first from './first.mjs';
import finding from './finding.mjs';
import journey from './journey.mjs';
import messages from './messages.mjs';
import mirrored from './mirrored.mjs';
import oauth from './oauth.mjs';
import passkeys from './passkeys.mjs';
import playlists from './playlists.mjs';
import policy from './policy.mjs';
import privately from './private.mjs';
import takeout from './takeout.mjs';
import recording from './recording.mjs';
import remix from './remix.mjs';
import restricted from './restricted.mjs';
import ringing from './ringing.mjs';
import staff from './staff.mjs';
import studio from './studio.mjs';
import sounds from './sounds.mjs';
import taste from './taste.mjs';
import tight from './tight.mjs';
import touch from './touch.mjs';
import watching from './watching.mjs';

const walks = {
  journey,
  taste,
  tight,
  touch,
  control,
  policy,
  desk,
  captions,
  comments,
  editing,
  watching,
  finding,
  passkeys,
  oauth,
  messages,
  family,
  takeout,
  recording,
  drafts,
  playlists,
  staff,
  restricted,
  studio,
  sounds,
  remix,
  ringing,
  apart: filesApart,
  private: privately,
  first,
  mirrored,
};
/** By walk, what it said from its failure on: told once more at the end, which is all that a gate shows. */
const complaints = new Map();

const names = process.argv.slice(2);
for (const name of names)
  if (!(name in walks)) throw new Error(`there is no walk "${name}": ${Object.keys(walks).join(', ')}`);
if (names.length === 1) await go(names[0]);
else await goAll(names.length > 0 ? names : Object.keys(walks));

async function goAll(waiting) {
  const others = waiting.filter((name) => name !== 'recording');
  // A camera that has to wait for the machine loses pictures.
  const stumbled = waiting.includes('recording') && !(await apart('recording')) ? ['recording'] : [];
  const lane = async () => {
    for (let name = others.shift(); name !== undefined; name = others.shift())
      if (!(await apart(name))) stumbled.push(name);
  };
  await Promise.all([lane(), lane()]);
  const first = new Map(stumbled.map((name) => [name, complaints.get(name)]));
  const failed = [];
  for (const name of stumbled) if (!(await apart(name))) failed.push(name);
  for (const [name, said] of first) if (!failed.includes(name)) console.log(`== ${name} stumbled\n${said}`);
  if (failed.length > 0) console.log('== what failed');
  for (const name of failed) console.log(complaints.get(name));
  console.log(failed.length === 0 ? 'all well' : `failed: ${failed.join(', ')}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

/** What it says is told when it has ended, or two would talk at once. */
function apart(name) {
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1], name]);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said += part));
  return new Promise((ended) => {
    child.on('close', (code) => {
      process.stdout.write(said);
      complaints.set(name, said.slice(Math.max(0, said.indexOf('   FAILED'))));
      ended(code === 0);
    });
  });
}

async function go(name) {
  // An answer that is waited for and does not come is told where it is awaited.
  process.on('unhandledRejection', () => undefined);
  // A camera that shows a clock and a microphone that beeps; they are allowed without a question.
  const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
  const browser = await Walk.launch(camera);
  const walk = new Walk(name, browser);
  const began = performance.now();
  console.log(`== ${name}`);
  try {
    await walks[name](walk);
    if (walk.trouble.length > 0) throw new Error(`pages complained:\n${walk.trouble.join('\n')}`);
  } catch (error) {
    process.exitCode = 1;
    console.log(`   FAILED: ${error.stack ?? error}`);
    for (const complaint of walk.trouble) console.log(`   complaint: ${complaint}`);
    await walk.pictures();
  } finally {
    await walk.end();
  }
  console.log(`   ${((performance.now() - began) / 1000).toFixed(1)} s`);
  await browser.close();
}
