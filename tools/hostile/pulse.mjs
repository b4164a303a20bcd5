/** Whether the long-lived processes of a house are the ones that were there at the start, and what they take. */
import { readFileSync, readdirSync } from "node:fs";
import { Person } from "../../web/tests/e2e/house.mjs";

function childrenOf(pid) {
  const found = [];
  for (const task of readdirSync(`/proc/${pid}/task`))
    try {
      const text = readFileSync(`/proc/${pid}/task/${task}/children`, "utf8");
      found.push(...text.split(" ").filter(Boolean).map(Number));
    } catch {
      // A thread that has just ended.
    }
  return found;
}

function wordsOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return [];
  }
}

const egressOf = (pid) =>
  childrenOf(pid).filter((child) => wordsOf(child)[1] === "egress");

export class Pulse {
  #timer;
  samples = [];
  deaths = [];

  constructor(house) {
    this.house = house;
    this.pid = house.pid;
    this.egress = egressOf(house.pid);
    this.#timer = setInterval(() => this.look(), 1_000);
    this.look();
  }

  /** Once the process that speaks to the outside is there as well: it begins with the first device to be rung. */
  static async begin(house, owner, clip) {
    const guest = await Person.fresh(house.base, "guest");
    await owner.call("PUT", "/me/push/here", {
      endpoint: "https://127.0.0.1:1/nobody",
    });
    await guest.call("POST", `/videos/${clip}/comments`, { text: "Ring." });
    for (let tries = 0; egressOf(house.pid).length === 0; tries += 1) {
      if (tries > 100) throw new Error("the house has no egress process");
      await new Promise((done) => setTimeout(done, 100));
    }
    await owner.call("DELETE", "/me/push/here");
    return new Pulse(house);
  }

  /** `progress`: how much of the run is over, from 0 to 1. */
  progress = 0;

  look() {
    try {
      const status = readFileSync(`/proc/${this.pid}/status`, "utf8");
      const kib = (name) =>
        Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)[1]);
      this.samples.push({
        at: this.progress,
        mib: kib("VmRSS") / 1024,
        most: kib("VmHWM") / 1024,
        threads: kib("Threads"),
        files: readdirSync(`/proc/${this.pid}/fd`).length,
      });
      const [now] = egressOf(this.pid);
      if (now !== this.egress[0])
        this.#died(`the egress process ${this.egress[0]} is now ${now}`);
    } catch {
      this.#died(`the server ${this.pid} is gone`);
    }
    if (this.house.pid !== this.pid) this.#died("the server was begun again");
  }

  #died(what) {
    if (!this.deaths.includes(what)) this.deaths.push(what);
  }

  /** Processes that should have ended. */
  strays() {
    return childrenOf(this.pid)
      .filter((child) => !this.egress.includes(child))
      .map((child) => `still running: ${wordsOf(child).slice(0, 2).join(" ")}`);
  }

  end() {
    clearInterval(this.#timer);
  }

  /** The most of each half, past the first tenth in which caches fill, and what is left at the end. */
  halves() {
    const settled = this.samples.filter(({ at }) => at >= 0.1);
    const most = (list, field) =>
      Math.max(0, ...list.map((each) => each[field]));
    const early = settled.filter(({ at }) => at < 0.5);
    const late = settled.filter(({ at }) => at >= 0.5);
    const both = (field) => [most(early, field), most(late, field)];
    return {
      mib: both("mib"),
      threads: both("threads"),
      files: both("files"),
      most: most(this.samples, "most"),
    };
  }
}
