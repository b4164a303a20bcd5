/** Whether docs/security/asvs.md is whole: every number of levels 1 and 2 once, and what it names is there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../e2e/places.mjs';
import * as trials from './trials.mjs';

const list = join(process.env.VITRINE_SHARED ?? join(root, '../shared'), 'data/trust/asvs5.json');

/** Answers {troubles, counts}; the numbers themselves are looked at where ../shared holds the standard. */
export function checkAsvs(stands) {
  const troubles = [];
  const counts = { met: 0, partly: 0, unmet: 0, 'n/a': 0 };
  const text = readFileSync(join(root, 'docs/security/asvs.md'), 'utf8');
  const found = new Map();
  for (const line of text.split('\n')) {
    const [, id, level, , state, how] =
      /^\| (V[\d.]+) \| (\d) \| (.+?) \| (\S+) \| (.+) \|$/.exec(line) ?? [];
    if (!id) continue;
    if (found.has(id)) troubles.push(`${id} stands twice`);
    found.set(id, level);
    if (counts[state] === undefined) troubles.push(`${id}: “${state}” is no state`);
    else counts[state] += 1;
    for (const [, path] of how.matchAll(/`((?:src|web|tools|docs|tests|fuzz)\/[^`]*|[A-Z]+\.md)`/g))
      if (!existsSync(join(root, path))) troubles.push(`${id}: ${path} is not there`);
    for (const [, name] of how.matchAll(/"([^"]{12,})"/g))
      if (!stands(name)) troubles.push(`${id}: there is no test “${name}”`);
    for (const [, names] of how.matchAll(/immunity ((?:`\w+`(?:, )?)+)/g))
      for (const [, name] of names.matchAll(/`(\w+)`/g))
        if (!trials[name]) troubles.push(`${id}: there is no trial ${name}`);
  }
  if (existsSync(list)) {
    const wanted = JSON.parse(readFileSync(list, 'utf8')).requirements.filter(({ L }) => L !== '3');
    for (const { req_id, L } of wanted) {
      if (!found.has(req_id)) troubles.push(`${req_id} is missing`);
      else if (found.get(req_id) !== L) troubles.push(`${req_id} is of level ${L}`);
    }
    for (const id of found.keys())
      if (!wanted.some(({ req_id }) => req_id === id)) troubles.push(`${id} is none of level 1 or 2`);
  }
  return { troubles, counts };
}
