/** One theme's colours, `#rrggbb`. Fills are for surfaces, marks and large shapes. */
type Fills = Readonly<Record<(typeof FILLS)[number], string>>;
/** The same colours as text: at least 4.5:1 on base, surface0 and surface1, held by a test. */
type Inks = Readonly<Record<(typeof INKS)[number], string>>;
export type Theme = { readonly fills: Fills; readonly inks: Inks; readonly on: string };

export const FILLS = [
  'base',
  'surface0',
  'surface1',
  'surface2',
  'muted',
  'primary',
  'success',
  'warning',
  'danger',
  'info',
  'bounty',
  'prize',
  'felt',
  'card',
] as const;

export const INKS = [
  'text',
  'secondary',
  'muted',
  'primary',
  'success',
  'warning',
  'danger',
  'info',
  'bounty',
  'prize',
  'felt',
] as const;

const dark: Theme = {
  fills: {
    base: '#1e1e2e',
    surface0: '#313244',
    surface1: '#45475a',
    surface2: '#585b70',
    muted: '#6c7086',
    primary: '#89b4fa',
    success: '#a6e3a1',
    warning: '#f9e2af',
    danger: '#f38ba8',
    info: '#89dceb',
    bounty: '#f5c2e7',
    prize: '#f9e2af',
    felt: '#74c7b8',
    card: '#f5f5f5',
  },
  inks: {
    text: '#cdd6f4',
    secondary: '#b2b8cf',
    muted: '#6c7086',
    primary: '#92bafa',
    success: '#a6e3a1',
    warning: '#f9e2af',
    danger: '#f5a0b8',
    info: '#89dceb',
    bounty: '#f5c2e7',
    prize: '#f9e2af',
    felt: '#74c7b8',
  },
  on: '#1e1e2e',
};

const light: Theme = {
  fills: {
    base: '#eff1f5',
    surface0: '#ffffff',
    surface1: '#e6e9ef',
    surface2: '#ccd0da',
    muted: '#9ca0b0',
    primary: '#1e66f5',
    success: '#40a02b',
    warning: '#df8e1d',
    danger: '#d20f39',
    info: '#209fb5',
    bounty: '#ea76cb',
    prize: '#df8e1d',
    felt: '#74c7b8',
    card: '#f5f5f5',
  },
  inks: {
    text: '#4c4f69',
    secondary: '#63667a',
    muted: '#9ca0b0',
    primary: '#1c5ee1',
    success: '#2f7620',
    warning: '#915c13',
    danger: '#ce0f38',
    info: '#177181',
    bounty: '#984d84',
    prize: '#915c13',
    felt: '#416f67',
  },
  on: '#ffffff',
};

export const THEMES = { dark, light } as const;

/** Sizes of type in px at a screen 390 px wide or more; displays scale all of them. */
export const TYPE_PX = {
  xl: 72,
  l: 48,
  m: 36,
  h1: 28,
  h2: 22,
  h3: 18,
  body: 16,
  caption: 14,
  micro: 12,
} as const;

type Rgb = readonly [number, number, number];

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];

