/** What the feed remembers on this device between visits. Nothing of it is sent anywhere. */
const algorithmKey = 'vitrine:algorithm';

/** One choice out of a few words; what is kept and is none of them counts as the first. */
class Choice<T extends string> {
  #value = $state() as T;
  readonly #key: string;

  constructor(key: string, words: readonly [T, ...T[]]) {
    this.#key = key;
    const kept = localStorage.getItem(key);
    this.#value = words.find((word) => word === kept) ?? words[0];
  }

  get now(): T {
    return this.#value;
  }

  set now(value: T) {
    this.#value = value;
    localStorage.setItem(this.#key, value);
  }
}

/** Which feed the first tab shows; an account's own choice is asked for later and wins. */
export const algorithm = {
  get feed() {
    return localStorage.getItem(algorithmKey) ?? 'for_you';
  },
  set feed(name: string) {
    localStorage.setItem(algorithmKey, name);
  },
};

/** What the first tab is called while another algorithm than usual fills it, and which feed that is. */
export const firstTab = $state({ title: '', feed: '' });

/** Clips start by themselves, or wait for a press. */
export const autoplay = new Choice('vitrine:autoplay', ['on', 'off']);
/** What a clip does at its end: begin again, or make room for the next one. */
export const atTheEnd = new Choice('vitrine:at-the-end', ['again', 'next']);
/** Fewer bytes: always, never, or when the device asks for it. */
export const saver = new Choice('vitrine:saver', ['auto', 'on', 'off']);

// Browsers start nothing with sound before the first press, so every visit begins silent. A choice made on this
// visit holds while the page lives; the one of the last visit waits for a press.
const kept = new Choice('vitrine:sound', ['off', 'on']);
let on = $state(false);

export const sound = {
  get on() {
    return on;
  },
  set on(value: boolean) {
    on = value;
    kept.now = value ? 'on' : 'off';
  },
  /** The viewer had sound on when they left. */
  get remembered() {
    return kept.now === 'on';
  },
};
