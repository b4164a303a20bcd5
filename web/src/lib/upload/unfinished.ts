/**
 * Which uploads were under way when the page went away. A browser does not let a page keep a file, so the person
 * picks it again; everything that has arrived stays arrived.
 */
export interface Unfinished {
  /** Whose and which file it was; the same file gives the same mark. */
  mark: string;
  video: string | null;
  name: string;
  bytes: number;
  sent: number;
  at: number;
}

const key = 'vitrine:unfinished';
/** As long as the server keeps an unfinished upload. */
const keptMs = 24 * 3_600_000;
const most = 20;

/** The same person choosing the same file means the same upload. */
export function markOf(account: string, file: File): string {
  return ['vitrine', account, file.name, file.type, file.size, file.lastModified].join('-');
}

export function unfinished(account: string, now = Date.now()): Unfinished[] {
  try {
    const list = JSON.parse(localStorage.getItem(key) ?? '[]') as Unfinished[];
    return list.filter((entry) => entry.mark.startsWith(`vitrine-${account}-`) && now - entry.at < keptMs);
  } catch {
    return []; // Damaged or forbidden storage costs the list, not the upload.
  }
}

function write(change: (list: Unfinished[]) => Unfinished[]): void {
  try {
    const list = JSON.parse(localStorage.getItem(key) ?? '[]') as Unfinished[];
    localStorage.setItem(key, JSON.stringify(change(list).slice(-most)));
  } catch {
    // As above.
  }
}

export function remember(entry: Unfinished): void {
  write((list) => [...list.filter((other) => other.mark !== entry.mark), entry]);
}

export function forget(mark: string): void {
  write((list) => list.filter((other) => other.mark !== mark));
}
