/**
 * Runs inline in index.html before the application arrives. Two jobs, both about the first quarter of a second:
 * put the right theme on before the first paint, and ask for the first clip's poster and open its film if the server sent
 * the first feed page along. Must stay free of imports: it is pasted into the page as it is.
 */
{
  const root = document.documentElement;
  try {
    const chosen = localStorage.getItem('vitrine:theme');
    const light = matchMedia('(prefers-color-scheme: light)').matches;
    root.dataset.theme = chosen === 'light' || (chosen === 'system' && light) ? 'light' : 'dark';
  } catch {
    // Storage may be forbidden; the dark room is a fine default.
  }
  try {
    // A navigation tells the server neither that this device shows only what is for everybody, nor which topics were
    // chosen in this tab: then the page is asked for again, with them.
    if (localStorage.getItem('vitrine:restricted') === 'on' || sessionStorage.getItem('vitrine:interests'))
      document.getElementById('boot')?.remove();
    const boot = JSON.parse(document.getElementById('boot')?.textContent ?? 'null');
    const clip = boot?.feed?.items?.[0];
    const rung = clip?.media?.rungs?.[0];
    if (clip?.poster) {
      // What is on show until then, and the largest thing of the first paint.
      const poster = new Image();
      poster.fetchPriority = 'high';
      poster.src = clip.poster;
    }
    type Makers = { ManagedMediaSource?: typeof MediaSource; MediaSource?: typeof MediaSource };
    const { ManagedMediaSource, MediaSource: Plain } = window as unknown as Makers;
    const Maker = ManagedMediaSource ?? Plain;
    const type = `video/mp4; codecs="${rung?.codecs}"`;
    if (rung && Maker?.isTypeSupported(type)) {
      // The film is opened and its first second decoded while the application still arrives.
      const last = rung.init_bytes + rung.segments[0][0] - 1;
      const bytes = fetch(rung.url, {
        headers: { Range: `bytes=0-${last}` },
        priority: 'high',
      } as RequestInit).then((answer) =>
        answer.ok ? answer.arrayBuffer() : Promise.reject(new Error(String(answer.status))),
      );
      const video = document.createElement('video');
      video.muted = true;
      video.playsInline = true;
      video.preload = 'auto';
      video.disableRemotePlayback = 'ManagedMediaSource' in window; // It wants this.
      const media = new Maker();
      video.src = URL.createObjectURL(media);
      const opened = new Promise((open) => media.addEventListener('sourceopen', open, { once: true }));
      const ready = opened.then(async () => {
        URL.revokeObjectURL(video.src);
        const buffer = media.addSourceBuffer(type);
        const first = await bytes;
        await new Promise((done, failed) => {
          buffer.onupdateend = done;
          buffer.onerror = () => failed(new DOMException('the clip cannot be decoded', 'DataError'));
          buffer.appendBuffer(first);
        });
        return buffer;
      });
      ready.catch(() => undefined);
      (window as unknown as { __first?: unknown }).__first = { url: rung.url, video, media, ready };
    }
  } catch {
    // A damaged boot block only costs the head start.
  }
}

export {};
