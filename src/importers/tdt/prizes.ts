import type { Decimal } from './decimal.ts';
import {
  decimal,
  flag,
  moment,
  money,
  oneOf,
  type Section,
  section,
  sections,
  text,
  whole,
} from './fields.ts';
import { ROUNDINGS, type Rounding } from './financials.ts';
import { playerIds } from './players.ts';

/** 1 and 3 were never seen: a bounty on a player and a random player, by the user guide's order. */
const PRIZE_TYPES = ['rank', 'bounty', 'manual', 'random'] as const;
const AMOUNT_TYPES = ['percent', 'fixed', 'nonMonetary'] as const;

/** What the director had planned to give; nothing in it was calculated by TDD. */
export type RecordedPrize = {
  readonly description: string;
  readonly type: (typeof PRIZE_TYPES)[number];
  /** The rank it goes to; `null` where a person decides. */
  readonly rank: number | null;
  readonly amountType: (typeof AMOUNT_TYPES)[number];
  /** Percent of the pot, or the amount in the file's units. */
  readonly amount: Decimal;
  /** A prize in kind, in words. */
  readonly nonMonetary: string;
  readonly adjustment: Decimal;
  /** Takes its share of what rounding left over. */
  readonly shareRemainder: boolean;
  readonly points: Decimal;
  readonly display: boolean;
  readonly locked: boolean;
};

/** What TDD made of the prize of the same index: to compare with, never to build upon. */
export type StoredPrize = {
  /** Several where a tie or a deal covers the rank. */
  readonly awardedTo: readonly string[];
  readonly calculatedAmount: Decimal;
  readonly sharedRemainder: Decimal;
  readonly calculatedPoints: Decimal;
};

export type Prizes = {
  readonly prizes: readonly RecordedPrize[];
  readonly rounding: Rounding;
  readonly roundToNearest: Decimal;
  /** TDD suggested the prizes again at each purchase. */
  readonly automatic: boolean;
  /** Prizes that were shown, and stored, from an estimate instead of the real pot. */
  readonly estimatedPot: {
    readonly used: boolean;
    readonly shown: boolean;
    readonly calculated: boolean;
    readonly pot: Decimal;
    readonly buyIns: number;
    readonly rebuys: number;
    readonly addOns: number;
  };
};

export const readPrizes = (from: Section): Prizes => {
  const estimate = section(from, 'EstimatedPotInfo');
  return {
    prizes: sections(from, 'Prizes').map(readPrize),
    rounding: oneOf(from, 'RoundPrizes', ROUNDINGS),
    roundToNearest: decimal(from, 'RoundToNearest'),
    automatic: flag(from, 'Automatic'),
    estimatedPot: {
      used: flag(estimate, 'UseEstimatedPot'),
      shown: flag(estimate, 'ShowEstimatedPot'),
      calculated: flag(estimate, 'CalculateEstimatedPot'),
      pot: money(estimate, 'EstimatedPot'),
      buyIns: whole(estimate, 'NumberOfBuyins'),
      rebuys: whole(estimate, 'NumberOfRebuys'),
      addOns: whole(estimate, 'NumberOfAddOns'),
    },
  };
};

const readPrize = (from: Section): RecordedPrize => ({
  description: text(from, 'Description'),
  type: oneOf(from, 'Type', PRIZE_TYPES),
  rank: moment(from, 'Recipient'),
  amountType: oneOf(from, 'AmountType', AMOUNT_TYPES),
  amount: decimal(from, 'Amount'),
  nonMonetary: text(from, 'NonMonetary'),
  adjustment: money(from, 'Adjustment'),
  shareRemainder: flag(from, 'ShareRemainder'),
  points: decimal(from, 'Points'),
  display: flag(from, 'Display', true),
  locked: flag(from, 'Lock'),
});

export const readStoredPrizes = (from: Section, known: ReadonlySet<string>): StoredPrize[] =>
  sections(from, 'Prizes').map((prize) => ({
    awardedTo: playerIds(prize, 'AwardedToPlayers', known),
    calculatedAmount: decimal(prize, 'CalculatedAmount'),
    sharedRemainder: decimal(prize, 'SharedRemainder'),
    calculatedPoints: decimal(prize, 'CalculatedPoints'),
  }));
