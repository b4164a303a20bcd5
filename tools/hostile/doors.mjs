/**
 * The four ways by which foreign files come in: clips, portraits, captions, archives brought along. Each answers
 * {code, detail, wrong}: "ready" or why not, and what should not have happened. Nothing is left behind.
 */
import { canaryText } from "./targets.mjs";
import { addressesOf, isClear, listen, telltale } from "./foreign.mjs";
import { planted } from "./seeds.mjs";

/** Any verdict comes within this: the files are tiny, and what makes one take longer is to be found. */
const patience_ms = 90_000;
const look_again_ms = 1_000;
const words = [...telltale, ...planted, canaryText];

const nap = (ms) => new Promise((done) => setTimeout(done, ms));

export class Doors {
  #waiting = new Map();
  #queues = new Map();
  #open = true;
  served = { files: 0, bytes: 0 };

  constructor(house, owner) {
    Object.assign(this, { house, owner });
    void this.#follow();
  }

  /** `standing`: a clip of one's own that stays, for captions to be given to. */
  async begin(clip) {
    this.standing = await this.owner.send(clip.bytes, clip.name, clip.type);
    const video = await this.#settled(this.standing);
    if (video?.state !== "ready")
      throw new Error("the standing clip is not ready");
    await this.owner.call("POST", `/videos/${this.standing}/publish`);
  }

  async end() {
    this.#open = false;
    await this.owner.call("DELETE", `/videos/${this.standing}`);
  }

  async take({ door, bytes, name, type }) {
    try {
      return await this[door](bytes, name, type);
    } catch (error) {
      if (error.problem === undefined)
        return {
          code: "no answer",
          detail: String(error.cause ?? error),
          wrong: ["no answer"],
        };
      return this.#refused(error.problem, error.status);
    }
  }

  #refused(problem, status = 422) {
    const { code = "", detail = "" } = problem ?? {};
    const wrong = [];
    if (!isClear(problem))
      wrong.push(`no clear sentence: ${JSON.stringify(problem)}`);
    if (status >= 500 || code === "processing_failed")
      wrong.push(`our own fault: ${code}`);
    return { code, detail, wrong };
  }

  async #ready(addresses) {
    const { files, bytes, wrong } = await listen(
      this.house.base,
      addresses,
      words,
    );
    this.served.files += files;
    this.served.bytes += bytes;
    return { code: "ready", detail: "", wrong };
  }

  async upload(bytes, name, type) {
    const id = await this.owner.send(bytes, name, type);
    const video = await this.#settled(id);
    let verdict = {
      code: "no verdict",
      detail: "",
      wrong: ["no verdict in time"],
    };
    if (video?.state === "failed") verdict = this.#refused(video.problem);
    if (video?.state === "ready")
      verdict = await this.#ready(addressesOf(video));
    await this.owner.call("DELETE", `/videos/${id}`);
    return verdict;
  }

  portrait(bytes) {
    return this.#inTurn("portrait", async () => {
      const { avatar } = await this.#put("/me/portrait", bytes);
      return this.#ready({ files: [avatar], lists: [] });
    });
  }

  captions(bytes) {
    const path = `/videos/${this.standing}/captions/en`;
    return this.#inTurn("captions", async () => {
      await this.owner.call("PUT", path, { file: bytes.toString("utf8") });
      const answer = await fetch(`${this.house.base}/api/v1${path}`, {
        headers: { authorization: `Bearer ${this.owner.token}` },
      });
      const served = await answer.text();
      const wrong = [];
      if (!answer.ok || !served.startsWith("WEBVTT"))
        wrong.push(`captions: ${answer.status}`);
      if (/<(?!\d)[a-z/]/i.test(served)) wrong.push("captions with markup");
      this.served.files += 1;
      this.served.bytes += served.length;
      return { code: "ready", detail: "", wrong };
    });
  }

  /** Looked at and not accepted: its films would come in as clips do. */
  import(bytes) {
    return this.#inTurn("import", async () => {
      const sent = await this.#put("/me/import", bytes);
      const until = Date.now() + patience_ms;
      for (;;) {
        const { import: now } = await this.owner.call("GET", "/me/import");
        const over = now.state === "asks" || now.state === "failed";
        if (!over && Date.now() < until) {
          await this.#news(sent.id, 100);
          continue;
        }
        await this.owner.call("DELETE", `/me/imports/${sent.id}`);
        if (now.state === "failed") return this.#refused(now.problem);
        const wrong = over ? [] : ["no verdict in time"];
        return { code: over ? "ready" : "no verdict", detail: "", wrong };
      }
    });
  }

  async #put(path, bytes) {
    const answer = await fetch(`${this.house.base}/api/v1${path}`, {
      method: "PUT",
      headers: {
        authorization: `Bearer ${this.owner.token}`,
        "content-type": "application/octet-stream",
      },
      body: bytes,
    });
    const text = await answer.text();
    let said = null;
    try {
      said = JSON.parse(text);
    } catch {
      // Told below, as what it is.
    }
    if (!answer.ok || !said)
      throw Object.assign(new Error(`PUT ${path}: ${answer.status}`), {
        problem: said,
        status: answer.status,
      });
    return said;
  }

  /** One at a time: there is only one of these for each person. */
  #inTurn(queue, work) {
    const turn = (this.#queues.get(queue) ?? Promise.resolve()).then(work);
    this.#queues.set(
      queue,
      turn.catch(() => undefined),
    );
    return turn;
  }

  async #settled(id) {
    for (const until = Date.now() + patience_ms; Date.now() < until;) {
      const video = await this.owner.call("GET", `/videos/${id}`);
      if (video.state === "ready" || video.state === "failed") return video;
      await this.#news(id, look_again_ms);
    }
    return null;
  }

  /** Until something final is said about it in the stream of news, or it is time to look again. */
  #news(id, ms) {
    return new Promise((done) => {
      const over = () => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        done();
      };
      const timer = setTimeout(over, ms);
      this.#waiting.set(id, over);
    });
  }

  /** The stream that tells a creator's page of its clips. A line that breaks only makes verdicts come later. */
  async #follow() {
    while (this.#open) {
      try {
        const answer = await fetch(`${this.house.base}/api/v1/live`, {
          headers: {
            authorization: `Bearer ${this.owner.token}`,
            accept: "text/event-stream",
          },
        });
        let held = "";
        for await (const part of answer.body) {
          held += Buffer.from(part).toString("utf8");
          const lines = held.split("\n");
          held = lines.pop();
          for (const line of lines) this.#heard(line);
        }
      } catch {
        // Begun again below.
      }
      await nap(500);
    }
  }

  #heard(line) {
    if (!line.startsWith("data:")) return;
    const { id, state } = JSON.parse(line.slice(5));
    if (["ready", "failed", "asks"].includes(state)) this.#waiting.get(id)?.();
  }
}
