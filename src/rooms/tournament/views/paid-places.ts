import type { Prize } from '../../../poker/payouts.ts';
import type { State } from '../state.ts';
import type { Standing } from './standings.ts';
import { dealShares, standings } from './standings.ts';

/** A prize with the places that it is for. */
export type PaidPlace = Prize & {
  /** Those who agreed on it among themselves; empty: it goes by place. */
  readonly dealt: readonly string[];
};

/** What was agreed on, a line for those who get the same for the same places; best first. */
const dealtLines = (state: State): readonly PaidPlace[] => {
  const shares = dealShares(state);
  const byRank = new Map<number, Standing[]>();
  for (const one of standings(state).list) {
    if (!shares.has(one.entryId)) continue;
    // Those still in play for the best places; a deal holds all of them.
    const rank = one.rank ?? 1;
    byRank.set(rank, [...(byRank.get(rank) ?? []), one]);
  }
  return [...byRank].flatMap(([from, group]) => {
    const to = from + group.length - 1;
    const amounts = new Set(group.map(({ prize }) => prize).sort((a, b) => b - a));
    return [...amounts].map((each) => ({
      ...{ from, to, each },
      dealt: group.filter(({ prize }) => prize === each).map(({ entryId }) => entryId),
    }));
  });
};

/** What is left of a prize for several places where a deal covers some of them. */
const uncovered = (prize: Prize, isCovered: (place: number) => boolean): readonly PaidPlace[] => {
  const left: PaidPlace[] = [];
  for (let place = prize.from; place <= prize.to; place++) {
    if (isCovered(place)) continue;
    const last = left.at(-1);
    const run = last?.to === place - 1 ? left.pop() : undefined;
    left.push({ ...prize, dealt: [], from: run?.from ?? place, to: place });
  }
  return left;
};

/**
 * Who is paid what, place 1 first: by the payout table, and by the deal for the places it covers
 * (DEAL-3). Such places come once for each amount, so several lines may begin with the same one.
 */
export const paidPlaces = (state: State): readonly PaidPlace[] => {
  const { places } = standings(state);
  const dealt = dealtLines(state);
  const isCovered = (place: number) => dealt.some(({ from, to }) => from <= place && place <= to);
  const rest = places.flatMap((prize) => uncovered(prize, isCovered));
  return [...dealt, ...rest].sort((a, b) => a.from - b.from || b.each - a.each);
};
