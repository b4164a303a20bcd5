/**
 * How long people wait, per clip: navigation to the first moving picture, swipe to the next one, stops while
 * playing. Only these three numbers leave the page.
 */
export interface PlayerFigures {
  ttff_ms?: number;
  swipe_ms?: number;
  stalls?: number;
}

export class Metrics {
  #figures: PlayerFigures = {};
  #activatedAt = 0;
  #first = true;

  activated(now: number, alreadyMoving: boolean): void {
    this.#figures = {};
    this.#activatedAt = now;
    if (alreadyMoving && !this.#first) this.#figures.swipe_ms = 0;
  }

  /** The first frame of the active clip that differs from the one it stood on. */
  moving(now: number): void {
    if (this.#first) {
      this.#first = false;
      this.#figures.ttff_ms = Math.round(now);
      performance.mark('vitrine:first-frame');
    } else if (this.#figures.swipe_ms === undefined) {
      this.#figures.swipe_ms = Math.round(Math.max(0, now - this.#activatedAt));
    }
  }

  stalled(): void {
    this.#figures.stalls = (this.#figures.stalls ?? 0) + 1;
  }

  /** What was measured for the clip that is left now, or null. */
  take(): PlayerFigures | null {
    const figures = this.#figures;
    this.#figures = {};
    return Object.keys(figures).length > 0 ? figures : null;
  }
}
