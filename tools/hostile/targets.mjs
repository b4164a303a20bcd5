/**
 * What mutants name: files nobody may open and an address nobody may call. Fixed, so that a mutant is the same in every
 * run: the files lie beside the data folder of the house that is tried, in a folder of their own.
 */
import { join } from "node:path";

export const neighbourhood = "/tmp/vitrine-neighbourhood";
export const port = 47_811;

/** In none of our files and nobody else's. */
export const canaryText = "VITRINE-CANARY-5b1c9e07";

export const canaries = {
  text: join(neighbourhood, "canary.txt"),
  stream: join(neighbourhood, "canary.ts"),
  clip: join(neighbourhood, "canary.mp4"),
  list: join(neighbourhood, "canary.m3u8"),
};

/** A file that lies inside the sandbox too: there only the lists of formats and protocols keep ffmpeg from it. */
export const insideTheWalls = "/usr/lib/sysctl.d/50-bubblewrap.conf";

const web = `http://127.0.0.1:${port}/canary`;

export const targets = [
  ...Object.values(canaries),
  ...Object.values(canaries).map((path) => `file://${path}`),
  `file:${canaries.text}`,
  "../canary.txt",
  "../../canary.ts",
  "../../../canary.mp4",
  "../../../../../../../../tmp/vitrine-neighbourhood/canary.txt",
  `concat:${canaries.text}|${canaries.stream}`,
  `concat:/in/0|${insideTheWalls}`,
  `subfile,,start,0,end,40,,:${canaries.text}`,
  `crypto:${canaries.text}`,
  `async:cache:file:${canaries.stream}`,
  `tee:${canaries.text}`,
  `pipe:0`,
  `fd:0`,
  "data:text/plain;base64,VklUUklORQ==",
  insideTheWalls,
  `file:${insideTheWalls}`,
  "/in/0",
  "/proc/self/environ",
  "/proc/1/cmdline",
  web,
  `${web}.m3u8`,
  `hls+${web}`,
  `httpproxy:${web}`,
  `tcp://127.0.0.1:${port}`,
  `udp://127.0.0.1:${port}`,
  `rtsp://127.0.0.1:${port}/canary`,
  `rtmp://127.0.0.1:${port}/canary`,
  `ftp://127.0.0.1:${port}/canary`,
  `gopher://127.0.0.1:${port}/_canary`,
  `http://[::ffff:127.0.0.1]:${port}/canary`,
  `http://2130706433:${port}/canary`,
];

/** Names a file may come with. */
export const fileNames = [
  canaries.text,
  "../../../canary.txt",
  "..\\..\\canary.txt",
  "list.m3u8",
  "list.ffconcat",
  "clip.mp4.m3u8",
  "clip.sdp",
  "clip.mp4\0.txt",
  "-i",
  "-vf movie=canary.txt",
  "%03d.mp4",
  "clip.mp4|concat:a",
  "$(touch canary)",
  "`touch canary`",
  "; touch canary",
  "",
  ".",
  "..",
  "/",
  "nul",
  "clip\r\nX-Planted: yes.mp4",
  "\u202egnp.4pm",
  "ä".repeat(200),
  "x".repeat(900),
  web,
];
