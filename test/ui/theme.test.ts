import { describe, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Theme } from '../../ui/theme.ts';
import { cssVariables, FILLS, INKS, readableInk, THEMES, venueTheme } from '../../ui/theme.ts';

/** Relative luminance and contrast ratio (WCAG 2.2). */
const luminance = (colour: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

const contrast = (a: string, b: string): number => {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

for (const [name, theme] of Object.entries(THEMES)) {
  for (const ink of INKS.filter((one) => one !== 'muted')) {
    test.each(['base', 'surface0', 'surface1'] as const)(
      `${name}: ${ink} as text is readable on %s (4.5:1)`,
      (ground) => {
        expect(contrast(theme.inks[ink], theme.fills[ground])).toBeGreaterThanOrEqual(4.5);
      },
    );
  }

  test.each(['primary', 'danger'] as const)(`${name}: a filled %s button is readable`, (fill) => {
    expect(contrast(theme.on, theme.fills[fill])).toBeGreaterThanOrEqual(4.5);
  });

  test(`${name}: every colour is #rrggbb`, () => {
    const colours = [
      ...FILLS.map((one) => theme.fills[one]),
      ...INKS.map((one) => theme.inks[one]),
    ];
    for (const colour of colours) expect(colour).toMatch(/^#[0-9a-f]{6}$/);
  });
}

/** A tint of a colour on its ground, as base.css mixes it. */
const mixed = (colour: string, ground: string, percent: number): string => {
  const part = (text: string, at: number) => Number.parseInt(text.slice(at, at + 2), 16);
  const parts = [1, 3, 5].map((at) =>
    Math.round((part(colour, at) * percent + part(ground, at) * (100 - percent)) / 100),
  );
  return `#${parts.map((one) => one.toString(16).padStart(2, '0')).join('')}`;
};

const TINTS = [
  ...readFileSync(join(import.meta.dir, '../../ui/base.css'), 'utf8').matchAll(
    /--soft-(\w+): color-mix\(in srgb, var\(--\w+\) (\d+)%, var\(--(base|surface0)\)\)/g,
  ),
];

test('both themes have every tint', () => {
  expect(TINTS.length).toBe(10);
});

for (const ink of ['primary', 'success', 'warning', 'danger', 'info'] as const)
  for (const [, , percent = '', ground = ''] of TINTS.filter(([, name]) => name === ink)) {
    const themeName = ground === 'base' ? 'dark' : 'light';
    const theme: Theme = THEMES[themeName];
    const under = ground === 'base' ? theme.fills.base : theme.fills.surface0;
    test(`${themeName}: ${ink} is readable on its own tint (4.5:1), and so is text`, () => {
      const tint = mixed(theme.fills[ink], under, Number(percent));
      expect(contrast(theme.inks[ink], tint)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(theme.inks.text, tint)).toBeGreaterThanOrEqual(4.5);
    });
  }

describe('a venue’s own colours', () => {
  const runs = { numRuns: Number(process.env['FELT_RUNS'] ?? 300) };
  const colour = fc
    .integer({ min: 0, max: 0xffffff })
    .map((value) => `#${value.toString(16).padStart(6, '0')}`);
  const wish = fc.option(colour);
  const look = fc.record({ accent: wish, background: wish });
  const theme = fc.constantFrom(THEMES.dark, THEMES.light);
  const ratio = fc.constantFrom(4.5, 7);
  const readable = INKS.filter((ink) => ink !== 'muted');

  test('DSP-5: whatever a venue chooses, text reads on every surface, and on a filled button', () => {
    fc.assert(
      fc.property(theme, look, ratio, (base, wished, least) => {
        const { fills, inks, on } = venueTheme(base, wished, least);
        const grounds = [fills.base, fills.surface0, fills.surface1];
        for (const ground of grounds)
          for (const ink of readable)
            expect(contrast(inks[ink], ground)).toBeGreaterThanOrEqual(least);
        expect(contrast(on, fills.primary)).toBeGreaterThanOrEqual(least);
      }),
      runs,
    );
  });

  test('DSP-5: a venue’s accent reads on its own tint, as the theme’s does', () => {
    fc.assert(
      fc.property(look, (wished) => {
        const { fills, inks } = venueTheme(THEMES.dark, wished, 4.5);
        const tint = mixed(fills.primary, fills.base, 14);
        expect(contrast(inks.primary, tint)).toBeGreaterThanOrEqual(4.5);
      }),
      runs,
    );
  });

  test('DSP-5: what reads already stays as it was chosen; black or white is the last resort', () => {
    expect(readableInk('#89b4fa', ['#1e1e2e'], 4.5)).toBe('#89b4fa');
    expect(readableInk('#808080', ['#000000', '#ffffff'], 7)).toMatch(/^#(000000|ffffff)$/);
    fc.assert(
      fc.property(colour, colour, (ink, ground) => {
        const made = readableInk(ink, [ground], 4.5);
        expect(contrast(made, ground)).toBeGreaterThanOrEqual(4.5);
        expect(readableInk(made, [ground], 4.5)).toBe(made);
      }),
      runs,
    );
  });

  test('DSP-5: a theme without wishes keeps its own surfaces', () => {
    const plain = venueTheme(THEMES.dark, { accent: null, background: null }, 4.5);
    expect(plain.fills).toEqual(THEMES.dark.fills);
    expect(cssVariables(plain)).toContainEqual(['--base', '#1e1e2e']);
  });
});
