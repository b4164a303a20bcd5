/**
 * What the gates watch in the page, from outside of its code. Runs before anything of the page does, so it may use
 * nothing but the browser; `gates` is where the measurements lie afterwards.
 */
export function watchPage() {
  const gates = {
    /** When the first picture of all moved, from the start of the navigation. */
    firstMotion: null,
    /**
     * One for each clip that came on show: { by, at, motion, late }; times in ms. `motion` is counted from when the page
     * was told of the wish, `late` is how long the browser took to tell it.
     */
    shows: [],
    stalls: 0,
    videosMade: 0,
    videosMost: 0,
    shift: 0,
    /** Longest each of the interactions took, by its id. */
    interactions: {},
    wish: null,
  };
  globalThis.gates = gates;
  const motionOf = new WeakMap();
  let open = null;

  const make = Document.prototype.createElement;
  Document.prototype.createElement = function createElement(name, ...rest) {
    if (String(name).toLowerCase() === 'video') gates.videosMade += 1;
    return make.call(this, name, ...rest);
  };

  /** The clip on show has a picture that moves: closes its entry. */
  function settle() {
    const motion = open && motionOf.get(open.video());
    if (!motion) return;
    gates.shows.push({
      by: open.by,
      at: open.at,
      motion: motion - (open.wished ?? open.at),
      late: open.late,
    });
    open = null;
  }

  function follow(video) {
    const stoodAt = video.currentTime;
    const frame = (_now, data) => {
      if (video.paused) return;
      if (data.mediaTime <= stoodAt + 0.001) return void video.requestVideoFrameCallback(frame);
      // When the frame is to be seen. The callback comes with the next turn of the page, which may be later.
      gates.firstMotion ??= data.expectedDisplayTime;
      motionOf.set(video, data.expectedDisplayTime);
      settle();
    };
    video.requestVideoFrameCallback(frame);
  }

  // Not the event of that name: it comes when the first frame may have passed already.
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function playAndFollow() {
    follow(this);
    return play.call(this);
  };
  // Media events do not bubble, but they can be caught on the way down.
  document.addEventListener('pause', ({ target }) => motionOf.delete(target), true);
  document.addEventListener(
    'waiting',
    ({ target }) => {
      const shown = target.closest('article')?.inert === false;
      if (shown && motionOf.has(target) && !target.seeking && target.currentTime >= 0.2) gates.stalls += 1;
    },
    true,
  );

  for (const type of ['keydown', 'wheel', 'touchstart'])
    addEventListener(
      type,
      ({ timeStamp }) => {
        const at = performance.now();
        gates.wish = { by: type, at, late: at - timeStamp };
      },
      { capture: true, passive: true },
    );

  function shown(article) {
    const { wish } = gates;
    gates.wish = null;
    gates.videosMost = Math.max(gates.videosMost, document.querySelectorAll('video').length);
    if (!wish) return;
    // A finger asks for nothing yet when it touches: what counts is the moment the next clip takes over.
    const wished = wish.by === 'touchstart' ? null : wish.at;
    open = {
      by: wish.by,
      late: wish.late,
      at: performance.now(),
      wished,
      video: () => article.querySelector('video') ?? article,
    };
    settle();
  }

  new MutationObserver((changes) => {
    for (const { target } of changes) if (target.matches?.('article') && !target.inert) shown(target);
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ['inert'] });

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) gates.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries())
      if (interactionId)
        gates.interactions[interactionId] = Math.max(gates.interactions[interactionId] ?? 0, duration);
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });
}
