import { sum } from '../../../kernel/money.ts';
import type { ChipCount } from '../../../poker/chips.ts';
import { chipsNeeded } from '../../../poker/chips.ts';
import type { State } from '../state.ts';
import { chipsInPlay } from '../state.ts';
import { paidPlaces } from './paid-places.ts';
import { contributions, credit, standings } from './standings.ts';

export type LedgerLine = { readonly what: string; readonly name: string; readonly amount: number };

export type PoolView = {
  readonly currency: string;
  /** Adds up to the pool, line by line (POL-1). */
  readonly lines: readonly LedgerLine[];
  readonly pool: number;
  readonly overlay: number;
  /** Taken off each purchase before the pool, by name. */
  readonly rakes: readonly { readonly name: string; readonly amount: number }[];
  readonly bounties: number;
  /** Of these on the heads of players who went out without a hitman: nobody won it. */
  readonly bountiesUnclaimed: number;
  readonly owed: number;
  readonly refundsHeld: number;
  readonly prizesPaid: number;
  /** What came in less what went out, by method. */
  readonly cash: readonly { readonly method: string; readonly amount: number }[];
  readonly takeIn: number;
};

const named = (state: State, prefix: string) =>
  Object.entries(state.totals.money).flatMap(([account, amount]) =>
    account.startsWith(prefix) && amount !== 0
      ? [{ name: account.slice(prefix.length), amount }]
      : [],
  );

/** How the prize pool comes about, from the ledger of the log. */
export const poolView = (state: State): PoolView => {
  const { pool } = standings(state);
  const { money } = state.totals;
  const bought = contributions(state);
  const minus = (what: string) => (taken: { name: string; amount: number }) => ({
    what,
    name: taken.name,
    amount: 0 - taken.amount,
  });
  const rakes = named(state, 'rake:').map(({ name, amount }) => ({ name, amount: 0 - amount }));
  const inPool = bought.entries + bought.rebuys + bought.addOns;
  return {
    currency: state.config.currency,
    lines: [
      { what: 'entries', name: '', amount: bought.entries },
      { what: 'rebuys', name: '', amount: bought.rebuys },
      { what: 'addOns', name: '', amount: bought.addOns },
      ...pool.rakes.map(minus('rake')),
      ...pool.withheld.map(minus('withheld')),
      { what: 'houseContribution', name: '', amount: pool.houseContribution },
      { what: 'overlay', name: '', amount: pool.overlay },
    ],
    pool: pool.pool,
    overlay: pool.overlay,
    rakes,
    bounties: credit(state, 'bounties'),
    bountiesUnclaimed: sum(
      Object.values(state.entries).map((e) => (e.out === null || e.gone !== null ? 0 : e.bounty)),
    ),
    owed: money['owed'] ?? 0,
    refundsHeld: credit(state, 'refunds'),
    prizesPaid: money['prizes'] ?? 0,
    cash: named(state, 'cash:').map(({ name, amount }) => ({ method: name, amount })),
    takeIn: inPool + sum(rakes.map((r) => r.amount)),
  };
};

export type ChipsView = {
  readonly lines: readonly { readonly reason: string; readonly chips: number }[];
  readonly inPlay: number;
  /** Sum of the last counts of those still in, and how many were counted. */
  readonly counted: number;
  readonly countedEntries: number;
  /** How many of each chip the night needs for what was sold so far (CHP-1), smallest first. */
  readonly needed: readonly ChipCount[];
  /** Counted less in play, once everybody was counted; null before. */
  readonly difference: number | null;
};

/** Chips in play as a ledger (CHP-3), with the last counts against it. */
export const chipsView = (state: State): ChipsView => {
  const live = Object.values(state.entries).filter((e) => e.out === null && e.gone === null);
  const known = live.flatMap((e) => (e.chips === null ? [] : [e.chips]));
  const counted = sum(known);
  const inPlay = chipsInPlay(state);
  const everybody = live.length > 0 && known.length === live.length;
  return {
    lines: Object.entries(state.totals.chips).map(([reason, chips]) => ({ reason, chips })),
    inPlay,
    counted,
    countedEntries: known.length,
    needed: chipsNeeded({
      chips: state.config.chips,
      entries: state.totals.entries,
      rebuys: state.totals.rebuys,
      addOns: state.totals.addOns,
      addOnChips: state.config.addOns.profiles[0]?.chips ?? 0,
    }),
    difference: everybody ? counted - inPlay : null,
  };
};

/** Places with prizes; "so far" while entries are open. */
export const payoutsView = (state: State) => {
  const { places, paid, warnings, pool } = standings(state);
  return {
    currency: state.config.currency,
    pool: pool.pool,
    granted: state.totals.granted,
    paid,
    provisional: state.registration.open,
    locked: state.planBeforeLock !== null,
    places,
    /** The same as it is paid out: with what a deal put in the place of some of them. */
    paidPlaces: paidPlaces(state),
    warnings,
    plan: state.plan,
  };
};
