/** What was looked for lately. Off until somebody wants it; it never leaves the device. */
const key = 'vitrine:searches';
const most = 8;

function read(): string[] | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string').slice(0, most) : null;
  } catch {
    return null;
  }
}

let list = $state.raw<string[] | null>(read());

function write(next: string[] | null): void {
  list = next;
  if (next) localStorage.setItem(key, JSON.stringify(next));
  else localStorage.removeItem(key);
}

export const recent = {
  get on(): boolean {
    return list !== null;
  },
  get items(): string[] {
    return list ?? [];
  },
  /** Turning it off forgets everything at once. */
  turn(on: boolean): void {
    write(on ? [] : null);
  },
  add(text: string): void {
    if (list) write([text, ...list.filter((one) => one !== text)].slice(0, most));
  },
  clear(): void {
    if (list) write([]);
  },
};
