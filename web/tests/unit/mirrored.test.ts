// Whoever reads from right to left gets the page the other way round: styles say start and end, never left and right.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { moreIcons } from '$ui/icons-more';

/** Places a pointer has given are the same in both. */
const exempt: Record<string, RegExp> = {
  'src/features/feed/HeartBurst.svelte': /^translate: -50% -\d+%$/,
};

/** "0 calc(1px + 2px)" in its parts. */
function parts(value: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let part = '';
  for (const sign of `${value.trim()} `) {
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
    if (/\s/.test(sign) && depth === 0) {
      if (part) found.push(part);
      part = '';
    } else part += sign;
  }
  return found;
}

/** What is wrong with a declaration, if anything. */
export function physical(name: string, value: string): string | null {
  if (/^(margin|padding|border|scroll-margin|scroll-padding)-(left|right)/.test(name))
    return 'a side by name';
  if (/^border-(top|bottom)-(left|right)-radius$/.test(name)) return 'a corner by name';
  if (name === 'left' || name === 'right') return 'a place by name';
  if (/^(text-align|float|clear)$/.test(name) && /^(left|right)$/.test(value)) return 'a side by name';
  if (/\bto (left|right)\b/.test(value)) return 'a gradient to a side: var(--end)';
  if (/translateX\(/.test(value) && !value.includes('--way')) return 'a shift to a side: var(--way)';
  const list = parts(value);
  if (/^(inset|margin|padding|border-width)$/.test(name) && list.length === 4 && list[1] !== list[3])
    return 'two sides that differ, in one line';
  if (name === 'border-radius' && !value.includes('/') && list.length > 1) {
    const [first, second = first, third = first, fourth = second] = list;
    if (first !== second || third !== fourth) return 'corners that differ from side to side';
  }
  if (name === 'translate' && list[0] && !/^(0|none)$/.test(list[0]) && !list[0].includes('--way'))
    return 'a shift to a side: var(--way)';
  return null;
}

function stylesOf(file: string): string {
  const text = readFileSync(file, 'utf8');
  const css = file.endsWith('.css') ? text : (/<style[^>]*>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '');
  return css.replace(/\/\*[\s\S]*?\*\//g, '');
}

describe('styles that can be mirrored', () => {
  it('turns the arrows', () => {
    const base = readFileSync('src/styles/base.css', 'utf8');
    for (const icon of [moreIcons.back, moreIcons.forward]) expect(base).toContain(`[d='${icon}']`);
  });

  it('knows a side by name from one that is not', () => {
    for (const [name, value] of [
      ['margin-left', '4px'],
      ['left', '0'],
      ['text-align', 'right'],
      ['inset', 'auto 0 0 calc(1px + 2px)'],
      ['border-radius', '4px 0 0 4px'],
      ['background', 'linear-gradient(to right, red, blue)'],
      ['translate', '20px'],
    ] as const)
      expect(physical(name, value), `${name}: ${value}`).not.toBeNull();
    for (const [name, value] of [
      ['margin-inline-start', '4px'],
      ['inset', 'auto 0 calc(1px + 2px)'],
      ['padding', '1px 2px 3px 2px'],
      ['border-radius', '4px 4px 0 0'],
      ['translate', '0 100%'],
      ['translate', 'calc(20px * var(--way)) 0'],
      ['text-align', 'start'],
    ] as const)
      expect(physical(name, value), `${name}: ${value}`).toBeNull();
  });

  const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(svelte|css)$/.test(name))
    .map((name) => `src/${name}`)
    .sort();

  it('looks at all of them', () => expect(files.length).toBeGreaterThan(150));

  it.each(files)('%s', (file) => {
    const wrong: string[] = [];
    for (const [, name = '', value = ''] of stylesOf(file).matchAll(/(?<=[;{]\s*)([a-z-]+):\s*([^;{}]+);/g)) {
      const flat = value.replace(/\s+/g, ' ').trim();
      const why = physical(name, flat);
      if (why && !exempt[file]?.test(`${name}: ${flat}`)) wrong.push(`${name}: ${flat} (${why})`);
    }
    expect(wrong).toEqual([]);
  });
});
