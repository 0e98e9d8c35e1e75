import type { RankingLine } from '../../src/rooms/tournament/views/players.ts';
import type { LevelView } from '../../src/rooms/tournament/views/screen.ts';
import { number } from '../amounts.ts';
import { text } from './text.ts';

/** `400/800`, the limits of a limit game, or nothing in a break. */
export const stakes = (level: LevelView): string => {
  if (level.kind === 'break') return text.phone.break;
  if (level.bb > 0) return `${number(level.sb)}/${number(level.bb)}`;
  return level.limits.map(number).join('/');
};

/** The level in one line: `500 / 1,000 · 1,000`. */
export const levelLine = (level: LevelView): string => {
  if (level.kind === 'break') return `${text.phone.break} · ${level.minutes} min`;
  return [
    stakes(level),
    level.ante > 0 ? number(level.ante) : '',
    level.bringIn > 0 ? `${text.clock.bringIn} ${number(level.bringIn)}` : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
};

const plain = (words: string): string =>
  words.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

export const findNames = (lines: readonly RankingLine[], typed: string): readonly RankingLine[] =>
  typed.trim() === ''
    ? lines
    : lines.filter(({ name }) => plain(name).includes(plain(typed.trim())));

/** The phone's owner among the rankings: the entry that is still in, else the best one. */
export const mine = (lines: readonly RankingLine[], name: string): RankingLine | undefined =>
  lines.find((line) => line.name === name && line.rank === null) ??
  lines.find((line) => line.name === name);
