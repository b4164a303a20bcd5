/** What a sound is called: the same beside a clip, on its page and in a list. */
import { soundWords as words } from '$lib/i18n/messages/sounds';

/** `handle`: its author, as far as one may know. */
export function soundName(title: string, handle: string | null): string {
  if (!handle) return title || words.original;
  return words.line({ title: title || words.original, handle });
}
