import type { Purchase } from '../events.ts';
import { poolPart } from '../evolve/money.ts';
import type { State } from '../state.ts';
import { stands } from '../state.ts';
import { contributions } from './standings.ts';

export const POOL_KINDS = ['entries', 'rebuys', 'addOns'] as const;
export type PoolKind = (typeof POOL_KINDS)[number];

/** Purchases that cost the same and were split the same way; minor units, each of one purchase. */
export type PoolPart = {
  readonly kind: PoolKind;
  readonly profile: string;
  /** How many were sold and stand. */
  readonly count: number;
  readonly price: number;
  readonly rakes: readonly { readonly name: string; readonly amount: number }[];
  readonly bounty: number;
  /** What one of them brings to the pool: the price less the rakes and the bounty. */
  readonly each: number;
  readonly amount: number;
};

type Sold = { readonly kind: PoolKind; readonly purchase: Purchase; readonly times: number };

/** What was sold and not taken back; of those who left or never came the buy-in is out again. */
const soldOf = (state: State): readonly Sold[] =>
  Object.values(state.facts).flatMap((fact): Sold[] => {
    if (!stands(state, fact.id)) return [];
    if (fact.type === 'player.boughtIn') {
      const gone = state.entries[fact.data.entryId]?.gone != null;
      return gone ? [] : [{ kind: 'entries', purchase: fact.data.purchase, times: 1 }];
    }
    if (fact.type === 'player.rebought')
      return [{ kind: 'rebuys', purchase: fact.data.purchase, times: fact.data.times }];
    if (fact.type === 'player.addedOn')
      return [{ kind: 'addOns', purchase: fact.data.purchase, times: fact.data.times }];
    return [];
  });

const named = ({ config }: State, kind: PoolKind, profileId: string): string => {
  const all = kind === 'entries' ? config.buyIns : config[kind].profiles;
  return all.find(({ id }) => id === profileId)?.name ?? profileId;
};

/** Several at once were one purchase; each of them cost that part of it which goes in evenly. */
const single = (purchase: Purchase, times: number): Purchase | null => {
  const parts = [purchase.price, purchase.bounty, ...purchase.rakes.map((rake) => rake.amount)];
  if (parts.some((part) => part % times !== 0)) return null;
  return {
    ...purchase,
    price: purchase.price / times,
    bounty: purchase.bounty / times,
    rakes: purchase.rakes.map(({ name, amount }) => ({ name, amount: amount / times })),
  };
};

const partOf = (state: State, { kind, purchase, times }: Sold): PoolPart => {
  const one = single(purchase, times);
  const [each, count] = one === null ? [purchase, 1] : [one, times];
  return {
    ...{ kind, count, price: each.price, rakes: each.rakes, bounty: each.bounty },
    profile: named(state, kind, purchase.profileId),
    each: poolPart(each),
    amount: poolPart(each) * count,
  };
};

const keyOf = ({ kind, profile, price, rakes, bounty }: PoolPart): string =>
  JSON.stringify([kind, profile, price, rakes, bounty]);

/** In a tournament without names everything is sold by the first profile. */
const countedParts = (state: State): readonly PoolPart[] => {
  const { config, counters } = state;
  const brought = contributions(state);
  return POOL_KINDS.flatMap((kind): PoolPart[] => {
    const [first] = kind === 'entries' ? config.buyIns : config[kind].profiles;
    const count = counters[kind];
    if (first === undefined || count === 0) return [];
    const each = brought[kind] / count;
    const { name, price, bounty } = first;
    const rake = price - bounty - each;
    const rakes =
      rake === 0 ? [] : [{ name: first.rakes.map((r) => r.name).join(', '), amount: rake }];
    return [{ kind, profile: name, count, price, rakes, bounty, each, amount: brought[kind] }];
  });
};

/** The arithmetic behind the first lines of the pool: so many × price less rakes and bounty (POL-1). */
export const poolParts = (state: State): readonly PoolPart[] => {
  if (state.config.mode === 'counters') return countedParts(state);
  const found = new Map<string, PoolPart>();
  for (const sold of soldOf(state)) {
    const part = partOf(state, sold);
    const known = found.get(keyOf(part));
    const [count, amount] = [part.count + (known?.count ?? 0), part.amount + (known?.amount ?? 0)];
    found.set(keyOf(part), { ...part, count, amount });
  }
  return [...found.values()].sort(
    (a, b) => POOL_KINDS.indexOf(a.kind) - POOL_KINDS.indexOf(b.kind),
  );
};
