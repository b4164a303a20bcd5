/**
 * Runs inline in index.html before the application arrives. Two jobs, both about the first quarter of a second:
 * put the right theme on before the first paint, and ask for the first clip's poster and first bytes if the server sent
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
    if (rung) {
      const last = rung.init_bytes + rung.segments[0][0] - 1;
      const bytes = fetch(rung.url, {
        headers: { Range: `bytes=0-${last}` },
        priority: 'high',
      } as RequestInit).then((answer) =>
        answer.ok ? answer.arrayBuffer() : Promise.reject(new Error(String(answer.status))),
      );
      bytes.catch(() => undefined);
      (window as unknown as { __first?: unknown }).__first = { url: rung.url, bytes };
    }
  } catch {
    // A damaged boot block only costs the head start.
  }
}

export {};
