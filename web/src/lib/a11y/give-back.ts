/** Where the focus goes when what had it is gone: never to nowhere, where a reader begins at the top again. */
import { tick } from 'svelte';
import { focusQuietly } from './focus';

const isNowhere = () => !document.activeElement || document.activeElement === document.body;

/** To what had it before, or to the page where that is gone too. */
export function giveBack(before: Element | null): void {
  const there = before instanceof HTMLElement && before.isConnected && before !== document.body;
  if (there) before.focus({ preventScroll: true });
  if (isNowhere()) focusQuietly(document.getElementById('content'));
}

/** A row of a list has gone: to the same place in the next one, the last one, or what stands above the list. */
export async function moveOn(
  rows: () => ArrayLike<HTMLElement>,
  at: number,
  above: HTMLElement,
): Promise<void> {
  await tick();
  if (!isNowhere()) return;
  const left = rows();
  const next = left[Math.min(at, left.length - 1)];
  if (next) next.focus();
  else focusQuietly(above);
}
