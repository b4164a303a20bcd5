/** What a handle may look like; the same rule the server has, so that a slip is named while it is being typed. */
export const handleCharsMin = 3;
export const handleCharsMax = 30;

export type HandleTrouble = 'missing' | 'short' | 'characters';

/** Capitals are fine: the server folds them. */
export function handleTrouble(handle: string): HandleTrouble | null {
  if (!handle) return 'missing';
  if (!/^[a-z0-9_.]+$/i.test(handle) || /^\.|\.$|\.\./.test(handle)) return 'characters';
  return handle.length < handleCharsMin ? 'short' : null;
}

/** Where to go after signing in: a path of this page, or home. Anything else could lead to a stranger. */
export function safeNext(next: string | null): string {
  if (!next || !/^\/(?![/\\])/.test(next)) return '/';
  try {
    const url = new URL(next, location.origin);
    const door = /^\/(sign-in|sign-up|welcome)$/.test(url.pathname);
    return url.origin === location.origin && !door ? url.pathname + url.search + url.hash : '/';
  } catch {
    return '/';
  }
}
