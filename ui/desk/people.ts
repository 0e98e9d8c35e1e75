import { distance, queryWords, searchText } from '../../src/rooms/players/views/search.ts';
import type { Person } from '../tournament/enter-takes.ts';

/** The leaf tells at most so many; fewer are all there are. */
export const MOST_TOLD = 20;

/** What somebody typed, and who answers to it. `isWhole`: these are all, so Enter may decide. */
export type Found = {
  readonly typed: string;
  readonly items: readonly Person[];
  readonly isWhole: boolean;
};

export const NOBODY: Found = { typed: '', items: [], isWhole: true };

const wordsOf = (person: Person): string => searchText({ ...person, phone: person.phone ?? '' });

/** Those of a longer list who answer to what is typed now: the leaf's own rule, in its order. */
export const narrowed = (items: readonly Person[], typed: string): readonly Person[] => {
  const words = queryWords(typed);
  return items
    .map((person) => ({ person, text: wordsOf(person) }))
    .filter(({ text }) => words.every((word) => text.includes(word)))
    .map((one, at) => ({ ...one, at, far: distance(one.text, words) }))
    .sort((a, b) => a.far - b.far || a.at - b.at)
    .map(({ person }) => person);
};

/** Where the one that the arrow keys stood on is in a newer list; -1: in none, or nobody was meant. */
export const markIn = (
  newer: readonly Person[],
  { items, at }: { readonly items: readonly Person[]; readonly at: number },
): number => {
  const marked = items[at];
  return marked === undefined
    ? -1
    : newer.findIndex(({ playerId }) => playerId === marked.playerId);
};

/** Is everybody who answers to `typed` among those who answered to `before`? More letters find less. */
const goesOn = (typed: string, before: string): boolean => {
  const [now, then] = [queryWords(typed), queryWords(before)];
  return then.length > 0 && then.every((word) => now.some((other) => other.includes(word)));
};

export type Finder = {
  /** What can be shown at once: the answer itself where it is known, else those of before who still fit. */
  readonly guess: (typed: string) => Found;
  /** The answer; an older question still under way is given up. @throws what `ask` throws */
  readonly find: (typed: string) => Promise<Found>;
  /** Somebody was added or renamed: what was kept no longer counts. */
  readonly forget: () => void;
};

/** Answers are kept for so long; a name changed meanwhile shows a little later. */
const KEPT_MS = 20_000;

/**
 * Typing ahead over the player database: no waiting for a pause in typing, one question under way, and
 * none at all where an answer of before already holds everybody who can be meant.
 */
export const createFinder = ({
  ask,
  now = () => performance.now(),
}: {
  readonly ask: (typed: string, signal: AbortSignal) => Promise<readonly Person[]>;
  readonly now?: () => number;
}): Finder => {
  const kept = new Map<string, { readonly found: Found; readonly at: number }>();
  let asking: AbortController | undefined;
  let last: Found = NOBODY;

  const fresh = (): readonly Found[] => {
    for (const [key, { at }] of kept) if (now() - at > KEPT_MS) kept.delete(key);
    return [...kept.values()].map(({ found }) => found);
  };

  const guess = (typed: string): Found => {
    if (queryWords(typed).length === 0) return NOBODY;
    const known = fresh();
    const same = known.find((one) => one.typed === typed);
    if (same !== undefined) return same;
    const all = known.find((one) => one.items.length < MOST_TOLD && goesOn(typed, one.typed));
    const from = all ?? last;
    return { typed, items: narrowed(from.items, typed), isWhole: all !== undefined };
  };

  const find = async (typed: string): Promise<Found> => {
    asking?.abort();
    const known = guess(typed);
    if (known.isWhole) {
      last = known;
      return known;
    }
    asking = new AbortController();
    const items = await ask(typed, asking.signal);
    last = { typed, items, isWhole: true };
    kept.set(typed, { found: last, at: now() });
    return last;
  };

  const forget = () => {
    kept.clear();
    last = NOBODY;
  };
  return { guess, find, forget };
};
