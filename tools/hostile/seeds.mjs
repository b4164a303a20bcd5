/** The valid files that mutants are made of: drawn by ffmpeg on the spot, tiny, and the same every time. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { playlists } from "./references.mjs";
import { canaries } from "./targets.mjs";
import { zip } from "./zip.mjs";

/** What the seeds say about where they come from; nothing that is served may repeat it. */
export const planted = [
  "Planted-Title-5b1c",
  "Planted-Camera-5b1c",
  "+47.4979+019.0402",
];

const tags = [
  ["title", planted[0]],
  ["artist", planted[1]],
  ["comment", planted[1]],
  ["make", planted[1]],
  ["location", `${planted[2]}/`],
].flatMap(([key, value]) => ["-metadata", `${key}=${value}`]);

const picture = "testsrc2=s=96x96:r=10:d=";
const tone = "sine=frequency=330:sample_rate=48000:d=";
const h264 =
  "-c:v libx264 -preset ultrafast -bf 1 -g 4 -pix_fmt yuv420p -threads 1";
const hevc =
  "-c:v libx265 -preset ultrafast -x265-params pools=none:frame-threads=1:log-level=none:keyint=4";
const vp8 = "-c:v libvpx -deadline realtime -cpu-used 8 -g 4 -threads 1";
const vp9 = "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 4 -threads 1";
const av1 = "-c:v libaom-av1 -cpu-used 8 -usage realtime -g 4 -threads 1";
const aac = "-c:a aac -b:a 32k";
const opus = "-c:a libopus -b:a 24k";

/** [name, type, weight, accepted, seconds, sound?, words of ffmpeg] */
const clips = [
  ["plain.mp4", "video/mp4", 10, true, 0.6, true, `${h264} ${aac}`],
  [
    "faststart.mp4",
    "video/mp4",
    5,
    true,
    0.5,
    true,
    `${h264} ${aac} -movflags +faststart`,
  ],
  ["silent.mp4", "video/mp4", 8, true, 0.6, false, h264],
  [
    "turned.mp4",
    "video/mp4",
    4,
    true,
    0.4,
    false,
    `${h264} -metadata:s:v rotate=90`,
  ],
  [
    "fragments.mp4",
    "video/mp4",
    8,
    true,
    0.8,
    true,
    `${h264} ${aac} -movflags +frag_keyframe+empty_moov+default_base_moof`,
  ],
  ["hevc.mp4", "video/mp4", 5, true, 0.5, false, `${hevc} -tag:v hvc1`],
  ["vp9.mp4", "video/mp4", 3, true, 0.5, true, `${vp9} ${opus}`],
  ["av1.mp4", "video/mp4", 3, true, 0.4, false, av1],
  [
    "mp3.mp4",
    "video/mp4",
    2,
    true,
    0.5,
    true,
    `${h264} -c:a libmp3lame -b:a 32k`,
  ],
  [
    "pcm.mov",
    "video/quicktime",
    6,
    true,
    0.4,
    true,
    `${h264} -c:a pcm_s16le -ar 8000`,
  ],
  [
    "timecode.mov",
    "video/quicktime",
    3,
    true,
    0.4,
    false,
    `${h264} -timecode 00:00:00:00`,
  ],
  ["phone.3gp", "video/3gpp", 4, true, 0.5, true, `${h264} ${aac}`],
  ["vp8.webm", "video/webm", 7, true, 0.6, true, `${vp8} -c:a libvorbis -ac 2`],
  ["vp9.webm", "video/webm", 6, true, 0.6, false, vp9],
  [
    "browser.webm",
    "video/webm",
    5,
    true,
    0.6,
    true,
    `${vp8} ${opus} -live 1 -cluster_time_limit 200`,
  ],
  ["h264.mkv", "video/x-matroska", 5, true, 0.5, true, `${h264} ${aac}`],
  ["av1.mkv", "video/x-matroska", 2, true, 0.4, false, av1],
  [
    "mpeg4.avi",
    "video/x-msvideo",
    1,
    false,
    0.4,
    true,
    "-c:v mpeg4 -c:a libmp3lame",
  ],
  ["h264.ts", "video/mp2t", 1, false, 0.4, true, `${h264} ${aac} -f mpegts`],
  ["program.mpg", "video/mpeg", 1, false, 0.4, false, "-r 25 -c:v mpeg2video"],
  ["flash.flv", "video/x-flv", 1, false, 0.4, true, `${h264} ${aac}`],
  ["theora.ogv", "video/ogg", 1, false, 0.4, false, "-c:v libtheora"],
  ["windows.wmv", "video/x-ms-wmv", 1, false, 0.4, false, "-c:v wmv2"],
  ["loop.gif", "image/gif", 1, false, 0.3, false, ""],
  ["sound.m4a", "audio/mp4", 1, false, 0.3, "only", aac],
  ["old.mov", "video/quicktime", 1, false, 0.3, false, "-c:v mjpeg"],
  [
    "locked.mp4",
    "video/mp4",
    1,
    false,
    0.3,
    false,
    `${h264} -encryption_scheme cenc-aes-ctr -encryption_key 76a6c65c5ea762046bd749a2e632ccbb -encryption_kid a7e61c373e219033c21091fa607bf3b8`,
  ],
];

