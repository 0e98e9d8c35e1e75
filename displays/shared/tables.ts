import { text } from '../text.ts';

/** A table by its name, where that is more than a number. */
export const tableText = (name: string): string => (/^\d+$/.test(name) ? text.table(name) : name);

/**
 * Names of tables under a head that says so: `Table 4` is `4` where all of them have the same words
 * before a number. Else they stay as they are.
 */
export const shortTables = (names: readonly string[]): ((name: string) => string) => {
  const words = /^\D+ (?=\d+$)/.exec(names[0] ?? '')?.[0] ?? '';
  const isShared = names.every(
    (name) => name.indexOf(words) === 0 && /^\d+$/.test(name.slice(words.length)),
  );
  return isShared ? (name) => name.slice(words.length) : (name) => name;
};
