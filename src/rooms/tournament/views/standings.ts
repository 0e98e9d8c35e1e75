import { sum } from '../../../kernel/money.ts';
import type { Payouts, PayoutWarning, Prize } from '../../../poker/payouts.ts';
import { payouts, shareTies } from '../../../poker/payouts.ts';
import type { PrizePool } from '../../../poker/pool.ts';
import { prizePool, rakeOf } from '../../../poker/pool.ts';
import { poolPart } from '../evolve/money.ts';
import type { Entry, State } from '../state.ts';
import { isLive, stands } from '../state.ts';

export type Standing = {
  readonly entryId: string;
  readonly playerId: string;
  /** Null while in; until entries close a place is "so far". */
  readonly rank: number | null;
  /** How many share the rank. */
  readonly ties: number;
  /** From the payout table or the deal. */
  readonly prize: number;
  /** Seats, tickets and trophies that the place brings. */
  readonly other: string | null;
};

export type Standings = {
  /** Best first; those still in come first, in the order of their entries. */
  readonly list: readonly Standing[];
  readonly of: ReadonlyMap<string, Standing>;
  readonly pool: PrizePool;
  readonly places: readonly Prize[];
  readonly paid: number;
  readonly warnings: readonly PayoutWarning[];
};

const outOrder = (entry: Entry): number => entry.out?.order ?? Number.POSITIVE_INFINITY;

/** The entries that places count: every one, or each person's best one (setting). */
const placed = (state: State): Entry[] => {
  const all = Object.values(state.entries).filter((e) => e.gone === null);
  if (state.config.placesCount === 'entries') return all;
  const best = new Map<string, Entry>();
  for (const entry of all) {
    const other = best.get(entry.playerId);
    if (other === undefined || outOrder(entry) >= outOrder(other)) best.set(entry.playerId, entry);
  }
  return [...best.values()];
};

export const entriesPlaced = (state: State): number =>
  state.config.mode === 'counters'
    ? state.counters.entries
    : state.config.placesCount === 'entries'
      ? state.totals.entries
      : placed(state).length;

/** What belongs to an account: the ledger keeps it negative. 0 -, because -0 is not 0 on the wire. */
export const credit = (state: State, account: string): number =>
  0 - (state.totals.money[account] ?? 0);

/** What entries, rebuys and add-ons brought for prizes; in simple mode counted × the first profile. */
export const contributions = (state: State) => {
  if (state.config.mode === 'named')
    return {
      entries: credit(state, 'pool:entries'),
      rebuys: credit(state, 'pool:rebuys'),
      addOns: credit(state, 'pool:addOns'),
    };
  const { config, counters } = state;
  const each = (list: typeof config.buyIns) => profilePart(list[0]);
  return {
    entries: counters.entries * each(config.buyIns),
    rebuys: counters.rebuys * each(config.rebuys.profiles),
    addOns: counters.addOns * each(config.addOns.profiles),
  };
};

const profilePart = (profile: State['config']['buyIns'][number] | undefined): number =>
  profile === undefined
    ? 0
    : poolPart({
        ...profile,
        rakes: rakeOf(profile.price, profile.rakes).rakes,
        profileId: profile.id,
        paid: profile.price,
        method: 'cash',
      });

const pools = new WeakMap<State['config']['pool'], PrizePool>();

/** Kept until other money comes in or other rules hold: each event asks, and few change it. */
export const poolOf = (state: State): PrizePool => {
  const { entries, rebuys, addOns } = contributions(state);
  const gross = entries + rebuys + addOns;
  const kept = pools.get(state.config.pool);
  if (kept?.gross === gross) return kept;
  const pool = prizePool({ contributions: gross, ...state.config.pool });
  pools.set(state.config.pool, pool);
  return pool;
};

/** Runs of equal `out.order`, best first; those still in are one run each at the top. */
const runs = (entries: readonly Entry[], ended: boolean): Entry[][] => {
  const live = entries.filter(isLive);
  const out = entries.filter((e) => !isLive(e)).sort((a, b) => outOrder(b) - outOrder(a));
  const grouped: Entry[][] = ended && live.length > 0 ? [live] : [];
  for (const entry of out) {
    const last = grouped.at(-1);
    const same = last?.[0] !== undefined && outOrder(last[0]) === outOrder(entry);
    if (same) last.push(entry);
    else grouped.push([entry]);
  }
  return grouped;
};

/** The prize of each place, place 1 first. */
const perPlace = (places: readonly Prize[]): number[] => {
  const amounts: number[] = [];
  for (const { from, to, each } of places) for (let p = from; p <= to; p++) amounts[p - 1] = each;
  return Array.from(amounts, (amount) => amount ?? 0);
};

const otherAt = (places: readonly Prize[], rank: number): string | null =>
  places.find((p) => p.from <= rank && rank <= p.to)?.other ?? null;

/** Entries that settled their prizes among themselves, with what each gets. */
export const dealShares = (state: State): ReadonlyMap<string, number> => {
  const fact = state.deal === null ? undefined : state.facts[state.deal];
  if (fact?.type !== 'deal.made' || !stands(state, fact.id)) return new Map();
  return new Map(fact.data.shares.map((s) => [s.entryId, s.amount]));
};

type Question = Parameters<typeof payouts>[0];

const prizesAsked = (state: State, { pool }: PrizePool): Question => {
  const { rebuys, addOns } = state.config.mode === 'counters' ? state.counters : state.totals;
  const forPlaces = Math.max(0, pool - state.totals.granted);
  return { plan: state.plan, entries: entriesPlaced(state), pool: forPlaces, rebuys, addOns };
};

const isSame = (a: Question, b: Question): boolean =>
  a.plan === b.plan &&
  a.entries === b.entries &&
  a.pool === b.pool &&
  a.rebuys === b.rebuys &&
  a.addOns === b.addOns;

