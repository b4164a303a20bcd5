import { thumbHashToDataURL } from 'thumbhash';

const kept = new Map<string, string>();

/** A clip's blur placeholder as an image address; null when there is none or it is damaged. */
export function placeholder(thumbhash: string | null): string | null {
  if (!thumbhash) return null;
  const known = kept.get(thumbhash);
  if (known) return known;
  try {
    const address = thumbHashToDataURL(Uint8Array.from(atob(thumbhash), (char) => char.charCodeAt(0)));
    kept.set(thumbhash, address);
    return address;
  } catch {
    return null;
  }
}
