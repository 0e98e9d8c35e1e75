import { refuse } from '../../../kernel/decider.ts';
import { sum } from '../../../kernel/money.ts';
import { rakeOf } from '../../../poker/pool.ts';
import type { Profile } from '../commands.ts';
import type { Purchase } from '../events.ts';
import type { State } from '../state.ts';
import type { No } from './who.ts';

/** Past this the sums of a tournament might no longer be whole numbers in every browser. */
const MOST_IN_ALL = 4_000_000_000_000_000;

type Wish = {
  readonly profileId?: string | undefined;
  readonly price?: number | undefined;
  readonly chips?: number | undefined;
  readonly payment: { readonly method: Purchase['method']; readonly paid?: number | undefined };
  readonly override?: string | undefined;
};

const pick = (profiles: readonly Profile[], wish: Wish): Profile | No => {
  const profile =
    wish.profileId === undefined
      ? profiles.find((p) => p.enabled)
      : profiles.find((p) => p.id === wish.profileId);
  if (profile === undefined) return refuse('NO_SUCH_PROFILE');
  if (!profile.enabled && wish.override === undefined) return refuse('PROFILE_DISABLED');
  const changed = wish.price !== undefined || wish.chips !== undefined;
  const mayChange = profile.mayChange || wish.override !== undefined;
  return changed && !mayChange ? refuse('PRICE_FIXED') : profile;
};

/** What is bought, at the prices of this moment, `times` over. */
export const purchase = (
  state: State,
  profiles: readonly Profile[],
  wish: Wish,
  times: number,
): Purchase | No => {
  const profile = pick(profiles, wish);
  if ('refused' in profile) return profile;
  const each = wish.price ?? profile.price;
  const rakes = rakeOf(each, profile.rakes).rakes.map((r) => ({ ...r, amount: r.amount * times }));
  const price = each * times;
  const chips = (wish.chips ?? profile.chips) * times;
  const paid = wish.payment.paid ?? price;
  if (paid > price) return refuse('PAID_TOO_MUCH', { price });
  if (tooLarge(state, price, chips)) return refuse('AMOUNT_TOO_LARGE');
  return {
    profileId: profile.id,
    price,
    rakes,
    bounty: Math.min(profile.bounty * times, price - sum(rakes.map((r) => r.amount))),
    chips,
    points: profile.points * times,
    paid,
    method: wish.payment.method,
    ...(wish.override === undefined ? {} : { override: wish.override }),
  };
};

const tooLarge = ({ totals }: State, price: number, chips: number): boolean =>
  sum(Object.values(totals.money).map(Math.abs)) + price > MOST_IN_ALL ||
  sum(Object.values(totals.chips).map(Math.abs)) + chips > MOST_IN_ALL;
