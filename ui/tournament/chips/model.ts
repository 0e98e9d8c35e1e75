import type { State, Table } from '../../../src/rooms/tournament/state.ts';
import { chipsInPlay } from '../../../src/rooms/tournament/state.ts';
import { parseCount } from '../../amounts.ts';
import type { Who } from '../model.ts';

/** Stacks as they are typed, by entry. */
export type Typed = Readonly<Record<string, string>>;

export type Group = { readonly table: Table | undefined; readonly who: readonly Who[] };

/** Players by table in the order they sit; those without a seat last. */
export const byTable = (all: readonly Who[]): readonly Group[] => {
  const groups = new Map<string, { table: Table | undefined; who: Who[] }>();
  for (const one of all) {
    const key = one.table?.id ?? '';
    const group = groups.get(key) ?? { table: one.table, who: [] };
    group.who.push(one);
    groups.set(key, group);
  }
  return [...groups.values()];
};

/** What an entry holds by what is typed now, else by the last count; null: nobody knows. */
export const stackOf = (typed: Typed, { entry }: Who): number | null => {
  const words = typed[entry.id];
  return words === undefined || words.trim() === '' ? entry.chips : parseCount(words);
};

export type Count = {
  readonly counted: number;
  readonly of: number;
  readonly sum: number;
  readonly inPlay: number;
  /** Counted less in play once everybody is; before that what is still to be found, negative. */
  readonly difference: number;
  readonly isWhole: boolean;
};

/** The count so far against the ledger of chips (CHP-3, CHP-4). */
export const countOf = (state: State, all: readonly Who[], typed: Typed): Count => {
  const stacks = all.map((who) => stackOf(typed, who)).filter((stack) => stack !== null);
  const sum = stacks.reduce((a, b) => a + b, 0);
  const inPlay = chipsInPlay(state);
  return {
    counted: stacks.length,
    of: all.length,
    ...{ sum, inPlay, difference: sum - inPlay },
    isWhole: all.length > 0 && stacks.length === all.length,
  };
};

/** What is to be told to the leaf: counts that were typed and differ; null where one is no number. */
export const countsOf = (
  all: readonly Who[],
  typed: Typed,
): readonly { readonly entryId: string; readonly chips: number }[] | null => {
  const counts: { entryId: string; chips: number }[] = [];
  for (const who of all) {
    const words = typed[who.entry.id]?.trim() ?? '';
    if (words === '') continue;
    const chips = parseCount(words);
    if (chips === null) return null;
    if (chips !== who.entry.chips) counts.push({ entryId: who.entry.id, chips });
  }
  return counts;
};
