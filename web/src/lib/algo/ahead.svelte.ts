/**
 * What one sets by hand is shown at once, ahead of the server, and told it one at a time: steps made meanwhile win, and
 * only the last of them is sent. When the server says no, what it has is shown again.
 */
export interface Sending<T> {
  /** What is shown now, for where it all began. */
  from: T;
  send(value: T): Promise<unknown>;
  /** The server has it. */
  done(from: T, to: T): void;
  /** It said no; `to` is what it has. */
  failed(error: unknown, to: T): void;
  /** Asks the server how all stands; false when that cannot be known now. */
  look(): Promise<boolean>;
}

export class Ahead<T> {
  #set = $state.raw<Record<string, T>>({});
  #sending = new Map<string, Promise<void>>();

  /** What to show of `key`, of which the server said `told`. */
  of(key: string, told: T): T {
    return key in this.#set ? (this.#set[key] as T) : told;
  }

  /** Resolves when it is settled, with all steps made meanwhile. */
  set(key: string, value: T, sending: Sending<T>): Promise<void> {
    this.#set = { ...this.#set, [key]: value };
    let running = this.#sending.get(key);
    if (!running) {
      running = this.#run(key, sending).finally(() => this.#sending.delete(key));
      this.#sending.set(key, running);
    }
    return running;
  }

  /** The server was told all at once by other means: what nobody sends just now is what it says. */
  forget(): void {
    const sent = ([key]: [string, T]) => this.#sending.has(key);
    this.#set = Object.fromEntries(Object.entries(this.#set).filter(sent));
  }

  async #run(key: string, { from, send, done, failed, look }: Sending<T>): Promise<void> {
    let has = from;
    let began = from;
    for (;;) {
      const wanted = this.#set[key] as T;
      let refused: { error: unknown } | null = null;
      try {
        await send(wanted);
        has = wanted;
      } catch (error) {
        if (this.#set[key] === wanted) {
          refused = { error };
          this.#set = { ...this.#set, [key]: has };
        }
      }
      if (this.#set[key] !== has) continue; // Another step was made meanwhile.
      if (has !== began) done(began, has);
      if (refused) failed(refused.error, has);
      began = has;
      const known = await look();
      if (this.#set[key] !== has) continue;
      if (!known) return; // It stays on show: nobody knows better.
      const { [key]: _settled, ...rest } = this.#set;
      this.#set = rest;
      return;
    }
  }
}
