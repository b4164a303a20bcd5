/** What feeds a <video> element: our own loader, or the browser's for everything it cannot do. */
export interface Source {
  /** How many seconds beyond the playing position to hold ready. */
  setAhead(seconds: number): void;
  /** Stops loading and gives the element back empty. */
  close(): void;
}

/** gone: the address does not answer with the clip any more. network: it may later. decode: it cannot be shown. */
export type Trouble = 'gone' | 'network' | 'decode';

export interface SourceHost {
  trouble(what: Trouble): void;
}
