import type { Page } from '../api.ts';
import { get } from '../api.ts';
import type { Person } from '../tournament/enter-takes.ts';
import { createFinder } from './people.ts';

/** More letters than any name has; what is longer finds nobody, and is no reason to complain. */
const MOST_LETTERS = 100;

/** One for the page, so that the desk, the sheet and the next player share what was found. */
export const finder = createFinder({
  ask: async (typed, signal) => {
    const path = `/players?limit=20&q=${encodeURIComponent(typed.trim().slice(0, MOST_LETTERS))}`;
    return (await get<Page<Person>>(path, signal)).items;
  },
});
