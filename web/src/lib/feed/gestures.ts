/**
 * Reads wheels, fingers and presses. Free of the page: time and positions come in, decisions go out, so recorded
 * traces can be replayed in tests.
 */

/**
 * One wheel gesture moves one clip. A trackpad's flick is dozens of events that fade out, a mouse's notch is one; and
 * native snapping throws small notches back. A gesture is new after a silence, or when the force grows again.
 */
export class WheelGate {
  #sum = 0;
  #lastAt = -Infinity;
  #lastForce = 0;
  #firedAt = -Infinity;
  #fired = false;

  static readonly #silenceMs = 140;
  static readonly #growth = 1.4;
  static readonly #growthAfterMs = 250;
  static readonly #threshold = 24;

  /** -1 back, 1 on, 0 nothing (yet). */
  take(delta: number, at: number): -1 | 0 | 1 {
    const force = Math.abs(delta);
    const silent = at - this.#lastAt > WheelGate.#silenceMs;
    const grew =
      force > this.#lastForce * WheelGate.#growth + 4 && at - this.#firedAt > WheelGate.#growthAfterMs;
    this.#lastAt = at;
    this.#lastForce = force;
    if (silent || grew) {
      this.#sum = 0;
      this.#fired = false;
    }
    if (this.#fired) return 0;
    this.#sum += delta;
    if (Math.abs(this.#sum) < WheelGate.#threshold) return 0;
    this.#fired = true;
    this.#firedAt = at;
    return this.#sum > 0 ? 1 : -1;
  }
}

export interface Point {
  x: number;
  y: number;
}

interface PressHost {
  single(): void;
  double(at: Point): void;
  long(at: Point): void;
}

/** Tells one press from two and from a long one. A press that wanders is none of them: it scrolls. */
export class PressReader {
  static readonly doubleMs = 280;
  static readonly longMs = 500;
  static readonly wanderPx = 10;

  #start: Point | null = null;
  #lastAt = -Infinity;
  #longTimer: ReturnType<typeof setTimeout> | undefined;
  #singleTimer: ReturnType<typeof setTimeout> | undefined;

  readonly #host: PressHost;

  constructor(host: PressHost) {
    this.#host = host;
  }

  down(at: Point): void {
    this.#start = at;
    clearTimeout(this.#longTimer);
    this.#longTimer = setTimeout(() => {
      if (!this.#start) return;
      this.#start = null;
      this.#host.long(at);
    }, PressReader.longMs);
  }

  move(at: Point): void {
    if (!this.#start) return;
    const far = Math.hypot(at.x - this.#start.x, at.y - this.#start.y);
    if (far > PressReader.wanderPx) this.cancel();
  }

  up(at: Point, time: number): void {
    clearTimeout(this.#longTimer);
    if (!this.#start) return;
    this.#start = null;
    if (time - this.#lastAt < PressReader.doubleMs) {
      clearTimeout(this.#singleTimer);
      // A third press soon after is another heart, not a pause.
      this.#lastAt = time;
      this.#host.double(at);
      return;
    }
    this.#lastAt = time;
    clearTimeout(this.#singleTimer);
    this.#singleTimer = setTimeout(() => this.#host.single(), PressReader.doubleMs);
  }

  cancel(): void {
    clearTimeout(this.#longTimer);
    this.#start = null;
  }
}

/** Which neighbour a finger is pulling in, as soon as that is clear. */
export class PullReader {
  static readonly thresholdPx = 8;
  /** A pull down this far at the very top asks for a fresh feed. */
  static readonly refreshPx = 96;

  #from: number | null = null;
  #pulled = 0;

  down(y: number): void {
    this.#from = y;
    this.#pulled = 0;
  }

  /** 1 the next clip, -1 the one before, 0 not clear yet. */
  move(y: number): -1 | 0 | 1 {
    if (this.#from === null) return 0;
    this.#pulled = this.#from - y;
    if (Math.abs(this.#pulled) <= PullReader.thresholdPx) return 0;
    return this.#pulled > 0 ? 1 : -1;
  }

  /** True when this was a long pull down. */
  up(): boolean {
    const far = this.#from !== null && -this.#pulled > PullReader.refreshPx;
    this.#from = null;
    return far;
  }
}
