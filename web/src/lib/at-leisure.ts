/** Nobody reads a panel, a dialog or a menu: something may be offered. */
export const atLeisure = (): boolean =>
  document.visibilityState === 'visible' &&
  !document.querySelector('dialog[open], main aside, [role=menu]:popover-open');
