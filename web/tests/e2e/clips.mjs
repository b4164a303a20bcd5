/** Clips to upload: real recordings when a folder with them is at hand, else ffmpeg's own generators. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { output, root } from './places.mjs';

const shared = process.env.VITRINE_SHARED ?? join(root, '../shared');
const recordings = [
  'gotosocial/birdnest-original.mp4',
  'threatexchange-tmk/pattern-sd-grey-bar.mp4',
  'c2pa-rs/video1.mp4',
].map((path) => join(shared, 'media', path));

const drawn = join(output, 'clips');

/**
 * Draws a small vertical clip, once; `picture` is a source of ffmpeg's lavfi, `pitch` its sound (null: silent) or
 * `tune`, another such source.
 */
export function draw(
  name,
  picture,
  { seconds = 3, size = '360x640', pitch = 220, tune, bits = '64k', quality = 23 } = {},
) {
  mkdirSync(drawn, { recursive: true });
  const file = join(drawn, `${name}.mp4`);
  if (existsSync(file)) return file;
  const inputs = ['-f', 'lavfi', '-i', `${picture},scale=${size}:flags=neighbor,format=yuv420p`];
  const heard = tune ?? (pitch ? `sine=frequency=${pitch}:sample_rate=48000` : null);
  const sound = heard ? ['-f', 'lavfi', '-i', heard] : [];
  const video = ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', String(quality), '-g', '25'];
  const rest = ['-c:a', 'aac', '-b:a', bits, '-movflags', '+faststart', '-t', String(seconds)];
  return whole(file, (path) =>
    execFileSync('ffmpeg', ['-v', 'error', '-y', ...inputs, ...sound, ...video, ...rest, path]),
  );
}

/** Another walk may want the same clip meanwhile: it finds all of it or nothing. */
function whole(file, write) {
  const path = join(drawn, `${process.pid}-${basename(file)}`);
  write(path);
  renameSync(path, file);
  return file;
}

/** Draws a picture as a camera writes it: lying, with a word about itself in it. */
export function drawPicture(name, word) {
  mkdirSync(drawn, { recursive: true });
  const file = join(drawn, `${name}.jpg`);
  const source = ['-f', 'lavfi', '-i', 'testsrc2=s=600x400:d=0.1', '-frames:v', '1'];
  return whole(file, (path) => {
    execFileSync('ffmpeg', ['-v', 'error', '-y', ...source, '-f', 'mjpeg', path]);
    // ffmpeg writes no words into pictures: behind the first two bytes, as a camera does.
    const plain = readFileSync(path);
    writeFileSync(path, Buffer.concat([plain.subarray(0, 2), exif(word), comment(word), plain.subarray(2)]));
  });
}

const segment = (marker, bytes) => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(bytes.length + 2, 2);
  return Buffer.concat([head, bytes]);
};
const comment = (word) => segment(0xfe, Buffer.from(word));

/** Exif with one entry, ImageDescription. */
function exif(word) {
  const text = Buffer.from(`${word}\0`);
  const entry = Buffer.alloc(18);
  entry.writeUInt16BE(1, 0);
  entry.writeUInt16BE(0x010e, 2);
  entry.writeUInt16BE(2, 4);
  entry.writeUInt32BE(text.length, 6);
  entry.writeUInt32BE(26, 10);
  return segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0MM\0*\0\0\0\x08', 'latin1'), entry, text]));
}

/** Three clips as they come from phones. */
export function threeClips() {
  if (recordings.every((file) => existsSync(file))) return recordings;
  return [
    // Noise packs badly: some megabytes, so that there is a middle to cut.
    draw('noise', 'nullsrc=s=90x160:r=25,geq=random(1)*255:128:128', { seconds: 8, quality: 16 }),
    draw('gradients', 'gradients=s=90x160:r=25:c0=0x04222f:c1=0x1b7f8c:c2=0xbfe3df:n=3:speed=0.03', {
      seconds: 6,
    }),
    draw('life', 'life=s=90x160:mold=12:r=25:ratio=0.12:death_color=#1a2b2b:life_color=#e9c77d', {
      seconds: 5,
    }),
  ];
}
