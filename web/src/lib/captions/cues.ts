/** Captions as text with times. Reads the plain WebVTT that the server keeps, and writes it. */
export interface Cue {
  /** Seconds. */
  from: number;
  to: number;
  text: string;
}

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** "01:02:03.400" or "02:03.4" in seconds, or null. */
export function secondsOf(text: string): number | null {
  const parts = /^(?:(\d{1,2}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?$/.exec(text.trim());
  if (!parts) return null;
  const [hours, minutes, seconds] = [Number(parts[1] ?? 0), Number(parts[2]), Number(parts[3])];
  if (minutes > 59 || seconds > 59) return null;
  return hours * 3600 + minutes * 60 + seconds + Number((parts[4] ?? '0').padEnd(3, '0')) / 1000;
}

/** Seconds as WebVTT writes them: "00:01:02.500". */
export function timeOf(seconds: number): string {
  const ms = Math.max(0, Math.round(seconds * 1000));
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  const rest = String(ms % 1000).padStart(3, '0');
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}.${rest}`;
}

export function readCues(file: string): Cue[] {
  const cues: Cue[] = [];
  for (const block of file.split(/\n\n+/)) {
    const [times = '', ...lines] = block.trim().split('\n');
    const [from, to] = times.split('-->').map(secondsOf);
    if (from == null || to == null) continue;
    const text = lines.join('\n').replace(/&(?:amp|lt|gt);/g, (name) => entities[name] ?? name);
    cues.push({ from, to, text });
  }
  return cues;
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Cues without words are left out; empty lines within one would end it. */
export function writeCues(cues: Cue[]): string {
  const said = cues
    .map((cue) => ({ ...cue, text: cue.text.trim().replace(/\n\s*\n+/g, '\n') }))
    .filter((cue) => cue.text !== '')
    .sort((a, b) => a.from - b.from);
  const blocks = said.map((cue) => `\n${timeOf(cue.from)} --> ${timeOf(cue.to)}\n${escaped(cue.text)}\n`);
  return `WEBVTT\n${blocks.join('')}`;
}

/** What is said at that moment; those that overlap stand under each other. */
export function saidAt(cues: Cue[], seconds: number): string {
  return cues
    .filter((cue) => cue.from <= seconds && seconds < cue.to)
    .map((cue) => cue.text)
    .join('\n');
}

/** Which of a clip's languages to show: the page's own, else the one that is spoken, else the first. */
export function choose(languages: string[], page: string, spoken: string): string | null {
  return [page, spoken].find((wanted) => languages.includes(wanted)) ?? languages[0] ?? null;
}
