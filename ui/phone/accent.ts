import type { Visitor } from '../../src/rooms/tournament/views/public.ts';
import { cssVariables, THEMES, venueTheme } from '../theme.ts';

const PRIMARY: ReadonlySet<string> = new Set(['--primary', '--ink-primary']);

const isLight = (theme: Visitor['theme']): boolean =>
  theme === 'auto' ? matchMedia('(prefers-color-scheme: light)').matches : theme === 'light';

/** The venue's colour in place of the theme's, as far from it as text needs to read (DSP-5). */
export const paintAccent = (theme: Visitor['theme'], accent: string | null): void => {
  const { style } = document.documentElement;
  if (accent === null) {
    for (const name of PRIMARY) style.removeProperty(name);
    return;
  }
  const look = { accent, background: null };
  const own = venueTheme(THEMES[isLight(theme) ? 'light' : 'dark'], look, 4.5);
  for (const [name, value] of cssVariables(own))
    if (PRIMARY.has(name)) style.setProperty(name, value);
};
