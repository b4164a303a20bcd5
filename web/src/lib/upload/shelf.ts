/**
 * Drafts on this device: the file and everything said about it, in IndexedDB, from the moment it is chosen or recorded
 * until the clip has come out. What is written survives a reload and a crash; none of it is sent from here.
 *
 * There is a database only while there is a draft. Where the browser has none (private windows of some), drafts live
 * as long as the page, and `lasting()` says so.
 */
import type { Details } from './draft.svelte';

/** What was asked for when "upload" was pressed. */
export interface Going {
  publish: boolean;
  /** Not before this moment; null: as soon as it can. */
  at: number | null;
  paused: boolean;
  /** Every byte is on the server. */
  arrived: boolean;
}

export interface Kept {
  id: string;
  account: string;
  name: string;
  type: string;
  bytes: number;
  modified: number;
  created: number;
  details: Details;
  /** A small picture of it, as a data: address; '' while there is none. */
  picture: string;
  duration_ms: number;
  recorded: boolean;
  /** null: nobody has asked for it to leave the device. */
  going: Going | null;
  /** Its name on the server, once it has one. */
  video: string | null;
}

export const shelfName = 'vitrine-drafts';

/** As a store of the browser answers; the test has one of its own. */
export interface ShelfStore {
  all(): Promise<Kept[]>;
  file(id: string): Promise<Blob | null>;
  put(kept: Kept, file?: Blob): Promise<void>;
  remove(id: string): Promise<void>;
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
  });
}

function finished(work: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    work.oncomplete = () => resolve();
    work.onabort = work.onerror = () => reject(work.error ?? new Error('IndexedDB'));
  });
}

class Database implements ShelfStore {
  #open: Promise<IDBDatabase> | null = null;

  #database(): Promise<IDBDatabase> {
    this.#open ??= new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(shelfName, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore('draft', { keyPath: 'id' });
        request.result.createObjectStore('file');
      };
      request.onsuccess = () => {
        request.result.onversionchange = () => this.#close();
        resolve(request.result);
      };
      request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
    }).catch((error: unknown) => {
      this.#open = null;
      throw error;
    });
    return this.#open;
  }

  #close(): void {
    void this.#open?.then((database) => database.close());
    this.#open = null;
  }

  async all(): Promise<Kept[]> {
    // Looking makes none.
    if (!this.#open && 'databases' in indexedDB) {
      const there = await indexedDB.databases();
      if (!there.some(({ name }) => name === shelfName)) return [];
    }
    const store = (await this.#database()).transaction('draft').objectStore('draft');
    return done(store.getAll() as IDBRequest<Kept[]>);
  }

  async file(id: string): Promise<Blob | null> {
    const store = (await this.#database()).transaction('file').objectStore('file');
    return (await done(store.get(id) as IDBRequest<Blob | undefined>)) ?? null;
  }

  async put(kept: Kept, file?: Blob): Promise<void> {
    // On the disk before it is said to be kept: a crash of the machine costs nothing either.
    const work = (await this.#database()).transaction(['draft', 'file'], 'readwrite', {
      durability: 'strict',
    });
    work.objectStore('draft').put(kept);
    if (file) work.objectStore('file').put(file, kept.id);
    await finished(work);
  }

  async remove(id: string): Promise<void> {
    const database = await this.#database();
    const work = database.transaction(['draft', 'file'], 'readwrite');
    work.objectStore('draft').delete(id);
    work.objectStore('file').delete(id);
    const left = work.objectStore('draft').count();
    await finished(work);
    if (left.result > 0) return;
    this.#close();
    await done(indexedDB.deleteDatabase(shelfName));
  }
}

class Memory implements ShelfStore {
  #kept = new Map<string, Kept>();
  #files = new Map<string, Blob>();

  async all(): Promise<Kept[]> {
    return [...this.#kept.values()];
  }
  async file(id: string): Promise<Blob | null> {
    return this.#files.get(id) ?? null;
  }
  async put(kept: Kept, file?: Blob): Promise<void> {
    this.#kept.set(kept.id, kept);
    if (file) this.#files.set(kept.id, file);
  }
  async remove(id: string): Promise<void> {
    this.#kept.delete(id);
    this.#files.delete(id);
  }
}

let store: ShelfStore = typeof indexedDB === 'undefined' ? new Memory() : new Database();
let last: Promise<unknown> = Promise.resolve();
let fallen = typeof indexedDB === 'undefined';

/** False where a draft is lost with the page. */
export const lasting = () => !fallen;

/** One at a time and in order: the last word typed is the last one kept. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const next = last.catch(() => undefined).then(work);
  last = next;
  return next;
}

/** The drafts of one person on this device, oldest first. */
export async function shelved(account: string): Promise<Kept[]> {
  try {
    const all = await inTurn(() => store.all());
    return all.filter((kept) => kept.account === account).sort((a, b) => a.created - b.created);
  } catch {
    return [];
  }
}

/** Throws when there is no room for it. */
export function keep(kept: Kept, file?: Blob): Promise<void> {
  return inTurn(async () => {
    try {
      await store.put(kept, file);
    } catch (error) {
      if (!file || (error as DOMException | undefined)?.name === 'QuotaExceededError') throw error;
      // No database at all: better a draft that lasts as long as the page than none.
      fallen = true;
      store = new Memory();
      await store.put(kept, file);
    }
  });
}

export function fileOf(id: string): Promise<Blob | null> {
  return inTurn(() => store.file(id)).catch(() => null);
}

export function unshelve(id: string): Promise<void> {
  return inTurn(() => store.remove(id)).catch(() => undefined);
}

/** Asks the browser not to clear it away when the disk gets full. Some browsers ask the person; a no is fine. */
export async function askToLast(): Promise<void> {
  try {
    if (!(await navigator.storage.persisted())) await navigator.storage.persist();
  } catch {
    // Without a promise drafts stay as long as there is room.
  }
}