const tables = new WeakMap<State, { readonly asked: Question; readonly table: Payouts }>();

/** Pool and prizes by place, kept for as long as nothing changes that they follow from. */
export const prizeTable = (state: State): Payouts & { readonly pool: PrizePool } => {
  const pool = poolOf(state);
  const asked = prizesAsked(state, pool);
  const kept = tables.get(state);
  if (kept !== undefined && isSame(kept.asked, asked)) return { ...kept.table, pool };
  const table = payouts(asked);
  tables.set(state, { asked, table });
  return { ...table, pool };
};

const standingsOf = (state: State): Standings => {
  const entries = placed(state);
  const { pool, ...table } = prizeTable(state);
  const amounts = perPlace(table.places);
  const shares = dealShares(state);
  const ended = state.status === 'ended';
  const live = entries.filter(isLive);
  const list: Standing[] = [];
  let rank = 1;
  if (!ended) {
    for (const entry of live) list.push(stillIn(entry, shares));
    rank += live.length;
  }
  for (const group of runs(entries, ended)) {
    const covered = amounts.slice(rank - 1, rank - 1 + group.length);
    const prizes =
      sum(covered) === 0
        ? group.map(() => 0)
        : shareTies({ amounts: covered, ways: group.length, unit: state.plan.unit });
    const other = otherAt(table.places, rank);
    for (const [i, { id, playerId }] of group.entries())
      list.push({
        entryId: id,
        playerId,
        rank,
        ties: group.length,
        prize: shares.get(id) ?? prizes[i] ?? 0,
        other,
      });
    rank += group.length;
  }
  const of = new Map(list.map((s) => [s.entryId, s]));
  return { list, of, pool, places: table.places, paid: table.paid, warnings: table.warnings };
};

const stillIn = (entry: Entry, shares: ReadonlyMap<string, number>): Standing => ({
  entryId: entry.id,
  playerId: entry.playerId,
  rank: null,
  ties: 1,
  prize: shares.get(entry.id) ?? 0,
  other: null,
});

/** Derives it once for each version of a state: every entry of a list asks for the same. */
const keptBy = <T>(derive: (state: State) => T): ((state: State) => T) => {
  const kept = new WeakMap<State, { readonly version: number; readonly derived: T }>();
  return (state) => {
    const known = kept.get(state);
    if (known !== undefined && known.version === state.version) return known.derived;
    const derived = derive(state);
    kept.set(state, { version: state.version, derived });
    return derived;
  };
};

/**
 * Ranks, pool, payouts and prizes, derived from the facts and kept until the next event.
 * Rank: 1 + those who went out later or are still in; equal orders tie and share the sum of the
 * places they cover (POL-5).
 */
export const standings = keptBy(standingsOf);

/** Prizes that the places would bring to a group of entries, were it to take the best ranks it can. */
export const coveredBy = (state: State, entryIds: readonly string[]): number => {
  const { of, places } = standings(state);
  const amounts = perPlace(places);
  const live = entryIds.filter((id) => of.get(id)?.rank === null).length;
  const out = entryIds.map((id) => of.get(id)?.rank ?? null);
  const ranks = new Map<number, number>();
  for (const rank of out) if (rank !== null) ranks.set(rank, (ranks.get(rank) ?? 0) + 1);
  const outSum = [...ranks].map(([rank, ways]) => sum(amounts.slice(rank - 1, rank - 1 + ways)));
  return sum(amounts.slice(0, live)) + sum(outSum);
};

type Knockouts = ReadonlyMap<
  string,
  { readonly hits: number; readonly won: number; readonly victims: readonly string[] }
>;

const knockoutsOf = (state: State): Knockouts => {
  const found = new Map<string, { hits: number; won: number; victims: string[] }>();
  const at = (id: string) => {
    const own = found.get(id) ?? { hits: 0, won: 0, victims: [] };
    found.set(id, own);
    return own;
  };
  for (const { id, hitsAdjusted } of Object.values(state.entries))
    if (hitsAdjusted !== 0) at(id).hits += hitsAdjusted;
  for (const fact of Object.values(state.facts)) {
    if (fact.type !== 'player.busted' || !stands(state, fact.id)) continue;
    for (const { entryId, hitmen } of fact.data.busts)
      for (const hitman of hitmen) {
        const own = at(hitman.entryId);
        own.hits += state.config.hits.fullCredit ? 1 : 1 / hitmen.length;
        own.won += hitman.bounty;
        own.victims.push(entryId);
      }
  }
  return found;
};

/**
 * Bounties won and hits by entry, over every bust that stands, also those later rebought, and the
 * floor's corrections. Kept until the next event.
 */
export const knockouts = keptBy(knockoutsOf);

/** Bounty on its own head that a player keeps by never being knocked out: the winner's. */
export const bountyKept = (state: State, entry: Entry): number =>
  state.status === 'ended' && isLive(entry) ? entry.bounty : 0;

/** What an entry is to be paid by now, over and above what it got; prizes wait for the last entry. */
export const dueTo = (state: State, entry: Entry): number => {
  const place = state.registration.open ? 0 : (standings(state).of.get(entry.id)?.prize ?? 0);
  const final = isLive(entry) && state.status !== 'ended' && state.deal === null ? 0 : place;
  const won = knockouts(state).get(entry.id)?.won ?? 0;
  return final + won + bountyKept(state, entry) + grantedTo(state, entry.id) - entry.prizePaid;
};

export const grantedTo = (state: State, entryId: string): number =>
  sum(
    (state.history[entryId] ?? []).map((id) => {
      const fact = state.facts[id];
      return fact?.type === 'prize.granted' && stands(state, id) ? fact.data.amount : 0;
    }),
  );
