import type { Recorded } from '../../../src/kernel/decider.ts';
import type { ActionEvent } from '../../../src/rooms/tournament/events.ts';
import type { State } from '../../../src/rooms/tournament/state.ts';
import { stands } from '../../../src/rooms/tournament/state.ts';
import type { Cash } from '../../../src/rooms/tournament/views/actions.ts';
import { cashOf } from '../../../src/rooms/tournament/views/actions.ts';
import { matches } from '../model.ts';

/** A time that money changed hands; void ones stay. */
export type Line = {
  readonly fact: Recorded<ActionEvent>;
  readonly cash: Cash;
  readonly isVoid: boolean;
};

export type Wish = {
  readonly type: string;
  readonly method: string;
  readonly operator: string;
  readonly validity: 'all' | 'valid' | 'void';
  readonly typed: string;
};

export const EVERYTHING: Wish = {
  ...{ type: '', method: '', operator: '', validity: 'all', typed: '' },
};

/** All of them, newest first. */
export const linesOf = (state: State): readonly Line[] =>
  Object.values(state.facts)
    .reverse()
    .flatMap((fact) =>
      cashOf(fact).map((cash) => ({ fact, cash, isVoid: !stands(state, fact.id) })),
    );

/** The lines that fit; `words` is what a line says, for the search. */
export const filtered = (
  lines: readonly Line[],
  wish: Wish,
  words: (line: Line) => string,
): readonly Line[] =>
  lines.filter(
    (line) =>
      (wish.type === '' || line.fact.type === wish.type) &&
      (wish.method === '' || line.cash.method === wish.method) &&
      (wish.operator === '' || line.fact.by === wish.operator) &&
      (wish.validity === 'all' || line.isVoid === (wish.validity === 'void')) &&
      (wish.typed.trim() === '' || matches(wish.typed, words(line))),
  );

/** What came in less what went out, by method; void lines count nothing. */
export const totalsOf = (lines: readonly Line[]): readonly Cash[] => {
  const totals = new Map<string, number>();
  for (const { cash, isVoid } of lines)
    if (!isVoid) totals.set(cash.method, (totals.get(cash.method) ?? 0) + cash.amount);
  return [...totals].map(([method, amount]) => ({ method, amount }));
};
