import type { GameType, Level } from './levels.ts';

export * from './levels.ts';
export {
  checkStructure,
  FINDING_CODES,
  type Finding,
  type FindingCode,
} from './structure-check.ts';

const countRounds = (levels: readonly Level[], end: number): number =>
  levels.slice(0, end).filter((level) => level.kind === 'round').length;

/** What players call "level 7": rounds counted from 1. A break has the number of the round before. */
export const roundNumber = (levels: readonly Level[], index: number): number =>
  countRounds(levels, index + 1);

export const roundCount = (levels: readonly Level[]): number => countRounds(levels, levels.length);

/** Index of the first round after `index`, or -1. */
export const nextRound = (levels: readonly Level[], index: number): number =>
  levels.findIndex((level, i) => i > index && level.kind === 'round');

/** Index of the first break after `index`, or -1. */
export const nextBreak = (levels: readonly Level[], index: number): number =>
  levels.findIndex((level, i) => i > index && level.kind === 'break');

const BETTING: Readonly<Record<GameType, string>> = {
  noLimit: 'No-Limit',
  potLimit: 'Pot-Limit',
  fixedLimit: 'Limit',
};

/** `No-Limit Hold'em`, `Limit Razz`, `Break`. */
export const levelTitle = (level: Level): string =>
  level.kind === 'break' ? 'Break' : `${BETTING[level.gameType]} ${level.game}`;
