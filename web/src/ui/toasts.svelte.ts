/** Short notes at the edge of the page. One at a time: a second one waits for nobody and replaces the first. */
export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'bad';
  action: { label: string; run: () => void } | null;
}

interface Options {
  tone?: Toast['tone'];
  action?: Toast['action'];
  /** How long it stays. Long enough to read and to reach the button. */
  ms?: number;
}

let shown = $state.raw<Toast | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;
let count = 0;

export function currentToast(): Toast | null {
  return shown;
}

export function dismissToast(): void {
  clearTimeout(timer);
  shown = null;
}

export function toast(text: string, options: Options = {}): void {
  clearTimeout(timer);
  count += 1;
  shown = { id: count, text, tone: options.tone ?? 'plain', action: options.action ?? null };
  timer = setTimeout(dismissToast, options.ms ?? (options.action ? 6000 : 3600));
}
