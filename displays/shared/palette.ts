import type { Look } from '../../ui/theme.ts';
import { cssVariables, INKS, mix, readableInk, THEMES, venueTheme } from '../../ui/theme.ts';

/** Contrast of all text on a screen that a whole room reads (look.md). */
const RATIO = 7;

/** A pill or a band in a colour of its own: its ground, and text that reads on it. */
const soft = (name: string, base: string, fill: string, ink: string) => {
  const ground = mix(base, fill, 16);
  return [
    [`--soft-${name}`, ground],
    [`--on-soft-${name}`, readableInk(ink, [ground], RATIO)],
  ] as const;
};

/**
 * The CSS variables of a screen: the theme's, with the venue's colours in it, and the mixtures that an
 * old browser cannot make by itself. Every ink reads on every ground at 7:1 (DSP-5).
 */
export const paletteOf = (
  name: 'dark' | 'light',
  look: Look,
): readonly (readonly [name: string, value: string])[] => {
  const { fills, inks, on } = venueTheme(THEMES[name], look, RATIO);
  const { base, surface0, surface2, primary, success, danger, info, warning } = fills;
  const isDark = name === 'dark';
  const middle = isDark ? mix(base, surface0, 38) : surface0;
  const edge = isDark ? mix(base, '#000000', 16) : base;
  const panel = mix(base, surface0, isDark ? 55 : 100);
  const pause = mix(base, info, 12);
  const grounds = [base, middle, edge, panel, pause];
  const wished = { ...THEMES[name].inks, primary: look.accent ?? THEMES[name].inks.primary };
  const ink = (color: string) => readableInk(color, grounds, RATIO);
  return [
    ...cssVariables({ fills, inks, on }),
    // Of the theme's own colours, since fewer grounds ask for less of a change.
    ...INKS.map((one) => [`--ink-${one}`, ink(wished[one])] as const),
    ...([
      ['--middle', middle],
      ['--edge', edge],
      ['--panel', panel],
      ['--pause', pause],
    ] as const),
    ['--line', mix(base, surface2, 60)],
    // On the ground of a break too, where the theme's own greys are as light as the ground.
    ['--track', mix(base, inks.text, 20)],
    // Strokes between amounts: no words.
    ['--stroke', mix(panel, inks.text, 45)],
    ...soft('primary', base, primary, wished.primary),
    ...soft('success', base, success, wished.success),
    ...soft('warning', base, warning, wished.warning),
    ['--alarm', readableInk(danger, [on], RATIO)],
  ];
};

/** Puts a palette on the page's root. */
export const wear = (theme: 'dark' | 'light', look: Look): void => {
  const root = document.documentElement;
  root.setAttribute('data-theme', theme);
  for (const [name, value] of paletteOf(theme, look)) root.style.setProperty(name, value);
};
