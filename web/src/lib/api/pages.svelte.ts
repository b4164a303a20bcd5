/** A list that comes in pages: what there is so far, whether more is coming, and what went wrong. */
import { cameBack } from '$lib/router.svelte';
import type { Page } from './types';

export class Pages<T extends { id: string }> {
  items = $state.raw<T[]>([]);
  /** Nothing has arrived yet. */
  fresh = $state(true);
  busy = $state(false);
  trouble = $state.raw<unknown>(null);
  #next = $state<string | null>(null);
  readonly #ask: (cursor: string | undefined) => Promise<Page<T>>;

  constructor(ask: (cursor: string | undefined) => Promise<Page<T>>) {
    this.#ask = ask;
  }

  get more(): boolean {
    return this.#next !== null;
  }

  async load(): Promise<void> {
    if (this.busy || (!this.fresh && this.#next === null)) return;
    this.busy = true;
    this.trouble = null;
    try {
      const page = await this.#ask(this.#next ?? undefined);
      // A list that grew meanwhile can hand out the same entry on two pages.
      const known = new Set(this.items.map((item) => item.id));
      this.items = [...this.items, ...page.items.filter((item) => !known.has(item.id))];
      this.#next = page.next;
      this.fresh = false;
    } catch (error) {
      this.trouble = error;
    } finally {
      this.busy = false;
    }
  }

  replace(id: string, change: (item: T) => T): void {
    this.items = this.items.map((item) => (item.id === id ? change(item) : item));
  }

  remove(id: string): void {
    this.items = this.items.filter((item) => item.id !== id);
  }
}

const left = new Map<string, unknown>();
const leftMost = 6;

/** The list of this name as it was left, for whoever comes back to it; else the one that `make` makes. */
export function returnTo<T extends { id: string }>(name: string, make: () => Pages<T>): Pages<T> {
  const known = cameBack() ? (left.get(name) as Pages<T> | undefined) : undefined;
  const pages = known ?? make();
  left.delete(name);
  left.set(name, pages);
  for (const oldest of left.keys()) if (left.size > leftMost) left.delete(oldest);
  return pages;
}
