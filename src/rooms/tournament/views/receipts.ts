import type { ActionFact } from '../decide/blockers.ts';
import type { State } from '../state.ts';
import { stands } from '../state.ts';
import type { Cash } from './actions.ts';
import { cashOf } from './actions.ts';

/** The slip of one money action (RCP-1). */
export type Receipt = {
  /** Of its leaf, from the second one on: `B`; '' while there was but one. */
  readonly series: string;
  /** 1 for the first of its series; an undone one keeps its own, so the series has no gaps. */
  readonly number: number;
  readonly fact: ActionFact;
  readonly entryId: string;
  /** Money that changed hands, minor units: positive from the player; empty where all is owed or free. */
  readonly cash: readonly Cash[];
  /** Undone: its number stays taken. */
  readonly isVoid: boolean;
};

/** A sale always makes one, also a free or unpaid one; any other action where money changed hands. */
const makesReceipt = (fact: ActionFact): boolean =>
  'purchase' in fact.data || cashOf(fact).length > 0;

/** What stands on the slip: `57`, or `B-1` on a leaf that took another one's place. */
export const receiptLabel = ({ series, number }: Pick<Receipt, 'series' | 'number'>): string =>
  series === '' ? String(number) : `${series}-${number}`;

const seriesAt = ({ series }: State, version: number): string =>
  series.findLast(({ from }) => from < version)?.name ?? '';

/**
 * Every receipt in the log's order, oldest first. Only the facts themselves number it: undo and redo
 * change no number, because a fact keeps its place in the log.
 */
export const receipts = (state: State): readonly Receipt[] => {
  const all: Receipt[] = [];
  const last = new Map<string, number>();
  for (const fact of Object.values(state.facts)) {
    if (!makesReceipt(fact) || !('entryId' in fact.data) || fact.data.entryId === null) continue;
    const { entryId } = fact.data;
    const cash = cashOf(fact).map(({ method, amount }) => ({ method, amount }));
    const series = seriesAt(state, fact.version);
    const number = (last.get(series) ?? 0) + 1;
    last.set(series, number);
    all.push({ series, number, fact, entryId, cash, isVoid: !stands(state, fact.id) });
  }
  return all;
};
