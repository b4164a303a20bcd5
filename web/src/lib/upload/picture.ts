/** Looks at a clip before it is sent: how long, how large, and single pictures from it. Nothing leaves the device. */
export interface Picture {
  duration_ms: number;
  width: number;
  height: number;
}

const patienceMs = 8_000;

function once(target: EventTarget, good: string, bad: string): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => done(false), patienceMs);
    const yes = () => done(true);
    const no = () => done(false);
    function done(answer: boolean): void {
      clearTimeout(timer);
      target.removeEventListener(good, yes);
      target.removeEventListener(bad, no);
      resolve(answer);
    }
    target.addEventListener(good, yes);
    target.addEventListener(bad, no);
  });
}

function silent(url: string): HTMLVideoElement {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.preload = 'auto';
  video.crossOrigin = 'anonymous'; // a file may lie at a host of its own, and what is drawn is read
  video.src = url;
  return video;
}

function letGo(video: HTMLVideoElement): void {
  video.removeAttribute('src');
  video.load();
}

/** What the browser can see; null for a file it cannot play, which the server may well accept. */
export async function look(url: string): Promise<Picture | null> {
  const video = silent(url);
  try {
    if (!(await once(video, 'loadedmetadata', 'error')) || video.videoWidth === 0) return null;
    return {
      duration_ms: Math.round(video.duration * 1000),
      width: video.videoWidth,
      height: video.videoHeight,
    };
  } finally {
    letGo(video);
  }
}

/** Small pictures at even distances, each handed over as it is made. Stops when `wanted` says no. */
export async function stills(
  url: string,
  count: number,
  take: (at: number, image: string) => void,
  wanted: () => boolean,
): Promise<void> {
  const video = silent(url);
  const canvas = document.createElement('canvas');
  const brush = canvas.getContext('2d');
  try {
    if (!brush || !(await once(video, 'loadeddata', 'error')) || video.videoWidth === 0) return;
    canvas.height = 120;
    canvas.width = Math.max(1, Math.round((120 * video.videoWidth) / video.videoHeight));
    // A recording that does not say how long it is has one moment: its first.
    const seconds = Number.isFinite(video.duration) ? video.duration : 0;
    for (let index = 0; index < count && wanted(); index += 1) {
      video.currentTime = (seconds * (index + 0.5)) / count;
      if (!(await once(video, 'seeked', 'error'))) return;
      brush.drawImage(video, 0, 0, canvas.width, canvas.height);
      take(index, canvas.toDataURL('image/jpeg', 0.7));
    }
  } finally {
    letGo(video);
  }
}
