import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Theme } from '../../ui/theme.ts';
import { FILLS, INKS, THEMES } from '../../ui/theme.ts';

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
