import { clockText } from '../../src/kernel/time.ts';
import type { PublicLine, PublicView } from '../../src/rooms/tournament/views/public.ts';
import type { LevelView, ScreenView } from '../../src/rooms/tournament/views/screen.ts';
import { number } from '../amounts.ts';
import { text } from './text.ts';

/** What the page shows of a tournament, as of one moment. */
export type Moment = {
  readonly data: ScreenView;
  /** Left in the level, ms. */
  readonly leftMs: number;
  /** The leaf's wall clock, ms since the epoch. */
  readonly wallMs: number;
  /** How old what stands here is, ms; 0 while the leaf is heard. */
  readonly ageMs: number;
};

export const isRunning = ({ status, clock }: ScreenView): boolean =>
  status === 'running' && !clock.paused && !clock.undecided;

export type Status = keyof typeof text.status;

export const statusOf = ({ status, clock, blinds }: ScreenView): Status => {
  if (status !== 'running') return status;
  if (clock.undecided) return 'undecided';
  if (clock.paused) return 'paused';
  return blinds?.kind === 'break' ? 'break' : 'running';
};

export const isWaitingToStart = ({ status, clock }: ScreenView): boolean =>
  status === 'setup' && clock.startsAt !== null;

/** The large digits: before a start that is planned the time until then, else the level's own. */
export const digits = ({ data, leftMs, wallMs }: Moment): string =>
  data.status === 'setup' && data.clock.startsAt !== null
    ? clockText(data.clock.startsAt - wallMs)
    : clockText(leftMs);

const LAST_MS = 10_000;

/** The colour of the digits: it says at a glance what the room has to do. */
export const toneOf = ({ data, leftMs }: Moment): string => {
  if (data.status === 'setup') return '';
  if (!isRunning(data)) return 'text-secondary';
  if (leftMs <= LAST_MS) return 'text-danger';
  if (data.blinds?.kind === 'break') return 'text-info';
  const isWarned = leftMs <= Math.max(0, ...data.clock.warningSeconds) * 1_000;
  return isWarned ? 'text-warning' : '';
};

/** What of the level is gone, 0 to 1. */
export const gone = ({ data, leftMs }: Moment): number => {
  const { lengthMs } = data.clock;
  return lengthMs === 0 ? 0 : Math.min(1, Math.max(0, 1 - leftMs / lengthMs));
};

/** Why the digits stand, or what they wait for; '' while they simply run. */
export const noteOf = ({ data, leftMs, ageMs }: Moment): string => {
  if (data.status === 'setup') return data.clock.startsAt === null ? text.notStarted : '';
  if (data.clock.undecided) return text.undecided;
  if (data.clock.paused) return text.paused;
  return leftMs === 0 && ageMs > 0 ? text.waiting : '';
};

/** ms of the level that went by since `data` was told. */
export const passedMs = ({ data, leftMs }: Moment): number =>
  Math.max(0, data.clock.remainingMs - leftMs);

/** `400/800`, the limits of a limit game, or the break's own name. */
export const stakes = (level: LevelView): string => {
  if (level.kind === 'break') return text.break;
  if (level.bb > 0) return `${number(level.sb)}/${number(level.bb)}`;
  return level.limits.map(number).join('/');
};

/** What a level asks of the players, the blinds first: `500/1,000`, `1,000`. */
export const levelParts = (level: LevelView): readonly string[] => {
  if (level.kind === 'break') return [text.break, text.minutes(number(level.minutes))];
  return [
    stakes(level),
    ...(level.ante > 0 ? [number(level.ante)] : []),
    ...(level.bringIn > 0 ? [`${text.bringIn} ${number(level.bringIn)}`] : []),
  ];
};

/** The level in one line: `500/1,000 · 1,000`. */
export const levelLine = (level: LevelView): string => levelParts(level).join(' · ');

/** `12 s`, `4 min`, `3 h`. */
export const ageText = (ms: number): string => {
  if (ms < 60_000) return text.ageSeconds(number(Math.floor(ms / 1_000)));
  if (ms < 3_600_000) return text.ageMinutes(number(Math.floor(ms / 60_000)));
  return text.ageHours(number(Math.floor(ms / 3_600_000)));
};

/** `12 min`, and in the last five minutes `4:59`. */
export const shortTime = (ms: number): string =>
  ms < 300_000 ? clockText(Math.max(0, ms)) : text.minutes(number(Math.ceil(ms / 60_000)));

/** Somebody whose profile was erased has no name. */
const ERASED = '—';

/** A name as it is shown: initials stay together, and with the name before them. */
export const nameText = (name: string): string =>
  name === ERASED ? text.unnamed : name.replace(/ (?=\p{L}\p{M}*\.)/gu, '\u00a0');

const plain = (words: string): string =>
  words.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Those whose name has every word typed somewhere, whatever its accents and capitals. */
export const findNames = (lines: readonly PublicLine[], typed: string): readonly PublicLine[] => {
  const words = plain(typed).split(/\s+/u).filter(Boolean);
  if (words.length === 0) return lines;
  return lines.filter(({ name }) => words.every((word) => plain(name).includes(word)));
};

/** Those still in by their names, then everybody else by place. */
export const inOrder = (lines: readonly PublicLine[]): readonly PublicLine[] => [
  ...lines
    .filter(({ rank }) => rank === null)
    .sort((a, b) => (plain(a.name) < plain(b.name) ? -1 : 1)),
  ...lines.filter(({ rank }) => rank !== null),
];

/** As many as a page without a script shows. */
export const FIRST_ROWS = 100;

const PODIUM = 4;

/** Who came behind the winner and has a prize, the first few of them. */
export const runnersUp = (lines: readonly PublicLine[]): readonly PublicLine[] =>
  lines.filter(({ rank, prize }) => rank !== null && rank > 1 && prize > 0).slice(0, PODIUM);

export const winners = (lines: readonly PublicLine[]): readonly PublicLine[] =>
  lines.filter(({ rank }) => rank === 1);

/** The view with those lines of the list only that the first picture of a part shows. */
export const atFirst = (view: PublicView, me: number | null, tab: Tab): PublicView => {
  const { rankings, status } = view;
  const shown = new Set([
    ...rankings.filter(({ player }) => player === me),
    ...(status === 'ended' ? [...winners(rankings), ...runnersUp(rankings)] : []),
    ...(tab === 'rank' ? inOrder(rankings).slice(0, FIRST_ROWS) : []),
  ]);
  return { ...view, rankings: rankings.filter((line) => shown.has(line)) };
};

/** Whether the whole list is here, not only what the first picture needed of it. */
export const isWhole = ({ rankings, listed }: PublicView): boolean => rankings.length >= listed;

/** The phone's owner among the rankings: the entry that is still in, else the best one. */
export const mine = (
  lines: readonly PublicLine[],
  player: number | null,
): PublicLine | undefined => {
  const own = lines.filter((line) => line.player === player);
  return own.find(({ rank }) => rank === null) ?? own[0];
};

export const TABS = ['clock', 'schedule', 'rank', 'payouts', 'league'] as const;
export type Tab = (typeof TABS)[number];
export const tabOf = (name: string | null): Tab => TABS.find((tab) => tab === name) ?? 'clock';