const rgbOf = (color: string): Rgb => {
  const part = (at: number) => Number.parseInt(color.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
};

const hexOf = (rgb: Rgb): string =>
  `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

const linear = (part: number): number =>
  part <= 10 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4;

/** Relative luminance from 0 (black) to 1 (white), by WCAG 2.2. */
export const luminance = (color: string): number => {
  const [r, g, b] = rgbOf(color);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
};

/** Contrast of two colours, 1 to 21, by WCAG 2.2. */
export const contrast = (a: string, b: string): number => {
  const [one, other] = [luminance(a), luminance(b)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
};

const toward = (rgb: Rgb, end: Rgb, percent: number): string => {
  const part = (i: 0 | 1 | 2) => Math.round((rgb[i] * (100 - percent) + end[i] * percent) / 100);
  return hexOf([part(0), part(1), part(2)]);
};

/** So many hundredths of another colour in this one, `#rrggbb`. */
export const mix = (color: string, other: string, percent: number): string =>
  toward(rgbOf(color), rgbOf(other), percent);

/** The least contrast that a colour has on any of these surfaces. */
const weakest = (color: string, surfaces: readonly string[]): number =>
  Math.min(...surfaces.map((surface) => contrast(color, surface)));

/** The first step from the colour to an end that reads everywhere; null where even the end does not. */
const firstReadable = (
  color: string,
  end: Rgb,
  surfaces: readonly string[],
  ratio: number,
): string | null => {
  for (let percent = 0; percent <= 100; percent += 2) {
    const step = toward(rgbOf(color), end, percent);
    if (weakest(step, surfaces) >= ratio) return step;
  }
  return null;
};

/**
 * The colour itself where text in it reads on every one of these surfaces, else a lighter or darker
 * one of its hue that does: away from the surfaces first, so that it changes least.
 * @param color and surfaces `#rrggbb`.
 * @param ratio contrast by WCAG: 4.5 on pages, 7 on displays (DSP-5).
 * @returns black or white, whichever reads better, where nothing reaches the ratio on all of them.
 */
export const readableInk = (color: string, surfaces: readonly string[], ratio: number): string => {
  const [black, white] = [hexOf(BLACK), hexOf(WHITE)];
  const lighter = weakest(white, surfaces) >= weakest(black, surfaces);
  const [near, far] = lighter ? [WHITE, BLACK] : [BLACK, WHITE];
  return (
    firstReadable(color, near, surfaces, ratio) ??
    firstReadable(color, far, surfaces, ratio) ??
    (lighter ? white : black)
  );
};

/** What a venue puts in place of the theme's colours; null where it has no wish. */
export type Look = { readonly accent: string | null; readonly background: string | null };

/** How much of the text's colour the three surfaces above the ground have, in hundredths. */
const STEPS = { surface0: 6, surface1: 12, surface2: 22 } as const;

/** A venue's ground, as dark or as light as the theme's text needs it to be. */
const ground = (theme: Theme, background: string, ratio: number): Partial<Fills> => {
  // Text has to read on surface1 too, which stands nearer to it than the ground does.
  const base = readableInk(background, [theme.inks.text], ratio * 1.5);
  const step = (percent: number) => mix(base, theme.inks.text, percent);
  return {
    base,
    surface0: step(STEPS.surface0),
    surface1: step(STEPS.surface1),
    surface2: step(STEPS.surface2),
  };
};

/**
 * A theme with a venue's colours in it: every ink reads on base, surface0 and surface1, and `on` reads
 * on the primary fill, whatever the venue chose (DSP-5).
 * @param ratio 4.5 on pages, 7 on displays.
 */
export const venueTheme = (theme: Theme, look: Look, ratio: number): Theme => {
  const { accent, background } = look;
  const primary = readableInk(accent ?? theme.fills.primary, [theme.on], ratio);
  const fills: Fills = {
    ...theme.fills,
    ...(background === null ? {} : ground(theme, background, ratio)),
    primary,
  };
  const tint = mix(fills.base, primary, 14);
  const surfaces = [fills.base, fills.surface0, fills.surface1, tint];
  const wished = { ...theme.inks, primary: accent ?? theme.inks.primary };
  const inks: { -readonly [name in keyof Theme['inks']]: string } = { ...theme.inks };
  for (const name of INKS) inks[name] = readableInk(wished[name], surfaces, ratio);
  return { fills, inks, on: theme.on };
};

/** The CSS variables of a theme, as the pages' and the screens' styles name them. */
export const cssVariables = (theme: Theme): readonly (readonly [name: string, value: string])[] => [
  ...FILLS.map((name) => [`--${name}`, theme.fills[name]] as const),
  ...INKS.map((name) => [`--ink-${name}`, theme.inks[name]] as const),
  ['--on', theme.on],
];
