/** What the feed remembers between visits: sound, and whether clips may start by themselves. */
const soundKey = 'vitrine:sound';
const autoplayKey = 'vitrine:autoplay';

// Browsers start nothing with sound before the first press, so every visit begins silent; a choice made on this
// visit holds while the page lives.
let on = $state(false);
let autoplay = $state(localStorage.getItem(autoplayKey) !== 'off');

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
