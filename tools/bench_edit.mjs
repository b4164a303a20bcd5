/**
 * Rendering an edit beside the bare command: node tools/bench_edit.mjs [seconds]
 * A clip of 1080x1920 is uploaded, cut into three pieces (one twice as fast, one moved within the frame, a text over
 * it all) and rendered by the server; then one ffmpeg makes the same rungs and sound of the same pieces in one go.
 * The bar is 1.3 times its time. The server is build/release/vitrine or $VITRINE_BINARY.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHouse, Person } from '../web/tests/e2e/house.mjs';

const seconds = Number(process.argv[2] ?? 30);
const bar = 1.3;
const folder = mkdtempSync(join(tmpdir(), 'vitrine-bench-edit-'));
const ffmpeg = (...words) => execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...words]);
const nap = (ms) => new Promise((done) => setTimeout(done, ms));

const clip = join(folder, 'clip.mp4');
const text = join(folder, 'text.png');
const inputs = ['-f', 'lavfi', '-i', 'testsrc2=s=1080x1920:r=30', '-f', 'lavfi', '-i', 'sine=f=330:r=48000'];
ffmpeg(...inputs, '-t', String(seconds), '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-g', '30',
  '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-movflags', '+faststart', clip);
ffmpeg('-f', 'lavfi', '-i', 'color=white@0.8:s=700x160,format=rgba', '-frames:v', '1', text);

const third = Math.round((seconds * 1000) / 3);
const house = await openHouse('bench-edit');
try {
  const owner = await Person.owner(house.base, 'olga');
  const video = await owner.upload(clip);
  const ready = async () => {
    for (;;) {
      const { state, problem } = await owner.call('GET', `/videos/${video}`);
      if (problem || state === 'failed') throw new Error(JSON.stringify(problem));
      if (state === 'ready') return;
      await nap(50);
    }
  };
  await ready();
  const space = await owner.call('GET', `/videos/${video}/edit`);
  const brought = await fetch(`${house.base}/api/v1/videos/${video}/edit/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${owner.token}`, 'content-type': 'image/png' },
    body: readFileSync(text),
  }).then((answer) => answer.json());
  const piece = (from, to, speed, zoom) => ({
    source: 0, from_ms: from, to_ms: to, speed, volume: 100, placing: { fill: true, x: 2000, y: 5000, zoom },
  });
  const edit = {
    version: 1, rate: 30, shape: '9:16', sources: [space.sources[0].key],
    clips: [piece(third, 2 * third, 100, 100), piece(0, third, 200, 100), piece(2 * third, 3 * third - 100, 100, 150)],
    texts: [{ image: brought.key, text: 'bench', from_ms: 0, to_ms: 60_000, x: 5000, y: 7000, width: 6481,
      height: 833, size: 520, colour: '#ffffff', plate: false }],
    voice: null, cover_ms: 0,
  };
  const began = performance.now();
  await owner.call('PUT', `/videos/${video}/edit`, { document: JSON.stringify(edit) });
  await ready();
  const ours = (performance.now() - began) / 1000;

  const at = (ms) => (ms / 1000).toFixed(3);
  const [a, b, c] = edit.clips;
  const graph =
    `[0:v]trim=${at(a.from_ms)}:${at(a.to_ms)},setpts=PTS-STARTPTS[a];` +
    `[0:v]trim=${at(b.from_ms)}:${at(b.to_ms)},setpts=(PTS-STARTPTS)/2,fps=30[b];` +
    `[0:v]trim=${at(c.from_ms)}:${at(c.to_ms)},setpts=PTS-STARTPTS,crop=720:1280:72:320,scale=1080:1920[c];` +
    '[a][b][c]concat=n=3:v=1:a=0[m];[m][1:v]overlay=190:1264[o];[o]split=4[s0][s1][s2][s3];' +
    '[s0]scale=360:640[v0];[s1]scale=540:960[v1];[s2]scale=720:1280[v2];[s3]null[v3];' +
    `[0:a]atrim=${at(a.from_ms)}:${at(a.to_ms)},asetpts=PTS-STARTPTS[d];` +
    `[0:a]atrim=${at(b.from_ms)}:${at(b.to_ms)},asetpts=PTS-STARTPTS,atempo=2[e];` +
    `[0:a]atrim=${at(c.from_ms)}:${at(c.to_ms)},asetpts=PTS-STARTPTS[f];[d][e][f]concat=n=3:v=0:a=1[sound]`;
  const outputs = [350, 900, 1800, 3500].flatMap((rate, i) => [
    '-map', `[v${i}]`, '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-maxrate', `${rate}k`, '-bufsize',
    `${rate * 2}k`, '-g', '30', '-pix_fmt', 'yuv420p', join(folder, `${i}.mp4`),
  ]);
  const start = performance.now();
  ffmpeg('-i', clip, '-i', text, '-filter_complex', graph, ...outputs, '-map', '[sound]', '-c:a', 'aac',
    join(folder, 'sound.m4a'));
  const bare = (performance.now() - start) / 1000;
  const ratio = ours / bare;
  console.log(`edit of ${seconds} s: ${ours.toFixed(1)} s, bare ffmpeg ${bare.toFixed(1)} s, ratio ${ratio.toFixed(2)}`);
  process.exitCode = ratio <= bar ? 0 : 1;
} finally {
  await house.stop();
  rmSync(folder, { recursive: true, force: true });
}
