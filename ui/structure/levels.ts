import type { Break, Level, Round } from '../../src/poker/blinds.ts';
import { parseCount } from '../amounts.ts';

/** Cells of a row, in the order of the columns. */
export const CELLS = ['smallBlind', 'bigBlind', 'ante', 'minutes'] as const;
export type Cell = (typeof CELLS)[number];

const FIRST: Round = {
  ...{ kind: 'round', game: "Hold'em", gameType: 'noLimit', smallBlind: 50, bigBlind: 100 },
  ...{ ante: 0, anteType: 'none', minutes: 15 },
};

export const cellOf = (level: Level, cell: Cell): number =>
  cell === 'minutes' ? level.minutes : level.kind === 'round' ? level[cell] : 0;

/** An ante of a kind; 0 is none, and a first one is paid by the big blind. */
const withAnte = (level: Round, ante: number): Round => ({
  ...{ ...level, ante },
  anteType: ante === 0 ? 'none' : level.anteType === 'none' ? 'bigBlind' : level.anteType,
});

/** One cell of a level as it is typed; undefined where it is no number for it. */
export const withCell = (level: Level, cell: Cell, typed: string): Level | undefined => {
  const value = parseCount(typed);
  if (value === null) return undefined;
  if (cell === 'minutes')
    return value < 1 || value > 600 ? undefined : { ...level, minutes: value };
  if (level.kind === 'break') return undefined;
  return cell === 'ante' ? withAnte(level, value) : { ...level, [cell]: value };
};

/** Another level after those: half as much again, in two leading figures. */
export const levelAfter = (levels: readonly Level[]): Round => {
  const last = levels.findLast((level) => level.kind === 'round');
  if (last?.kind !== 'round') return FIRST;
  const { notes: _, ...kept } = last;
  const step = 10 ** Math.max(0, String(last.bigBlind).length - 2);
  const bigBlind = Math.max(1, Math.round((last.bigBlind * 3) / 2 / step) * step);
  const smallBlind = Math.floor(bigBlind / 2);
  return withAnte({ ...kept, smallBlind, bigBlind }, last.ante === 0 ? 0 : bigBlind);
};

/** The round a row would be as a break, and back: its length and notes stay. */
export const asBreak = (level: Level): Break => ({
  ...{ kind: 'break', minutes: level.kind === 'break' ? level.minutes : 10 },
  ...(level.notes === undefined ? {} : { notes: level.notes }),
});

export const asRound = (before: readonly Level[], level: Level): Round =>
  level.kind === 'round'
    ? level
    : { ...levelAfter(before), ...(level.notes === undefined ? {} : { notes: level.notes }) };

/** Row `from` to where row `to` stands now. */
export const movedRow = (levels: readonly Level[], from: number, to: number): readonly Level[] => {
  const row = levels[from];
  return row === undefined || from === to
    ? levels
    : levels.toSpliced(from, 1).toSpliced(to, 0, row);
};

/** Minutes from the beginning of `levels[first]` to the beginning of each row; null before it. */
export const offsets = (levels: readonly Level[], first: number): readonly (number | null)[] => {
  let sum = 0;
  return levels.map(({ minutes }, i) => {
    if (i < first) return null;
    const at = sum;
    sum += minutes;
    return at;
  });
};

export const totalMinutes = (levels: readonly Level[]): number =>
  levels.reduce((sum, { minutes }) => sum + minutes, 0);
