import type { Level } from '../../src/poker/blinds.ts';
import type { Signal } from '../html.ts';
import { signal } from '../html.ts';
import type { History } from './history.ts';
import { changed, historyOf, redone, undone } from './history.ts';
import { asBreak, asRound, levelAfter, movedRow } from './levels.ts';

/** Levels as somebody works on them, with every step back. */
export type Draft = {
  readonly history: Signal<History<readonly Level[]>>;
  /** The row whose details are open. */
  readonly open: Signal<number | null>;
};

export const draftOf = (levels: readonly Level[]): Draft => ({
  history: signal(historyOf(levels)),
  open: signal<number | null>(null),
});

/** A draft with other levels, with as many of its steps back as still fit. */
const draftWith = ({ open }: Draft, history: History<readonly Level[]>): Draft => ({
  history: signal(history),
  open,
});

type Meeting = {
  readonly draft: Draft;
  /** The levels that the draft began with. */
  readonly before: readonly Level[];
  /** The levels as they stand now, saved by whoever it was. */
  readonly theirs: readonly Level[];
  /** The first row that may still change. */
  readonly first: number;
};

const isSame = (a: readonly Level[], b: readonly Level[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/**
 * What becomes of a draft when the levels below it were changed: it stays, it goes (nothing of one's
 * own is in it), it goes on above a corrected level that was played, or its owner has to choose.
 */
export const meet = ({
  draft,
  before,
  theirs,
  first,
}: Meeting): 'keep' | 'drop' | 'rebase' | 'ask' => {
  const mine = levelsOf(draft);
  if (isSame(before, theirs)) return 'keep';
  if (isSame(mine, before) || isSame(mine, theirs)) return 'drop';
  return isSame(before.slice(first), theirs.slice(first)) ? 'rebase' : 'ask';
};

/** The same draft above the past as it is now; every step back has that past, too. */
export const rebasedDraft = (draft: Draft, theirs: readonly Level[], first: number): Draft => {
  const onTop = (levels: readonly Level[]) => [...theirs.slice(0, first), ...levels.slice(first)];
  const { past, now, future } = draft.history.value;
  return draftWith(draft, { past: past.map(onTop), now: onTop(now), future: future.map(onTop) });
};

/** One's own levels over somebody else's, which are one step back. */
export const keptOver = (draft: Draft, theirs: readonly Level[], first: number): Draft => {
  const mine = [...theirs.slice(0, first), ...levelsOf(draft).slice(first)];
  return draftWith(draft, { past: [theirs], now: mine, future: [] });
};

export const levelsOf = ({ history }: Draft): readonly Level[] => history.value.now;

export const setLevels = ({ history }: Draft, levels: readonly Level[]): void => {
  history.value = changed(history.value, levels);
};

export const undo = ({ history }: Draft): void => {
  history.value = undone(history.value);
};

export const redo = ({ history }: Draft): void => {
  history.value = redone(history.value);
};

export const setRow = (draft: Draft, index: number, level: Level): void =>
  setLevels(draft, levelsOf(draft).with(index, level));

/** A new level below a row, between its neighbours where it can be. */
export const insertLevel = (draft: Draft, index: number): void => {
  const levels = levelsOf(draft);
  setLevels(draft, levels.toSpliced(index + 1, 0, levelAfter(levels.slice(0, index + 1))));
};

export const insertBreak = (draft: Draft, index: number): void =>
  setLevels(draft, levelsOf(draft).toSpliced(index + 1, 0, { kind: 'break', minutes: 10 }));

export const duplicateRow = (draft: Draft, index: number): void => {
  const levels = levelsOf(draft);
  const row = levels[index];
  if (row !== undefined) setLevels(draft, levels.toSpliced(index + 1, 0, row));
};

export const removeRow = (draft: Draft, index: number): void => {
  draft.open.value = null;
  setLevels(draft, levelsOf(draft).toSpliced(index, 1));
};

/** Never into what was played: `first` is the first row that may still change. */
export const moveRow = (draft: Draft, from: number, to: number, first: number): void => {
  const levels = levelsOf(draft);
  const place = Math.max(first, Math.min(levels.length - 1, to));
  if (draft.open.value === from) draft.open.value = place;
  setLevels(draft, movedRow(levels, from, place));
};

export const turnRow = (draft: Draft, index: number): void => {
  const levels = levelsOf(draft);
  const row = levels[index];
  if (row === undefined) return;
  const turned = row.kind === 'round' ? asBreak(row) : asRound(levels.slice(0, index), row);
  setRow(draft, index, turned);
};
