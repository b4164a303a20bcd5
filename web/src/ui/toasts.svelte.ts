/** Short notes at the edge of the page. One at a time: a second one waits for nobody and replaces the first. */
export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'bad';
  action: { label: string; run: () => void } | null;
}

interface Options {
  tone?: Toast['tone'];
  action?: Toast['action'] | undefined;
  /** How long it stays, to the end: for whoever has a clock of their own. Others wait while they are looked at. */
  ms?: number;
  /** It went, or another one came, and its button was not pressed. */
  gone?: () => void;
}

let shown = $state.raw<Toast | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;
let whenGone: (() => void) | undefined;
let waits = true;
let count = 0;

export function currentToast(): Toast | null {
  return shown;
}

export function dismissToast(): void {
  clearTimeout(timer);
  shown = null;
  const gone = whenGone;
  whenGone = undefined;
  gone?.();
}

export function toast(text: string, options: Options = {}): void {
  dismissToast();
  count += 1;
  whenGone = options.gone;
  waits = options.ms === undefined;
  shown = { id: count, text, tone: options.tone ?? 'plain', action: options.action ?? null };
  // Long enough to read and to reach the button.
  timer = setTimeout(dismissToast, options.ms ?? (options.action ? 6000 : 3600));
}

/** Presses its button. */
export function useToast(): void {
  const action = shown?.action;
  if (!action) return;
  whenGone = undefined;
  dismissToast();
  action.run();
}

/** A pointer moves over it: it stays as long once more. One that merely rests where it came up means nothing. */
export function lookAtToast(): void {
  if (!waits || !shown) return;
  clearTimeout(timer);
  timer = setTimeout(dismissToast, 6000);
}

/** Somebody has come to its button: it stays. */
export function holdToast(): void {
  if (waits) clearTimeout(timer);
}

/** They have left it: a moment to come back, and it goes. */
export function releaseToast(): void {
  if (!waits || !shown) return;
  clearTimeout(timer);
  timer = setTimeout(dismissToast, 3000);
}
