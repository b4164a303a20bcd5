/** Lets the browser load the clip by itself: one MP4, or HLS where the browser plays that and there is no MP4. */
import type { Media } from '$lib/api/types';
import type { Source, SourceHost } from './source';

export class NativeSource implements Source {
  readonly #failed: () => void;

  readonly #video: HTMLVideoElement;

  constructor(video: HTMLVideoElement, media: Media, host: SourceHost) {
    this.#video = video;
    const hls = media.hls && video.canPlayType('application/vnd.apple.mpegurl') ? media.hls : null;
    const address = media.mp4 ?? hls;
    this.#failed = () =>
      host.trouble(video.error?.code === MediaError.MEDIA_ERR_NETWORK ? 'network' : 'decode');
    video.addEventListener('error', this.#failed);
    video.preload = 'metadata';
    if (address) video.src = address;
    else queueMicrotask(() => host.trouble('gone'));
  }

  setAhead(seconds: number): void {
    // The browser decides how much; we only say whether it may.
    this.#video.preload = seconds > 2 ? 'auto' : 'metadata';
  }

  close(): void {
    this.#video.removeEventListener('error', this.#failed);
    this.#video.removeAttribute('src');
    this.#video.load();
  }
}
