import { effect, signal } from './html.ts';

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
};

export const switchTheme = (): void => {
  theme.value = theme.value === 'dark' ? 'light' : 'dark';
};
