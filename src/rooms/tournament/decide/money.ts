import type { Refusal } from '../../../kernel/decider.ts';
import { refuse } from '../../../kernel/decider.ts';
import { sum } from '../../../kernel/money.ts';
import { below, seeded } from '../../../kernel/random.ts';
import { leftToGive } from '../../../poker/payouts.ts';
import type { CommandOf, RefusalCode } from '../commands.ts';
import type { TournamentEvent } from '../events.ts';
import type { State } from '../state.ts';
import { chipsInPlay, isLive } from '../state.ts';
import { coveredBy, dueTo, poolOf } from '../views/standings.ts';
import { gone, liveTarget, target } from './who.ts';

type Answer = readonly TournamentEvent[] | Refusal<RefusalCode>;

/** Prizes and bounties that are due; to one who never came the buy-in that is held. */
export const payPrize = (state: State, command: CommandOf<'payPrize'>): Answer => {
  const entry = target(state, command);
  if ('refused' in entry) return entry;
  const isRefund = entry.gone === 'noShow';
  const due = isRefund ? entry.refund : dueTo(state, entry);
  if (due <= 0) return refuse('NOTHING_DUE', { due });
  const amount = command.amount ?? due;
  if (amount > due) return refuse('PAYS_TOO_MUCH', { due });
  if (amount === 0) return [];
  const data = { entryId: entry.id, amount, method: command.method };
  return [{ type: isRefund ? 'refund.paid' : 'prize.paid', data }];
};

/** A prize off the pool to a named player, or to one drawn from all who entered (POL-3). */
export const grantPrize = (state: State, command: CommandOf<'grantPrize'>): Answer => {
  if (state.config.mode === 'counters') return refuse('COUNTERS_ONLY');
  const entered = Object.values(state.entries).filter((e) => e.gone === null);
  const drawn = entered[below(seeded(command.seed), Math.max(1, entered.length))];
  const entry = command.entryId === undefined ? drawn : state.entries[command.entryId];
  if (entry === undefined || entry.gone !== null) return refuse('NO_SUCH_ENTRY');
  const left = poolOf(state).pool - state.totals.granted;
  if (command.amount > left) return refuse('PAYS_TOO_MUCH', { left });
  const { name, amount, seed } = command;
  const wasDrawn = command.entryId === undefined;
  return [
    {
      type: 'prize.granted',
      data: { entryId: entry.id, name, amount, seed: wasDrawn ? seed : null },
    },
  ];
};

/** Players share the prizes of their places as they agreed; the sum stays what the places bring. */
export const deal = (state: State, { shares, reason }: CommandOf<'deal'>): Answer => {
  if (state.config.mode === 'counters') return refuse('COUNTERS_ONLY');
  if (state.registration.open) return refuse('TOO_EARLY');
  if (state.deal !== null) return refuse('ALREADY_EXISTS', { eventId: state.deal });
  const ids = shares.map((s) => s.entryId);
  const unknown = ids.find((id) => state.entries[id] === undefined);
  if (unknown !== undefined || new Set(ids).size !== ids.length)
    return refuse('NO_SUCH_ENTRY', { entryId: unknown ?? ids[0] });
  const live = Object.values(state.entries).filter(isLive);
  const some = live.some((e) => ids.includes(e.id));
  if (some && !live.every((e) => ids.includes(e.id))) return refuse('STILL_PLAYING');
  const [due, given] = [coveredBy(state, ids), sum(shares.map((s) => s.amount))];
  return due === given
    ? [{ type: 'deal.made', data: { shares, reason } }]
    : refuse('PRIZES_DO_NOT_ADD_UP', { due, given });
};

/** Another table or another plan; after the lock it takes a reason, and the event keeps both. */
export const changePayouts = (state: State, command: CommandOf<'changePayouts'>): Answer => {
  const { plan, rows, reason } = command;
  if (state.planBeforeLock !== null && reason === undefined) return refuse('REASON_NEEDED');
  const base = plan ?? state.plan;
  const next = rows === undefined ? base : { ...base, source: { kind: 'rows' as const, rows } };
  if (rows?.every((row) => row.kind !== 'percent')) {
    const left = leftToGive(rows, poolOf(state).pool - state.totals.granted);
    if (left.amount !== 0) return refuse('PRIZES_DO_NOT_ADD_UP', { left: left.amount });
  }
  return [
    { type: 'payouts.changed', data: { plan: next, before: state.plan, reason: reason ?? '' } },
  ];
};

export const setChips = (state: State, { counts }: CommandOf<'setChips'>): Answer => {
  for (const { entryId } of counts) {
    const entry = state.entries[entryId];
    if (entry === undefined) return refuse('NO_SUCH_ENTRY', { entryId });
    if (!isLive(entry)) return gone(state, entry);
  }
  const before = (entryId: string) => state.entries[entryId]?.chips ?? null;
  return [
    {
      type: 'chips.counted',
      data: { counts: counts.map((c) => ({ ...c, before: before(c.entryId) })) },
    },
  ];
};

export const setChipsOf = (state: State, command: CommandOf<'setChipsOf'>): Answer => {
  const entry = liveTarget(state, command);
  if ('refused' in entry) return entry;
  const counts = [{ entryId: entry.id, chips: command.chips }];
  return setChips(state, { type: 'setChips', counts, now: command.now });
};

/** Chips that come into play or leave it for another reason than a purchase (CHP-3). */
export const adjustChips = (state: State, command: CommandOf<'adjustChips'>): Answer => {
  const { reason, chips, entryId, note } = command;
  if (entryId !== undefined && state.entries[entryId] === undefined)
    return refuse('NO_SUCH_ENTRY', { entryId });
  const inPlay = chipsInPlay(state);
  if (inPlay + chips < 0) return refuse('NOT_ENOUGH_CHIPS', { inPlay });
  return [{ type: 'chips.adjusted', data: { reason, chips, entryId: entryId ?? null, note } }];
};

export const setCounters = (state: State, command: CommandOf<'setCounters'>): Answer => {
  if (state.config.mode !== 'counters') return refuse('NAMES_ONLY');
  if (state.status === 'ended') return refuse('ENDED');
  const { entries, remaining, rebuys, addOns } = command;
  if (remaining > entries) return refuse('COUNTERS_INVALID');
  return [
    {
      type: 'counters.set',
      data: { entries, remaining, rebuys, addOns, before: state.counters },
    },
  ];
};
