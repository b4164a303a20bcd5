/** What the feed remembers between visits: sound, and whether clips may start by themselves. */
const soundKey = 'vitrine:sound';
const algorithmKey = 'vitrine:algorithm';
const autoplayKey = 'vitrine:autoplay';

// Browsers start nothing with sound before the first press, so every visit begins silent; a choice made on this
// visit holds while the page lives.
let on = $state(false);
let autoplay = $state(localStorage.getItem(autoplayKey) !== 'off');

/** Which feed the first tab shows; an account's own choice is asked for later and wins. */
export const algorithm = {
  get feed() {
    return localStorage.getItem(algorithmKey) ?? 'for_you';
  },
  set feed(name: string) {
    localStorage.setItem(algorithmKey, name);
  },
};

export const sound = {
  get on() {
    return on;
  },
  set on(value: boolean) {
    on = value;
    localStorage.setItem(soundKey, value ? 'on' : 'off');
  },
  /** True when the viewer had sound on when they left. */
  get remembered() {
    return localStorage.getItem(soundKey) === 'on';
  },
  get autoplay() {
    return autoplay;
  },
  set autoplay(value: boolean) {
    autoplay = value;
    localStorage.setItem(autoplayKey, value ? 'on' : 'off');
  },
};
