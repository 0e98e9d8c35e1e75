import { moneyText } from '../../src/kernel/money.ts';
import { clockText } from '../../src/kernel/time.ts';
import type { LevelView, ScreenView } from '../../src/rooms/tournament/views/screen.ts';
import { locale } from '../../ui/texts/en/locale.ts';
import { text } from '../text.ts';

const grouped = new Intl.NumberFormat(locale.tag);
export const number = (value: number): string => grouped.format(value);

/** From here on chips are written in thousands; where there is little room, sooner. */
const LONG = 100_000;
const LONG_IN_LITTLE_ROOM = 10_000;

/**
 * Chips of one level, all in the same unit: whole up to five digits; beyond that in thousands or
 * millions, where all of them divide evenly.
 */
export const blinds = (values: readonly number[], long = LONG): readonly string[] => {
  const most = Math.max(0, ...values);
  if (most >= 10_000_000 && values.every((value) => value % 10_000 === 0))
    return values.map((value) => `${value / 1_000_000}M`);
  if (most >= long && values.every((value) => value % 100 === 0))
    return values.map((value) => `${number(value / 1_000)}K`);
  return values.map(number);
};

/** A label with its figure; what a round asks of the players, most important first. */
export type Bet = {
  readonly label: string;
  readonly value: string;
  /** The label within a line: `ante` of `ante 1,000`. */
  readonly inLine: string;
};

export const betsOf = (level: LevelView, { short = false } = {}): readonly Bet[] => {
  if (level.kind === 'break') return [];
  const [small = '', big = '', anteChips = '', bringIn = '', ...limits] = blinds(
    [level.sb, level.bb, level.ante, level.bringIn, ...level.limits],
    short ? LONG_IN_LITTLE_ROOM : LONG,
  );
  const ante = level.anteType === 'bigBlind' ? text.bigBlindAnte : text.ante;
  return [
    ...(level.bb > 0 ? [{ label: text.blinds, inLine: '', value: `${small}/${big}` }] : []),
    ...(limits.length > 0
      ? [{ label: text.limits, inLine: text.inLine.limits, value: limits.join('/') }]
      : []),
    ...(level.ante > 0 ? [{ label: ante, inLine: text.inLine.ante, value: anteChips }] : []),
    ...(level.bringIn > 0
      ? [{ label: text.bringIn, inLine: text.inLine.bringIn, value: bringIn }]
      : []),
  ];
};

/** The next level in parts, the first the most important: `500/1,000`, `ante 1,000`. */
export const nextParts = (next: LevelView | null, { short = false } = {}): readonly string[] => {
  if (next === null) return [text.lastLevel];
  if (next.kind === 'break') return text.nextBreak(next.minutes);
  return betsOf(next, { short }).map(({ inLine, value }, i) =>
    i === 0 ? value : `${inLine} ${value}`,
  );
};

export type Mood =
  | 'setup'
  | 'running'
  | 'warning'
  | 'last'
  | 'paused'
  | 'break'
  | 'undecided'
  | 'ended';

const LAST_MS = 10_000;

/** How the screen feels: it changes at a glance with what the room has to do. */
export const moodOf = ({ status, clock, blinds }: ScreenView, leftMs: number): Mood => {
  if (status !== 'running') return status === 'ended' ? 'ended' : 'setup';
  if (clock.undecided) return 'undecided';
  if (clock.paused) return 'paused';
  if (leftMs <= LAST_MS) return 'last';
  if (blinds?.kind === 'break') return 'break';
  return leftMs <= Math.max(0, ...clock.warningSeconds) * 1_000 ? 'warning' : 'running';
};

/** Who won, where the end names somebody; a line ends behind a dot, and never before an initial. */
export const winnersOf = ({ winners = [] }: ScreenView): string =>
  winners.map((name) => name.replace(/ (?=\S+$)/, '\u00a0')).join('\u00a0· ');

/** What stands in the largest letters: before a scheduled start the time until then, at last the end. */
export const bigTime = ({ status, clock }: ScreenView, leftMs: number, wallMs: number): string => {
  if (status === 'ended') return text.ended;
  return status === 'setup' && clock.startsAt !== null
    ? clockText(clock.startsAt - wallMs)
    : clockText(leftMs);
};

/** What is asked of the players, or will be after the break; nothing where nobody plays any more. */
export const levelOf = ({ status, blinds, next }: ScreenView): LevelView | null => {
  if (status === 'ended') return null;
  return blinds?.kind === 'break' ? next : blinds;
};

export const statusLine = (mood: Mood, left: number, lost: boolean): string => {
  if (mood === 'paused') return text.paused;
  if (mood === 'undecided') return text.undecided;
  return left === 0 && lost ? text.waiting : '';
};

export type Figure = {
  readonly label: string;
  readonly value: string;
  readonly of?: string;
  readonly tone?: 'prize';
};

/** The room's figures, up to four on the left and on the right. */
export const figuresOf = (
  { stats, currency, clock, status }: ScreenView,
  passedMs: number,
): readonly [readonly Figure[], readonly Figure[]] => {
  const money = (amount: number) => moneyText(amount, currency, locale.tag);
  const big = stats.avgBigBlinds10;
  const hasEnded = status === 'ended';
  const isOver = hasEnded || stats.remaining <= 1;
  const breakIn =
    clock.breakInMs === null || isOver ? null : Math.max(0, clock.breakInMs - passedMs);
  const { provisional } = stats;
  return [
    [
      ...(hasEnded
        ? [{ label: text.players, value: number(stats.entries) }]
        : [
            { label: text.players, value: number(stats.remaining), of: number(stats.entries) },
            { label: text.average, value: number(stats.avgStack) },
          ]),
      ...(!big || hasEnded
        ? []
        : [{ label: text.inBigBlinds, value: number(Math.round(big / 10)) }]),
      ...(breakIn === null ? [] : [{ label: text.breakIn, value: clockText(breakIn) }]),
    ],
    [
      { label: text.pool, value: money(stats.prizePool), tone: 'prize' },
      { label: provisional ? text.firstSoFar : text.first, value: money(stats.firstPrize) },
      ...(provisional || isOver || stats.nextPrize === 0
        ? []
        : [{ label: text.nextPayout, value: money(stats.nextPrize) }]),
      {
        label: provisional ? text.placesPaidSoFar : text.placesPaid,
        value: number(stats.placesPaid),
      },
    ],
  ];
};

/** `12 min`, and in the last minutes `2:30`. */
export const registrationLine = (
  { registration, status }: ScreenView,
  passedMs: number,
): string => {
  if (!registration.open || status === 'ended') return '';
  if (registration.closesInMs === null) return text.registrationOpen;
  const left = Math.max(0, registration.closesInMs - passedMs);
  return text.registration(
    left < 300_000 ? clockText(left) : text.minutes(Math.ceil(left / 60_000)),
  );
};
