/**
 * A moment as the person's own clock shows it, for <input type="datetime-local">, and back. What is kept and sent is
 * the moment itself; the zone is only in how it is written.
 */
const two = (value: number) => String(value).padStart(2, '0');

export function toLocal(ms: number): string {
  const at = new Date(ms);
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** NaN for what is no moment. */
export function fromLocal(value: string): number {
  return new Date(value).getTime();
}

/** The next full hour that is at least half an hour away: what one most often means. */
export function soon(now = Date.now()): number {
  const hour = 3_600_000;
  const at = new Date(now + hour / 2);
  at.setMinutes(0, 0, 0);
  return at.getTime() + hour;
}

/** "Europe/Berlin", to say whose clock is meant. */
export const zoneName = () => Intl.DateTimeFormat().resolvedOptions().timeZone.replace(/_/g, ' ');
