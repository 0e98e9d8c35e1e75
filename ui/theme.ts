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
