/**
 * Whether the time of an answer tells what is private from what is absent. Both are asked for in turn, so that a busy
 * moment falls on both; compared are the medians, with an interval from resampling. Reported and judged by people: a
 * machine that does other things besides makes no verdict that a test could hang on.
 */
const pairs = 400;
/** trust.md R12: half of a round trip in a house. */
const bound_us = 200;

const median = (list) => {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
};

/** The middle 95 % of what the difference of medians is in resampled lists. */
function interval(one, other) {
  let seed = 88_172_645;
  const chance = () => {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    return (seed >>> 0) / 2 ** 32;
  };
  const again = (list) => list.map(() => list[Math.floor(chance() * list.length)]);
  const differences = [];
  for (let i = 0; i < 200; i += 1) differences.push(median(again(one)) - median(again(other)));
  differences.sort((a, b) => a - b);
  return [differences[5], differences[194]];
}

/** Of every row with `times`, for a role to which the private thing is not there; answers lines to print. */
export async function compareTimes(cast, ask, tables, things) {
  const lines = [];
  let within = 0;
  let widest = 0;
  for (const [prefix, table] of [
    ['/api/v1', tables.routes],
    ['', tables.pages],
  ])
    for (const [key, row] of Object.entries(table).filter(([, { times }]) => times)) {
      const kind = row.cells.private ? 'private' : 'pair';
      const [method, shape] = key.split(' ');
      const call = (of) => {
        let path = shape.replace(`{${row.on}}`, cast[things(row)][of].id);
        for (const [name, value] of Object.entries(row.with ?? {})) path = path.replace(`{${name}}`, value());
        return ask({ method, path: prefix + path, token: cast.token('viewer'), body: row.body });
      };
      const there = [];
      const absent = [];
      for (let i = 0; i < pairs + 20; i += 1) {
        // Which comes first changes, so that neither always follows the other.
        const order = i % 2 === 0 ? [kind, 'absent'] : ['absent', kind];
        for (const of of order) {
          const { us } = await call(of);
          if (i >= 20) (of === 'absent' ? absent : there).push(us);
        }
      }
      const delta = median(there) - median(absent);
      const [low, high] = interval(there, absent);
      widest = Math.max(widest, Math.abs(delta));
      const good = Math.max(Math.abs(low), Math.abs(high)) < bound_us;
      within += good ? 1 : 0;
      lines.push(
        `time    ${key} as viewer: ${kind} ${median(there).toFixed(0)} us, absent ${median(absent).toFixed(0)} us, ` +
          `difference ${delta.toFixed(0)} us [${low.toFixed(0)}, ${high.toFixed(0)}]${good ? '' : '  LOOK'}`,
      );
    }
  lines.push(
    `time    ${within} of ${lines.length} comparisons wholly within ${bound_us} us (${pairs} pairs each, 95 %); ` +
      `widest difference of medians ${widest.toFixed(0)} us`,
  );
  return lines;
}
