/** Whether anybody opened what nobody may open, called where nobody may call, or left something where nothing belongs. */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../../web/tests/e2e/places.mjs";
import {
  canaries,
  canaryText,
  insideTheWalls,
  neighbourhood,
  port,
} from "./targets.mjs";

const nap = (ms) => new Promise((done) => setTimeout(done, ms));

/** A folder of canaries, in which houses are opened from now on, and the address nobody may call. */
export class Watch {
  #watcher;
  #listener;
  seen = [];

  static async begin() {
    const watch = new Watch();
    // Only one at a time: mutants name these very places.
    await watch.#listen();
    rmSync(neighbourhood, { recursive: true, force: true });
    mkdirSync(join(neighbourhood, "here"), { recursive: true });
    for (const path of Object.values(canaries))
      writeFileSync(path, `${canaryText}\n`.repeat(40));
    process.env.TMPDIR = neighbourhood;
    process.chdir(join(neighbourhood, "here"));
    return watch;
  }

  async #listen() {
    this.#listener = createServer((socket) => {
      this.seen.push(`a call at port ${port}`);
      socket.on("error", () => undefined);
      socket.end(`HTTP/1.1 200 OK\r\n\r\n${canaryText}`);
    });
    await new Promise((done, failed) => {
      this.#listener.once("error", () =>
        failed(new Error(`port ${port} is taken: does another run use it?`)),
      );
      this.#listener.listen(port, "127.0.0.1", done);
    });
  }

  /** From here on everything is seen; the house's folder is already there. */
  async open() {
    const files = [...Object.values(canaries), insideTheWalls];
    const folders = [neighbourhood, join(neighbourhood, "here"), "/"];
    this.#watcher = spawn(
      "python3",
      [join(root, "tools/hostile/watch.py"), ...files, "--", ...folders],
      { stdio: ["pipe", "pipe", "inherit"] },
    );
    this.#watcher.once("exit", () => this.seen.push("the watch has ended"));
    await new Promise((ready, failed) => {
      this.#watcher.once("exit", () =>
        failed(new Error("the watch did not begin")),
      );
      createInterface({ input: this.#watcher.stdout }).on("line", (line) =>
        line === "watching" ? ready() : this.seen.push(line),
      );
    });
  }

  /** What was seen since last asked, each once. */
  async take() {
    await nap(200);
    return [...new Set(this.seen.splice(0))];
  }

  /** Does what nobody may do, and answers what of it was not seen: nothing, if the watch can be trusted. */
  async blind() {
    const before = await this.take();
    const wanted = [];
    for (const path of [...Object.values(canaries), insideTheWalls]) {
      readFileSync(path);
      wanted.push(`opened ${path}`);
    }
    const here = join(neighbourhood, "here", "planted");
    writeFileSync(here, "");
    rmSync(here);
    wanted.push(`appeared ${here}`);
    await new Promise((done) =>
      connect(port, "127.0.0.1").on("close", done).resume(),
    );
    wanted.push(`a call at port ${port}`);
    const seen = await this.take();
    this.seen.push(...before);
    return wanted.filter((each) => !seen.includes(each));
  }

  /** A bare ffmpeg that is led astray as mutants would have it: what it opened and called. */
  async bareTool() {
    const before = await this.take();
    const address = `http://127.0.0.1:${port}/canary`;
    for (const target of [
      `file:${canaries.stream}`,
      `file:${insideTheWalls}`,
      address,
    ]) {
      const list = `ffconcat version 1.0\nfile '${target}'\n`;
      const words =
        "-v quiet -safe 0 -protocol_whitelist file,pipe,http,tcp -f concat -i - -f null -";
      spawnSync("ffmpeg", words.split(" "), { input: list, timeout: 20_000 });
    }
    const seen = await this.take();
    this.seen.push(...before);
    return seen;
  }

  end() {
    this.#watcher?.removeAllListeners("exit");
    this.#watcher?.stdin.end();
    this.#listener.close();
    process.chdir(root);
    rmSync(neighbourhood, { recursive: true, force: true });
  }
}
