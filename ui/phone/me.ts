import { signal } from '../html.ts';

const KEY = 'felt-me';

/** The name that this phone's owner picked, or none. */
const stored = (): string | null => {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
};

export const me = signal<string | null>(stored());

export const iAm = (name: string | null): void => {
  me.value = name;
  try {
    if (name === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, name);
  } catch {
    // Then it is asked again next time.
  }
};
