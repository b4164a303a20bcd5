/** The house counts minutes of the day in UTC; a person reads the clock on their wall, today's. */
const day = 24 * 60;

const offset = (now: Date): number => now.getTimezoneOffset();

/** "18:30" on this wall for a minute of the UTC day. */
export function clockOf(minute: number, now = new Date()): string {
  const here = (((minute - offset(now)) % day) + day) % day;
  return `${String(Math.floor(here / 60)).padStart(2, '0')}:${String(here % 60).padStart(2, '0')}`;
}

/** And back. */
export function minutesOf(clock: string, now = new Date()): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return (((hours * 60 + minutes + offset(now)) % day) + day) % day;
}
