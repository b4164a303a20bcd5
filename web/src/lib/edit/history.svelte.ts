/** A value with a past: undo and redo. What is changed under one `gesture` in a row is one step. */
export class History<T> {
  #past = $state.raw<T[]>([]);
  #future = $state.raw<T[]>([]);
  #now: T;
  #gesture: string | null = null;

  constructor(first: T) {
    this.#now = $state.raw(first);
  }

  get now(): T {
    return this.#now;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  change(next: T, gesture: string | null = null): void {
    if (next === this.#now) return;
    if (gesture === null || gesture !== this.#gesture) this.#past = [...this.#past, this.#now].slice(-200);
    this.#gesture = gesture;
    this.#future = [];
    this.#now = next;
  }

  /** The gesture is over: the next change is a step of its own. */
  settle(): void {
    this.#gesture = null;
  }

  undo(): void {
    const before = this.#past.at(-1);
    if (before === undefined) return;
    this.#future = [this.#now, ...this.#future];
    this.#past = this.#past.slice(0, -1);
    this.#now = before;
    this.#gesture = null;
  }

  redo(): void {
    const after = this.#future[0];
    if (after === undefined) return;
    this.#past = [...this.#past, this.#now];
    this.#future = this.#future.slice(1);
    this.#now = after;
    this.#gesture = null;
  }
}
