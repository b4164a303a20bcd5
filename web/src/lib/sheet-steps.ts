/**
 * An open sheet is a step of the browser's history, so that "back" closes it and does not leave the page. Closed by
 * other means, its step is taken back by ourselves; one that another page stands on by then is stepped over later.
 */
interface Step {
  id: string;
  close: () => void;
  /** Where it was opened. */
  address: string;
  /** Its step is in the history. */
  placed: boolean;
}

let open: Step[] = [];
/** Where we are, while our own step back is under way. */
let leaving: string | null = null;
let count = 0;

const mark = (): string | undefined => (history.state as { sheet?: string } | null)?.sheet;
const isOpen = (id: string | undefined) => open.some((step) => step.id === id);

function place(step: Step): void {
  if (leaving !== null) return; // When we have arrived.
  const state = { ...(history.state as object | null), sheet: step.id };
  if (mark() !== undefined && !isOpen(mark())) history.replaceState(state, '');
  else history.pushState(state, '');
  step.address = location.href;
  step.placed = true;
}

/** Steps back from the place of a sheet that is not open any more. */
function tidy(): void {
  if (leaving !== null || mark() === undefined || isOpen(mark())) return;
  leaving = location.href;
  history.back();
}

/** Before the router hears of it: it is told of nothing that leads to no other page. */
function arrived(event: PopStateEvent): void {
  if (leaving !== null) {
    const there = leaving;
    leaving = null;
    event.stopImmediatePropagation();
    // The page was renamed meanwhile: it is still the one on show.
    if (location.href !== there) history.replaceState(history.state, '', there);
    for (const step of open) if (!step.placed) place(step);
    return tidy();
  }
  const gone = open.slice(open.findIndex(({ id }) => id === mark()) + 1).filter(({ placed }) => placed);
  if (gone[0]?.address === location.href) event.stopImmediatePropagation();
  for (const step of gone.reverse()) {
    step.placed = false;
    step.close();
  }
  tidy();
  // One that would not close is a step again.
  setTimeout(() => gone.filter((step) => open.includes(step)).forEach(place));
}

/** A sheet opens; answers how to say that it is closed. */
export function stepInto(close: () => void): () => void {
  if (count === 0) addEventListener('popstate', arrived, { capture: true });
  count += 1;
  const step: Step = { id: `${performance.timeOrigin}:${count}`, close, address: '', placed: false };
  place(step);
  open = [...open, step];
  return () => {
    open = open.filter((one) => one !== step);
    setTimeout(tidy); // After whatever the closing leads to: another sheet, another page.
  };
}
