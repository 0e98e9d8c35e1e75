import type { Refusal } from '../../../kernel/decider.ts';
import { refuse } from '../../../kernel/decider.ts';
import { splitBounty } from '../../../poker/bounties.ts';
import type { CommandOf, RefusalCode } from '../commands.ts';
import type { Bust, TournamentEvent } from '../events.ts';
import type { Entry, State } from '../state.ts';
import { isLive } from '../state.ts';
import { gone, liveTarget } from './who.ts';

type Answer = readonly TournamentEvent[] | Refusal<RefusalCode>;
type Busting = CommandOf<'bust'>['busts'][number];

/**
 * How each of several who bust in one hand stands against the others, 0 worst: at one table the larger
 * stack at the start of the hand ranks higher, across tables they tie (WSOP R126-b); without stacks
 * they tie. With several at each table, the best of each tie, then the second best, and so on.
 */
const steps = (busts: readonly Busting[], entries: readonly Entry[]): number[] => {
  const tableOf = (i: number) => entries[i]?.seat?.tableId ?? '';
  const better = (i: number): number => {
    const own = busts[i]?.stack;
    if (own === undefined) return 0;
    const larger = busts.flatMap((other, j) =>
      tableOf(j) === tableOf(i) && other.stack !== undefined && other.stack > own
        ? [other.stack]
        : [],
    );
    return new Set(larger).size;
  };
  const ranks = busts.map((_, i) => better(i));
  const worst = Math.max(...ranks);
  return ranks.map((r) => worst - r);
};

const hitmanProblem = (state: State, { entryId, hitmen }: Busting): Refusal<RefusalCode> | null => {
  const ids = hitmen.map((h) => h.entryId);
  const wrong = ids.find((id) => id === entryId || state.entries[id]?.gone !== null);
  if (wrong !== undefined) return refuse('HITMAN_INVALID', { entryId: wrong });
  return new Set(ids).size === ids.length ? null : refuse('HITMAN_INVALID', { entryId });
};

const problemWith = (state: State, busting: Busting): Refusal<RefusalCode> | null => {
  const entry = state.entries[busting.entryId];
  if (entry === undefined) return refuse('NO_SUCH_ENTRY', { entryId: busting.entryId });
  if (!isLive(entry)) return gone(state, entry);
  return hitmanProblem(state, busting);
};

const inPlay = (state: State): Refusal<RefusalCode> | null => {
  if (state.config.mode === 'counters') return refuse('COUNTERS_ONLY');
  if (state.status === 'ended') return refuse('ENDED');
  return state.status === 'running' ? null : refuse('NOT_STARTED');
};

/** One hand, however many it cost; somebody always stays in. */
export const bust = (state: State, { busts }: CommandOf<'bust'>): Answer => {
  const refusal = inPlay(state) ?? busts.map((b) => problemWith(state, b)).find((r) => r !== null);
  if (refusal) return refusal;
  if (new Set(busts.map((b) => b.entryId)).size !== busts.length) return refuse('BUSTED_TWICE');
  if (busts.length >= state.totals.live) return refuse('LAST_PLAYER');
  const entries = busts.flatMap((b) => state.entries[b.entryId] ?? []);
  const order = steps(busts, entries);
  const facts = busts.map(
    ({ hitmen, stack }, i): Bust => ({
      entryId: entries[i]?.id ?? '',
      order: state.lastOrder + 1 + (order[i] ?? 0),
      seat: entries[i]?.seat ?? null,
      stack: stack ?? null,
      hitmen: splitBounty(entries[i]?.bounty ?? 0, hitmen, 'first').map((share) => ({
        entryId: share.entryId,
        bounty: share.amount,
      })),
    }),
  );
  return [{ type: 'player.busted', data: { busts: facts, level: state.clock.anchor.level } }];
};

export const bustOne = (state: State, command: CommandOf<'bustOne'>): Answer => {
  const refusal = inPlay(state);
  if (refusal !== null) return refusal;
  const entry = liveTarget(state, command);
  if ('refused' in entry) return entry;
  const { hitmen, stack, now } = command;
  const busting = { entryId: entry.id, hitmen, ...(stack === undefined ? {} : { stack }) };
  return bust(state, { type: 'bust', busts: [busting], now });
};

/** The floor puts an entry on another place; everybody between moves by one, ties stay ties. */
export const correctRank = (state: State, command: CommandOf<'correctRank'>): Answer => {
  const entry = state.entries[command.entryId];
  if (entry === undefined) return refuse('NO_SUCH_ENTRY', { entryId: command.entryId });
  if (entry.out === null) return refuse('NOT_OUT', { entryId: entry.id });
  const others = Object.values(state.entries)
    .flatMap((e) => (e.out === null || e === entry ? [] : [{ id: e.id, order: e.out.order }]))
    .sort((a, b) => b.order - a.order);
  const above = command.rank - 1 - state.totals.live;
  if (above < 0 || above > others.length) return refuse('RANK_INVALID', { rank: command.rank });
  return [
    { type: 'ranks.corrected', data: reordered(state, entry, others, above, command.reason) },
  ];
};

const reordered = (
  state: State,
  entry: Entry,
  others: readonly { readonly id: string; readonly order: number }[],
  above: number,
  reason: string,
) => {
  const groups = new Set(others.map((o) => o.order));
  let next = groups.size + 1;
  let last: number | null = null;
  const orders: { entryId: string; order: number; before: number }[] = [];
  const give = (entryId: string, before: number) => orders.push({ entryId, order: next, before });
  for (const [i, { id, order }] of others.entries()) {
    if (i === above) {
      if (last !== null) next -= 1;
      give(entry.id, entry.out?.order ?? 0);
      last = null;
      next -= 1;
    } else if (last !== null && last !== order) next -= 1;
    give(id, order);
    last = order;
  }
  if (above === others.length) {
    if (last !== null) next -= 1;
    give(entry.id, entry.out?.order ?? 0);
  }
  const base = state.lastOrder;
  return {
    entryId: entry.id,
    reason,
    orders: orders.map((o) => ({ ...o, order: o.order + base })),
  };
};
