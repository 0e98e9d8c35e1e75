import type { InferInput } from 'valibot';
import type { Level } from '../../poker/blinds.ts';
import type { PayoutRow } from '../../poker/payouts.ts';
import type { createBody } from '../../rooms/tournament/commands.ts';
import type { Decimal } from './decimal.ts';
import { minorUnits } from './decimal.ts';
import type { PriceLists } from './prices.ts';
import type { Recording } from './recording.ts';

export type Creation = InferInput<typeof createBody>;

const minutesOf = (minutes: Decimal): number =>
  Math.min(600, Math.max(1, Math.ceil(minorUnits(minutes, 2) / 100)));

const levelOf = (level: Recording['levels'][number]): Level => {
  const minutes = minutesOf(level.minutes);
  if (level.kind === 'break') return { kind: 'break', minutes };
  const { smallBlind, bigBlind, ante, gameType, gameName } = level;
  return {
    kind: 'round',
    game: gameName === '' ? "Hold'em" : gameName.slice(0, 40),
    gameType: gameType === 'limit' ? 'fixedLimit' : gameType,
    smallBlind,
    bigBlind,
    ante,
    anteType: ante === 0 ? 'none' : 'classic',
    limits: level.limits.slice(0, 8).filter((limit) => limit > 0),
    minutes,
  };
};

/** TDD plays any list of levels, Felt only playable ones; places and money do not depend on it. */
const STAND_IN: Level = {
  kind: 'round',
  game: "Hold'em",
  gameType: 'noLimit',
  smallBlind: 1,
  bigBlind: 2,
  ante: 0,
  anteType: 'none',
  minutes: 600,
};

export const levelsOf = (recording: Recording): readonly Level[] =>
  recording.levels.slice(0, 200).map(levelOf);

export const standInLevels: readonly Level[] = [STAND_IN];

const percentRow = (rank: number, amount: Decimal): PayoutRow => ({
  from: rank,
  to: rank,
  kind: 'percent',
  basisPoints: Math.min(10_000, minorUnits(amount)),
});

/** The prizes by rank as the director had planned them; what TDD paid is not looked at. */
export const payoutRowsOf = (recording: Recording): readonly PayoutRow[] =>
  recording.prizes.prizes.flatMap((prize): PayoutRow[] => {
    const { rank } = prize;
    if (prize.type !== 'rank' || rank === null || rank < 1 || rank > 20_000) return [];
    if (prize.amountType === 'percent') return [percentRow(rank, prize.amount)];
    const at = { from: rank, to: rank };
    if (prize.amountType === 'fixed')
      return [{ ...at, kind: 'fixed', amount: Math.max(0, minorUnits(prize.amount)) }];
    return [{ ...at, kind: 'other', text: prize.nonMonetary.slice(0, 120) || 'prize' }];
  });

const roundingUnit = ({ prizes }: Recording): number =>
  prizes.rounding === 'none' ? 1 : Math.max(1, minorUnits(prizes.roundToNearest));

const fixedRakes = ({ financials: { fixedRake } }: Recording) =>
  fixedRake.type === 'amount'
    ? fixedRake.amounts.map((amount, i) => ({
        kind: 'amount' as const,
        name: `Rake ${i + 1}`,
        amount: minorUnits(amount),
      }))
    : fixedRake.percents.map((percent, i) => ({
        kind: 'percent' as const,
        name: `Rake ${i + 1}`,
        basisPoints: Math.min(10_000, minorUnits(percent)),
      }));

export const creationOf = (recording: Recording, lists: PriceLists): Creation => ({
  name: recording.title.slice(0, 80).trim() || 'Recorded tournament',
  // A file names no currency; two digits are what its amounts have.
  currency: 'SEK',
  mode: recording.counting.trackPlayers ? 'named' : 'counters',
  buyIns: lists.buyIns.profiles,
  rebuys: { allowed: true, profiles: lists.rebuys.profiles },
  addOns: { allowed: true, profiles: lists.addOns.profiles },
  hits: { track: true, fullCredit: recording.counting.fullCreditHit },
  pool: {
    rakes: fixedRakes(recording),
    houseContribution: Math.max(0, minorUnits(recording.financials.houseContribution)),
    guarantee: Math.max(0, minorUnits(recording.financials.guaranteedPot)),
  },
  payouts: {
    source: { kind: 'rows', rows: [...payoutRowsOf(recording)] },
    unit: roundingUnit(recording),
    remainder: 'first',
    minCash: null,
    leftover: 'first',
  },
  seating: { autoSeat: false },
  pointsForHit: minorUnits(recording.financials.pointsForHit, 0),
});
