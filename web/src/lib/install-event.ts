/**
 * The browser says once a visit that it could install this page, whenever it likes: it may be long before the first
 * clip plays, while whoever makes an offer of it comes after that clip. So it is listened for from the start.
 */

/** What Chromium hands to pages that may be installed; not in TypeScript's list. */
export interface InstallEvent extends Event {
  prompt(): Promise<unknown>;
}

let early: InstallEvent | null = null;
let hand = (event: InstallEvent): void => {
  early = event;
};

export function listenForInstall(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault(); // or the browser would show a bar of its own, whenever it likes
    hand(event as InstallEvent);
  });
}

/** Hands over what came and what comes. */
export function onInstall(wanted: (event: InstallEvent) => void): void {
  hand = wanted;
  if (early) wanted(early);
  early = null;
}
