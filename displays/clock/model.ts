import { moneyText } from '../../src/kernel/money.ts';
import { clockText } from '../../src/kernel/time.ts';
import type { LevelView, ScreenView } from '../../src/rooms/tournament/views/screen.ts';
import { locale } from '../../ui/texts/en/locale.ts';
import { text } from '../text.ts';

const grouped = new Intl.NumberFormat(locale.tag);
export const number = (value: number): string => grouped.format(value);

/**
 * Chips of one level, all in the same unit: whole up to five digits; beyond that in thousands or
 * millions, where all of them divide evenly.
 */
export const blinds = (values: readonly number[]): readonly string[] => {
  const most = Math.max(0, ...values);
  if (most >= 10_000_000 && values.every((value) => value % 10_000 === 0))
    return values.map((value) => `${value / 1_000_000}M`);
  if (most >= 100_000 && values.every((value) => value % 100 === 0))
    return values.map((value) => `${number(value / 1_000)}K`);
  return values.map(number);
};

/** A label with its figure; what a round asks of the players, most important first. */
export type Bet = { readonly label: string; readonly value: string };

export const betsOf = (level: LevelView): readonly Bet[] => {
  if (level.kind === 'break') return [];
  const [small = '', big = '', anteChips = '', bringIn = '', ...limits] = blinds([
    ...[level.sb, level.bb, level.ante, level.bringIn],
    ...level.limits,
  ]);
  const ante = level.anteType === 'bigBlind' ? text.bigBlindAnte : text.ante;
  return [
    ...(level.bb > 0 ? [{ label: text.blinds, value: `${small}/${big}` }] : []),
    ...(limits.length > 0 ? [{ label: text.limits, value: limits.join('/') }] : []),
    ...(level.ante > 0 ? [{ label: ante, value: anteChips }] : []),
    ...(level.bringIn > 0 ? [{ label: text.bringIn, value: bringIn }] : []),
  ];
};

/** The next level in parts, the first the most important: `500/1,000`, `ante 1,000`. */
export const nextParts = (next: LevelView | null): readonly string[] => {
  if (next === null) return [text.lastLevel];
  if (next.kind === 'break') return text.nextBreak(next.minutes);
  return betsOf(next).map(({ label, value }, i) =>
    i === 0 ? value : `${(label === text.bigBlindAnte ? text.ante : label).toLowerCase()} ${value}`,
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

/** What the large digits say: before a scheduled start, the time until then. */
export const bigTime = ({ status, clock }: ScreenView, leftMs: number, wallMs: number): string =>
  status === 'setup' && clock.startsAt !== null
    ? clockText(clock.startsAt - wallMs)
    : clockText(leftMs);

export const statusLine = (mood: Mood, left: number, lost: boolean): string => {
  if (mood === 'paused') return text.paused;
  if (mood === 'undecided') return text.undecided;
  if (mood === 'ended') return text.ended;
  return left === 0 && lost ? text.waiting : '';
};

export type Figure = {
  readonly label: string;
  readonly value: string;
  readonly of?: string;
  readonly tone?: 'prize';
};

/** The room's figures: three on the left, three on the right. */
export const figuresOf = (
  { stats, currency, clock }: ScreenView,
  passedMs: number,
): readonly [readonly Figure[], readonly Figure[]] => {
  const money = (amount: number) => moneyText(amount, currency, locale.tag);
  const big = stats.avgBigBlinds10;
  const breakIn = clock.breakInMs === null ? null : Math.max(0, clock.breakInMs - passedMs);
  return [
    [
      { label: text.players, value: number(stats.remaining), of: number(stats.entries) },
      { label: text.average, value: number(stats.avgStack) },
      ...(!big ? [] : [{ label: text.inBigBlinds, value: String(Math.round(big / 10)) }]),
    ],
    [
      { label: text.pool, value: money(stats.prizePool), tone: 'prize' },
      { label: stats.provisional ? text.firstSoFar : text.first, value: money(stats.firstPrize) },
      breakIn === null
        ? { label: text.placesPaid, value: number(stats.placesPaid) }
        : { label: text.breakIn, value: clockText(breakIn) },
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
  return text.registration(left < 300_000 ? clockText(left) : `${Math.ceil(left / 60_000)} min`);
};

/** `12 s`, `4 min`: how old what stands here is. */
export const ageText = (ms: number): string =>
  ms < 60_000 ? `${Math.round(ms / 1_000)} s` : `${Math.floor(ms / 60_000)} min`;
