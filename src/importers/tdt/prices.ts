import { minorUnits } from './decimal.ts';
import type { RecordedAddOn, RecordedBuyIn } from './players.ts';

export type Paid = RecordedBuyIn | RecordedAddOn;

export type Kind = 'buyIns' | 'rebuys' | 'addOns';

/** What was paid becomes a price of its own: profiles were edited during many a recorded night. */
const priceOf = (paid: Paid) => ({
  name: paid.profileName === '' ? 'recorded' : paid.profileName.slice(0, 80),
  price: minorUnits(paid.amount) + bountyOf(paid),
  rakes: paid.rakes.map((rake, i) => ({
    kind: 'amount' as const,
    name: `Rake ${i + 1}`,
    amount: minorUnits(rake),
  })),
  chips: paid.chips,
  points: minorUnits(paid.points, 0),
  bounty: bountyOf(paid),
});

const bountyOf = (paid: Paid): number =>
  'personalBounty' in paid ? minorUnits(paid.personalBounty) : 0;

/** Distinct prices by kind, with the id under which each is sold. */
export const priceList = (kind: Kind, sales: readonly Paid[]) => {
  const ids = new Map<string, string>();
  const idOf = (paid: Paid): string => {
    const key = JSON.stringify(priceOf(paid));
    const id = ids.get(key) ?? `${kind}-${ids.size + 1}`;
    ids.set(key, id);
    return id;
  };
  const profiles = new Map(sales.map((paid) => [idOf(paid), priceOf(paid)]));
  return { idOf, profiles: [...profiles].map(([id, price]) => ({ id, ...price })) };
};

export type PriceLists = { readonly [K in Kind]: ReturnType<typeof priceList> };
