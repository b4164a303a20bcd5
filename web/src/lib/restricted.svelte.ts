/**
 * Only what is for everybody: a choice of this device. Each call says so (lib/api/client.ts) and the server leaves the
 * rest out of every list and answer; neither says who one is.
 */
const key = 'vitrine:restricted';

let on = $state(localStorage.getItem(key) === 'on');

export const restricted = {
  get on() {
    return on;
  },
  set on(wanted: boolean) {
    on = wanted;
    localStorage.setItem(key, wanted ? 'on' : 'off');
  },
};
