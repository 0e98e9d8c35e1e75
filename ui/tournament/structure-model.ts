import type { Level } from '../../src/poker/blinds.ts';
import { parseCount } from '../amounts.ts';

export type Cell = 'smallBlind' | 'bigBlind' | 'ante' | 'minutes';

/** One cell of a level as it is typed; undefined where it is no number for it. */
export const withCell = (level: Level, cell: Cell, typed: string): Level | undefined => {
  const value = parseCount(typed);
  if (value === null) return undefined;
  if (cell === 'minutes')
    return value < 1 || value > 600 ? undefined : { ...level, minutes: value };
  if (level.kind === 'break') return undefined;
  if (cell !== 'ante') return { ...level, [cell]: value };
  if (value === 0) return { ...level, ante: 0, anteType: 'none' };
  return {
    ...level,
    ante: value,
    anteType: level.anteType === 'none' ? 'bigBlind' : level.anteType,
  };
};

/** Another level after the last: half as much again, to the chips that are in play by then. */
export const levelAfter = (levels: readonly Level[]): Level => {
  const last = levels.findLast((level) => level.kind === 'round');
  if (last?.kind !== 'round')
    return {
      ...{ kind: 'round', game: "Hold'em", gameType: 'noLimit', smallBlind: 50, bigBlind: 100 },
      ...{ ante: 0, anteType: 'none', minutes: 15 },
    };
  const step = 10 ** Math.max(0, String(last.bigBlind).length - 2);
  const bigBlind = Math.max(1, Math.round((last.bigBlind * 3) / 2 / step) * step);
  const smallBlind = Math.floor(bigBlind / 2);
  return { ...last, smallBlind, bigBlind, ante: last.ante === 0 ? 0 : bigBlind };
};
