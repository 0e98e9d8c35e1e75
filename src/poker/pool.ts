import * as v from 'valibot';
import { share, sum } from '../kernel/money.ts';
import { amount, basisPoints, text } from '../kernel/parse.ts';

/** A named deduction (house, staff, league…): an amount, or a share of what it is taken from. */
export const rakeSchema = v.variant('kind', [
  v.strictObject({ name: text(40, 1), kind: v.literal('amount'), amount }),
  v.strictObject({ name: text(40, 1), kind: v.literal('percent'), basisPoints }),
]);
export type Rake = v.InferOutput<typeof rakeSchema>;

export type Taken = { readonly name: string; readonly amount: number };

/** `capped`: there was less than the rakes ask for; the later ones in the list got less or nothing. */
export type RakesTaken = {
  readonly rakes: readonly Taken[];
  readonly total: number;
  readonly capped: boolean;
};

const wanted = (base: number, rake: Rake): number =>
  rake.kind === 'amount' ? rake.amount : share(base, rake.basisPoints);

const takeOff = (base: number, available: number, rakes: readonly Rake[]): RakesTaken => {
  let left = available;
  let capped = false;
  const taken = rakes.map((rake) => {
    const ask = wanted(base, rake);
    const amount = Math.min(ask, left);
    capped ||= amount < ask;
    left -= amount;
    return { name: rake.name, amount };
  });
  return { rakes: taken, total: sum(taken.map((t) => t.amount)), capped };
};

/**
 * The named rakes of one purchase (POL-2), in minor units: percentages of its whole price, rounded
 * down; together never more than the price.
 */
export const rakeOf = (price: number, rakes: readonly Rake[]): RakesTaken =>
  takeOff(price, price, rakes);

export type PoolQuestion = {
  /** What entries, rebuys and add-ons brought to the pool, after the rakes of each purchase. */
  readonly contributions: number;
  /** Rakes off the pool as a whole; percentages are of the contributions. */
  readonly rakes: readonly Rake[];
  /** Set aside for the season (POL-6), taken after the rakes; percentages are of the contributions. */
  readonly withheld: readonly Rake[];
  readonly houseContribution: number;
  /** 0 or null where there is none. */
  readonly guarantee: number | null;
};

export type PrizePool = {
  readonly gross: number;
  readonly rakes: readonly Taken[];
  readonly withheld: readonly Taken[];
  readonly houseContribution: number;
  /** Gross less rakes and withheld, plus the house's contribution. */
  readonly net: number;
  /** What the house adds to reach the guarantee. */
  readonly overlay: number;
  readonly pool: number;
  /** A rake or withholding found less money than it asks for. */
  readonly capped: boolean;
};

/** The prize pool in minor units (POL-1, POL-2), no part of it ever below 0. */
export const prizePool = (question: PoolQuestion): PrizePool => {
  const { contributions: gross, houseContribution } = question;
  const raked = takeOff(gross, gross, question.rakes);
  const kept = takeOff(gross, gross - raked.total, question.withheld);
  const net = gross - raked.total - kept.total + houseContribution;
  const overlay = Math.max(0, (question.guarantee ?? 0) - net);
  return {
    gross,
    rakes: raked.rakes,
    withheld: kept.rakes,
    houseContribution,
    net,
    overlay,
    pool: net + overlay,
    capped: raked.capped || kept.capped,
  };
};
