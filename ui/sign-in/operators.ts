import { signal } from '../html.ts';

/** Who signed in on this device before, the last one first: known to this device alone. */
const KEY = 'felt-operators';
const MOST = 6;

const isNames = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((name) => typeof name === 'string');

/** Storage may be forbidden; nobody is remembered then. */
const stored = (): readonly string[] => {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return isNames(value) ? value.slice(0, MOST) : [];
  } catch {
    return [];
  }
};

export const recent = signal<readonly string[]>(stored());

const keep = (names: readonly string[]): void => {
  recent.value = names;
  try {
    localStorage.setItem(KEY, JSON.stringify(names));
  } catch {
    // A private window: typed again next time.
  }
};

export const remember = (name: string): void =>
  keep([name, ...recent.value.filter((one) => one !== name)].slice(0, MOST));

export const forget = (name: string): void => keep(recent.value.filter((one) => one !== name));
