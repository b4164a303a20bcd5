/**
 * Paths to pages. Plain links work by themselves: a click on any same-origin <a> is taken over here, so components
 * never call the router just to link.
 */
import type { Component } from 'svelte';

export interface Route {
  /** ':name' takes one segment; '/@:handle' is fine too. */
  path: string;
  /** A page that needs no parameters need not take them. */
  load: () => Promise<{ default: Component<{ params: Params }> | Component<Record<string, never>> }>;
  title: (params: Params) => string;
  /** 'page' scrolls and has a header; 'bare' has no navigation around it (first run, sign-in). */
  layout?: 'page' | 'bare';
  /** Signed-out visitors see an invitation to sign in instead. */
  needsAccount?: boolean;
}

export type Params = Record<string, string>;

export interface Location {
  path: string;
  query: URLSearchParams;
  hash: string;
}

const read = (): Location => ({
  path: location.pathname,
  query: new URLSearchParams(location.search),
  hash: location.hash,
});

let here = $state.raw<Location>(read());

/** Where the page is now; reactive. */
export function currentLocation(): Location {
  return here;
}

let returned = false;

/** The page on show was come to by the browser's "back" or "forward": it is expected to be as it was left. */
export function cameBack(): boolean {
  return returned;
}

function settle(): void {
  here = read();
}

function travelled(): void {
  returned = true;
  settle();
}

/** Goes to a path of this app. `replace` leaves no step to go back to. */
export function go(path: string, options: { replace?: boolean } = {}): void {
  returned = false;
  if (options.replace) history.replaceState(null, '', path);
  else history.pushState(null, '', path);
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (document.startViewTransition && !calm && document.visibilityState === 'visible') {
    // A transition that is overtaken by the next one rejects; the page is right all the same.
    const turn = document.startViewTransition(settle);
    for (const part of [turn.ready, turn.finished]) part.catch(() => undefined);
  } else {
    settle();
  }
}

/** Names the place without turning the page: the feed does this when another clip becomes the one on show. */
export function rename(path: string): void {
  history.replaceState(history.state, '', path);
  settle();
}

/** The values of a pattern's parameters, or null when the path is another one. */
export function match(pattern: string, path: string): Params | null {
  const names: string[] = [];
  const source = pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:(\w+)/g, (_whole, name: string) => {
    names.push(name);
    return '([^/]+)';
  });
  const found = new RegExp(`^${source}/?$`).exec(path);
  if (!found) return null;
  try {
    return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')]));
  } catch {
    return null; // A broken %-escape is an unknown address, not a crash.
  }
}

function follow(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element | null)?.closest?.('a[href]');
  if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute('download')) return;
  const url = new URL(link.href);
  const foreign = url.origin !== location.origin || /^\/(api|media|oembed)\b/.test(url.pathname);
  if (foreign || link.dataset.native !== undefined) return;
  if (url.pathname === location.pathname && url.search === location.search && url.hash) return;
  event.preventDefault();
  go(url.pathname + url.search + url.hash);
}

/** Starts listening; answers how to stop. */
export function startRouter(): () => void {
  addEventListener('popstate', travelled);
  addEventListener('hashchange', settle);
  addEventListener('click', follow);
  return () => {
    removeEventListener('popstate', travelled);
    removeEventListener('hashchange', settle);
    removeEventListener('click', follow);
  };
}
