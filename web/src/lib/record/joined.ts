/** One clip out of several recordings. */
export interface Joined {
  blob: Blob;
  ms: number;
}

/** Recordings that do not fit together by copying: another size or codec, or a file we do not understand. */
export class CannotJoin extends Error {
  constructor(readonly why: 'different' | 'unreadable') {
    super(`cannot join: ${why}`);
  }
}
