import { expect, test } from 'bun:test';
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
