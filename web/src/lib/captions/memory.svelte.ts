/** Whether this device shows captions, and how large. On until somebody turns them off: most clips start silent. */
export const captionSizes = ['small', 'medium', 'large'] as const;
export type CaptionSize = (typeof captionSizes)[number];

const onKey = 'vitrine:captions';
const sizeKey = 'vitrine:caption-size';

let on = $state(localStorage.getItem(onKey) !== 'off');
let size = $state<CaptionSize>(captionSizes.find((one) => one === localStorage.getItem(sizeKey)) ?? 'medium');

export const captions = {
  get on() {
    return on;
  },
  set on(value: boolean) {
    on = value;
    localStorage.setItem(onKey, value ? 'on' : 'off');
  },
  get size() {
    return size;
  },
  set size(value: CaptionSize) {
    size = value;
    localStorage.setItem(sizeKey, value);
  },
};