function draw(folder, name, words) {
  const file = join(folder, name);
  const exact =
    "-map_metadata -1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact";
  execFileSync("ffmpeg", [
    "-v",
    "error",
    "-y",
    ...words,
    ...exact.split(" "),
    ...tags,
    file,
  ]);
  return readFileSync(file);
}

function drawClip(
  folder,
  [name, type, weight, accepted, seconds, sound, words],
) {
  const inputs = [];
  if (sound !== "only")
    inputs.push("-f", "lavfi", "-i", `${picture}${seconds}`);
  if (sound) inputs.push("-f", "lavfi", "-i", `${tone}${seconds}`);
  const bytes = draw(folder, name, [
    ...inputs,
    ...words.split(" ").filter(Boolean),
  ]);
  return { door: "upload", kind: name, name, type, weight, accepted, bytes };
}

function drawPicture(folder, [name, type, words]) {
  const source = [
    "-f",
    "lavfi",
    "-i",
    "testsrc2=s=128x112:d=0.1",
    "-frames:v",
    "1",
  ];
  const bytes = draw(folder, name, [...source, ...words.split(" ")]);
  return {
    door: "portrait",
    kind: name,
    name,
    type,
    weight: 2,
    accepted: true,
    bytes,
  };
}

const spoken =
  "WEBVTT - a talk\n\nNOTE nobody reads this\n\n1\n00:00.000 --> 00:00.200 line:0\n<v Ann>Good <b>morning</b>\n\n00:00:00.250 --> 00:00:00.450\n- and &amp; evening\n";
const subRip =
  "\ufeff1\r\n00:00:00,000 --> 00:00:00,200\r\n<i>Good</i> morning\r\n\r\n2\r\n00:00:00,250 --> 00:00:00,450\r\n{\\an8}and evening\r\n";

/** What TikTok gives its people: the only archive that needs no signature. */
function archive(film) {
  const list = {
    "Profile And Settings": {
      "Profile Info": {
        ProfileMap: {
          userName: "lena",
          displayName: "Lena",
          bioDescription: planted[0],
        },
      },
      Following: {
        Following: [{ Date: "2023-01-01 00:00:00", UserName: "nobody_here" }],
      },
    },
    Post: {
      Posts: {
        VideoList: [
          {
            Date: "2024-05-01 10:00:00",
            Title: "One",
            Link: "https://t.example/share/video/7362000000000000001/",
          },
        ],
      },
    },
  };
  return [
    ["TikTok/user_data_tiktok.json", Buffer.from(JSON.stringify(list))],
    ["TikTok/posts/7362000000000000001.mp4", film],
  ];
}

export function drawSeeds() {
  const folder = mkdtempSync(join(tmpdir(), "vitrine-seeds-"));
  try {
    const seeds = clips.map((clip) => drawClip(folder, clip));
    for (const [name, write] of Object.entries(playlists))
      seeds.push({
        door: "upload",
        kind: "playlist",
        name,
        type: "application/octet-stream",
        weight: 0.5,
        accepted: false,
        bytes: Buffer.from(write(canaries.stream)),
      });
    for (const each of [
      ["face.jpg", "image/jpeg", "-c:v mjpeg -pix_fmt yuvj420p"],
      ["face.png", "image/png", "-c:v png"],
      ["face.webp", "image/webp", "-c:v libwebp"],
    ])
      seeds.push(drawPicture(folder, each));
    const words = { door: "captions", weight: 2, accepted: true };
    seeds.push({
      ...words,
      kind: "talk.vtt",
      name: "talk.vtt",
      type: "text/vtt",
      bytes: Buffer.from(spoken),
    });
    seeds.push({
      ...words,
      kind: "talk.srt",
      name: "talk.srt",
      type: "text/plain",
      bytes: Buffer.from(subRip),
    });
    const film = seeds.find(({ name }) => name === "silent.mp4").bytes;
    const brought = {
      door: "import",
      kind: "archive.zip",
      name: "archive.zip",
      type: "application/zip",
    };
    const entries = archive(film);
    seeds.push({
      ...brought,
      weight: 4,
      accepted: true,
      entries,
      bytes: zip(entries),
    });
    return seeds;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
