import type { Purchase } from '../events.ts';
import type { ChipSource, State } from '../state.ts';

/** Where money comes from and where it belongs. `cash:<method>` and `rake:<name>` stand beside these. */
export type Account =
  | 'owed'
  | 'refunds'
  | 'bounties'
  | 'prizes'
  | `pool:${'entries' | 'rebuys' | 'addOns'}`
  | `cash:${string}`
  | `rake:${string}`;

export const post = (state: State, account: Account, amount: number): void => {
  const { money } = state.totals;
  money[account] = (money[account] ?? 0) + amount;
};

export const postChips = (state: State, source: ChipSource, chips: number): void => {
  const totals = state.totals.chips;
  totals[source] = (totals[source] ?? 0) + chips;
};

/** The part of a price that goes to the players' prizes. */
export const poolPart = (purchase: Purchase): number =>
  purchase.price - purchase.bounty - purchase.rakes.reduce((sum, rake) => sum + rake.amount, 0);

/** Where a price belongs: pool, rakes, bounties. `sign` is -1 to take it out again. */
export const postPrice = (
  state: State,
  kind: 'entries' | 'rebuys' | 'addOns',
  purchase: Purchase,
  sign: 1 | -1,
): void => {
  post(state, `pool:${kind}`, -sign * poolPart(purchase));
  for (const rake of purchase.rakes) post(state, `rake:${rake.name}`, -sign * rake.amount);
  if (purchase.bounty !== 0) post(state, 'bounties', -sign * purchase.bounty);
};

/** A whole purchase: what was handed over, what is owed, and where it belongs. */
export const postPurchase = (
  state: State,
  kind: 'entries' | 'rebuys' | 'addOns',
  purchase: Purchase,
  sign: 1 | -1,
): void => {
  post(state, `cash:${purchase.method}`, sign * purchase.paid);
  if (purchase.paid !== purchase.price)
    post(state, 'owed', sign * (purchase.price - purchase.paid));
  postPrice(state, kind, purchase, sign);
  postChips(state, kind, sign * purchase.chips);
};
