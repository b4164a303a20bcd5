/** Until the first clip moves, or it is clear that none will soon, the machine is its: whatever can wait waits for this. */
let begin: () => void;

export const firstPicture = new Promise<void>((done) => {
  begin = done;
  setTimeout(done, 800);
});

/** The picture is there; the callback that tells of its first motion comes before the rest. */
export const pictureMoves = () => setTimeout(begin, 100);
