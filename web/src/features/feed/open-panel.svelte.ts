/** Which panel is open, for the buttons that open one. */
import type { PanelName } from './panels';

let name = $state<PanelName | null>(null);

export const openPanel = {
  get name() {
    return name;
  },
  set name(value: PanelName | null) {
    name = value;
  },
};
