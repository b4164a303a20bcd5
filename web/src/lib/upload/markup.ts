/**
 * Finds #tags and @mentions while somebody types. The same rules as the server's: a tag is letters, marks, digits
 * and "_" of any script with at least one letter, at most 64; a mention is "@" and a handle; neither starts within
 * a word, so an address such as a@b.example is plain text.
 */
export interface Part {
  kind: 'text' | 'tag' | 'mention';
  text: string;
}

const word = /[\p{L}\p{M}\p{N}_]/u;
const tag = /^[#＃]([\p{L}\p{M}\p{N}_]{1,64})(?![\p{L}\p{M}\p{N}_])/u;
const mention = /^@[a-z0-9_]+(?:\.[a-z0-9_]+)*/i;
const handleChars = 30;

function markAt(rest: string): Part | null {
  const asTag = tag.exec(rest);
  if (asTag?.[1] && /\p{L}/u.test(asTag[1])) return { kind: 'tag', text: asTag[0] };
  const asMention = mention.exec(rest);
  if (asMention && asMention[0].length <= handleChars + 1) return { kind: 'mention', text: asMention[0] };
  return null;
}

/** Cuts a text into parts; put together again they are the text. */
export function parts(text: string): Part[] {
  const found: Part[] = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    const char = text[at] ?? '';
    const before = at > 0 ? (text[at - 1] ?? '') : '';
    const mark = /[#＃@]/.test(char) && !word.test(before) ? markAt(text.slice(at)) : null;
    if (mark) {
      if (plain) found.push({ kind: 'text', text: plain });
      plain = '';
      found.push(mark);
      at += mark.text.length;
    } else {
      plain += char;
      at += 1;
    }
  }
  if (plain) found.push({ kind: 'text', text: plain });
  return found;
}
