/** A clip's blur placeholder as an image address. The decoder is fetched when the first clip needs it. */
const kept = new Map<string, string>();

/** Null when there is no placeholder or it is damaged. */
export async function placeholder(thumbhash: string | null): Promise<string | null> {
  if (!thumbhash) return null;
  const known = kept.get(thumbhash);
  if (known) return known;
  try {
    const { thumbHashToDataURL } = await import('thumbhash');
    const bytes = Uint8Array.from(atob(thumbhash), (char) => char.charCodeAt(0));
    const address = thumbHashToDataURL(bytes);
    kept.set(thumbhash, address);
    return address;
  } catch {
    return null;
  }
}
