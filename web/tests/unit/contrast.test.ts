// Every pair of text and surface must be readable in both themes (WCAG 2.2: 4.5 for text, 3 for large text and icons).
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Rgb = [number, number, number];

function oklch(text: string): Rgb {
  const [l, c, h] = text.split(/[\s/]+/).map(Number) as [number, number, number];
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const x = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const y = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const z = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear: Rgb = [
    4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z,
    -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z,
    -0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z,
  ];
  return linear.map((value) => Math.min(1, Math.max(0, value))) as Rgb;
}

const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

function contrast(a: Rgb, b: Rgb): number {
  const [hi, lo] = [luminance(a), luminance(b)].sort((m, n) => n - m) as [number, number];
  return (hi + 0.05) / (lo + 0.05);
}

const css = readFileSync('src/styles/tokens.css', 'utf8');

function tokens(selector: string): Map<string, Rgb> {
  const from = css.indexOf(`${selector} {`);
  const block = css.slice(from, css.indexOf('\n  }', from));
  const found = new Map<string, Rgb>();
  for (const [, name, value] of block.matchAll(/--([\w-]+): oklch\(([\d. ]+)\);/g))
    found.set(name!, oklch(value!));
  return found;
}

const themes = { night: tokens(':root'), day: tokens("[data-theme='light']") };
const surfaces = ['ink-0', 'ink-1', 'ink-2'];

describe.each(Object.entries(themes))('%s', (_name, theme) => {
  const ratio = (a: string, b: string) => contrast(theme.get(a)!, theme.get(b)!);

  it.each(surfaces)('text reads on %s', (surface) => {
    for (const text of ['paper', 'paper-2']) expect(ratio(text, surface), text).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['ink-0', 'ink-1'])('quiet text and coloured words read on %s', (surface) => {
    for (const text of ['paper-3', 'verdigris', 'danger'])
      expect(ratio(text, surface), text).toBeGreaterThanOrEqual(4.5);
    for (const icon of ['brass', 'ember', 'ok']) expect(ratio(icon, surface), icon).toBeGreaterThanOrEqual(3);
  });

  it('buttons read', () => {
    expect(ratio('brass-ink', 'brass')).toBeGreaterThanOrEqual(4.5);
    expect(ratio('danger-ink', 'danger')).toBeGreaterThanOrEqual(4.5);
    expect(ratio('ink-0', 'paper')).toBeGreaterThanOrEqual(4.5);
  });
});

describe('over video', () => {
  // The worst frame is white. Under the words lies the shade: ink at this opacity where the text begins.
  const shade = oklch('0.1 0.012 200');
  const under = (opacity: number): Rgb => {
    const gamma = (value: number) =>
      value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
    const linear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return shade.map((value) => linear(gamma(value) * opacity + (1 - opacity))) as Rgb;
  };

  it('words read at the foot of a white frame', () => {
    expect(contrast(themes.night.get('on-video')!, under(0.62))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(themes.night.get('on-video-2')!, under(0.66))).toBeGreaterThanOrEqual(4.5);
  });
});
