/**
 * Whoever goes back finds their place: how far down each page was left, by its address. The page is made anew, so the
 * place is looked for while it grows, and given up as soon as the viewer goes elsewhere by themselves.
 */
const page = 'main > .scroller';
const left = new Map<string, number>();
let stop: AbortController | null = null;

const address = () => location.pathname + location.search;

function note({ target }: Event): void {
  if (target instanceof HTMLElement && target.matches(page)) left.set(address(), target.scrollTop);
}

function seek(): void {
  stop?.abort();
  const wanted = left.get(address());
  const main = document.querySelector('main');
  if (!wanted || !main) return;
  const before = document.querySelector(page);
  const over = new AbortController();
  stop = over;
  const growth = new MutationObserver(() => {
    const now = document.querySelector(page);
    if (!now || now === before) return;
    now.scrollTop = wanted;
    if (now.scrollTop >= wanted - 1) over.abort();
  });
  growth.observe(main, { childList: true, subtree: true });
  over.signal.addEventListener('abort', () => growth.disconnect());
  for (const sign of ['wheel', 'touchmove', 'keydown', 'click'])
    addEventListener(sign, () => over.abort(), { passive: true, signal: over.signal });
}

/** Scrolling does not bubble, but can be caught on the way down. */
export function startPlaces(): void {
  document.addEventListener('scroll', note, { capture: true, passive: true });
  addEventListener('popstate', seek);
}
