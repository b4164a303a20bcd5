/** What the viewer's device and settings ask for. */
const media = (query: string) => (typeof matchMedia === 'function' ? matchMedia(query) : null);
const calm = media('(prefers-reduced-motion: reduce)');
const wide = media('(min-width: 900px)');

let isCalm = $state(calm?.matches ?? false);
let isWide = $state(wide?.matches ?? false);
let singleKeys = $state(true);

calm?.addEventListener('change', () => (isCalm = calm.matches));
wide?.addEventListener('change', () => (isWide = wide.matches));

export const prefs = {
  /** No movement that is not asked for. */
  get calm() {
    return isCalm;
  },
  /** Room for a docked panel beside the clip. */
  get wide() {
    return isWide;
  },
  /** Single-letter shortcuts in the feed; can be turned off in the settings. */
  get singleKeys() {
    return singleKeys;
  },
  set singleKeys(value: boolean) {
    singleKeys = value;
    localStorage.setItem('vitrine:single-keys', value ? 'on' : 'off');
  },
};

export function startPrefs(): void {
  singleKeys = localStorage.getItem('vitrine:single-keys') !== 'off';
}
