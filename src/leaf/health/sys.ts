import { readdirSync, readFileSync } from 'node:fs';

/** A file of /sys or /proc; null where there is none, or it may not be read. */
export const textAt = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8').replaceAll('\0', '').trim();
  } catch {
    return null;
  }
};

/** A whole number, decimal or `0x…`; null where there is no such file, or something else in it. */
export const numberAt = (path: string): number | null => {
  const text = textAt(path);
  return text !== null && /^(?:-?\d+|0x[0-9a-f]+)$/iu.test(text) ? Number(text) : null;
};

/** Names in a folder, in order; none where there is no such folder. */
export const namesIn = (path: string): readonly string[] => {
  try {
    return readdirSync(path).sort();
  } catch {
    return [];
  }
};

export const found = <T>(all: readonly (T | null)[]): readonly T[] =>
  all.filter((one) => one !== null);
