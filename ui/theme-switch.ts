import { effect, signal } from './html.ts';
import { cssVariables, THEMES, venueTheme } from './theme.ts';

const KEY = 'felt-theme';

/** Storage may be forbidden in a kiosk or a private window; the theme is then not kept. */
const stored = (): string | null => {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
};

export const theme = signal<'dark' | 'light'>(stored() === 'light' ? 'light' : 'dark');
/** The venue's colour in place of the theme's primary one, `#rrggbb`. */
export const accent = signal<string | null>(null);

const PRIMARY: ReadonlySet<string> = new Set(['--primary', '--ink-primary']);

/** The background stays the theme's own here: a desk needs low glare more than decoration. */
const paint = (): void => {
  const { style } = document.documentElement;
  const look = { accent: accent.value, background: null };
  const variables = cssVariables(venueTheme(THEMES[theme.value], look, 4.5));
  for (const [name, value] of variables.filter(([one]) => PRIMARY.has(one))) {
    if (accent.value === null) style.removeProperty(name);
    else style.setProperty(name, value);
  }
};

/** Shows the theme on the page's root, now and whenever it changes, and keeps the choice. */
export const followTheme = (): void => {
  effect(() => {
    document.documentElement.dataset['theme'] = theme.value;
    try {
      localStorage.setItem(KEY, theme.value);
    } catch {
      // Not kept then.
    }
  });
  effect(paint);
};

export const switchTheme = (): void => {
  theme.value = theme.value === 'dark' ? 'light' : 'dark';
};
