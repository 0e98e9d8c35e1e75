import type { Refusal } from '../../../kernel/decider.ts';
import { refuse } from '../../../kernel/decider.ts';
import type { Now } from '../../../kernel/time.ts';
import type { Anchor } from '../../../poker/clock.ts';
import { anchored, clockAt, levelMs } from '../../../poker/clock.ts';
import type { CommandOf, RefusalCode } from '../commands.ts';
import type { Moved, Reversal, Seated } from '../events.ts';
import type { Entry, State } from '../state.ts';
import { chipsInPlay, isLive, liveEntriesOf, owedBy, seatIsFree, stands } from '../state.ts';
import { dueTo, poolOf } from '../views/standings.ts';
import type { ActionFact } from './blockers.ts';
import { AFTER_THE_END } from './blockers.ts';
import { clockRefusal, registrationAt } from './clock.ts';
import { hasPlayed } from './leaving.ts';
import { deal } from './money.ts';
import { seatsAgain } from './seats.ts';
import { end } from './setup.ts';
import type { Answer } from './undo.ts';
import { named } from './undo.ts';

const blocked = (why: string): Refusal<RefusalCode> => refuse('REDO_BLOCKED', { why });

const entryOr = (state: State, entryId: string, ok: (entry: Entry) => boolean) => {
  const entry = state.entries[entryId];
  return entry !== undefined && ok(entry) ? null : blocked('ENTRY');
};

const movesProblem = (state: State, moves: readonly Moved[]) => {
  const own = new Set(moves.map((m) => m.entryId));
  for (const { entryId, seat } of moves) {
    const entry = state.entries[entryId];
    if (entry === undefined || !isLive(entry)) return blocked('ENTRY');
    const by = seat === null ? null : (state.tables[seat.tableId]?.seats[seat.seat - 1] ?? null);
    const vacated = by !== null && own.has(by);
    if (seat !== null && !vacated && !seatIsFree(state, seat)) return blocked('SEAT_TAKEN');
  }
  return null;
};

/** Whether the fact still fits where it stood; whoever is in the way is told, nothing is forced. */
const problem = (state: State, fact: ActionFact, now: Now): Refusal<RefusalCode> | null => {
  switch (fact.type) {
    case 'player.boughtIn': {
      const others = liveEntriesOf(state, fact.data.playerId).length > 0;
      if (others && !state.config.reEntry.concurrent) return blocked('ALREADY_IN');
      return state.entries[fact.data.entryId] === undefined ? null : blocked('ALREADY_IN');
    }
    case 'player.rebought': {
      const { entryId, revives } = fact.data;
      return entryOr(state, entryId, (e) =>
        revives === null ? e.gone === null : e.out?.eventId === revives.eventId,
      );
    }
    case 'player.addedOn':
      return entryOr(state, fact.data.entryId, isLive);
    case 'entry.adjusted':
      return entryOr(state, fact.data.entryId, () => true);
    case 'player.busted': {
      if (fact.data.busts.length >= state.totals.live) return refuse('LAST_PLAYER');
      const wrong = fact.data.busts.map((b) => {
        const bounty = b.hitmen.reduce((total, h) => total + h.bounty, 0);
        const known = b.hitmen.every((h) => state.entries[h.entryId]?.gone === null);
        return entryOr(state, b.entryId, (e) => known && isLive(e) && e.bounty >= bounty);
      });
      return wrong.find((w) => w !== null) ?? null;
    }
    case 'table.broken': {
      const table = state.tables[fact.data.tableId];
      const known = new Set(fact.data.moves.map((m) => m.entryId));
      const other = table?.seats.find((id) => id !== null && !known.has(id));
      return other ? blocked('SEAT_TAKEN') : movesProblem(state, fact.data.moves);
    }
    case 'player.moved':
    case 'seats.drawn':
      return movesProblem(state, fact.data.moves);
    case 'player.unregistered':
    case 'player.noShowed':
      return entryOr(
        state,
        fact.data.entryId,
        (e) => isLive(e) && !hasPlayed(e) && e.paid === fact.data.refund,
      );
    case 'payment.received':
      return entryOr(state, fact.data.entryId, (e) => owedBy(e) >= fact.data.amount);
    case 'prize.paid':
      return entryOr(state, fact.data.entryId, (e) => dueTo(state, e) >= fact.data.amount);
    case 'refund.paid':
      return entryOr(state, fact.data.entryId, (e) => e.refund >= fact.data.amount);
    case 'counters.set': {
      const same = JSON.stringify(fact.data.before) === JSON.stringify(state.counters);
      return same ? null : blocked('CHANGED_SINCE');
    }
    case 'prize.granted': {
      const left = poolOf(state).pool - state.totals.granted;
      if (left < fact.data.amount) return refuse('PAYS_TOO_MUCH', { left });
      return entryOr(state, fact.data.entryId, (e) => e.gone === null);
    }
    case 'deal.made': {
      const again = deal(state, { ...fact.data, type: 'deal', shares: [...fact.data.shares], now });
      return 'refused' in again ? again : null;
    }
    case 'payouts.changed': {
      const same = JSON.stringify(fact.data.before) === JSON.stringify(state.plan);
      return same ? null : blocked('CHANGED_SINCE');
    }
    case 'chips.adjusted':
      return chipsInPlay(state) + fact.data.chips < 0 ? refuse('NOT_ENOUGH_CHIPS') : null;
    case 'chips.counted': {
      const { counts } = fact.data;
      const same = counts.every((c) => state.entries[c.entryId]?.chips === c.before);
      return same ? null : blocked('CHANGED_SINCE');
    }
    case 'ranks.corrected': {
      const { orders } = fact.data;
      const same = orders.every((o) => state.entries[o.entryId]?.out?.order === o.before);
      return same ? null : blocked('CHANGED_SINCE');
    }
    case 'level.started':
    case 'clock.adjusted':
      return clockRefusal(state);
    case 'tournament.ended': {
      const again = end(state, { type: 'end', now });
      return 'refused' in again ? again : null;
    }
    default:
      fact satisfies never;
      return blocked('UNKNOWN');
  }
};

const seatsOnceMore = (state: State, fact: ActionFact, seed: string): readonly Seated[] => {
  switch (fact.type) {
    case 'player.boughtIn':
      return seatsAgain(state, [fact.data], seed);
    case 'player.rebought':
      return fact.data.revives === null ? [] : seatsAgain(state, [fact.data], seed);
    case 'player.moved':
    case 'seats.drawn':
    case 'table.broken':
      return fact.data.moves.map(({ entryId, seat }) => ({ entryId, seat }));
    default:
      return [];
  }
};

const clockOnceMore = (state: State, fact: ActionFact, now: Now): Anchor | null => {
  const { anchor } = state.clock;
  switch (fact.type) {
    case 'level.started': {
      const { level } = fact.data.anchor;
      const remainingMs = levelMs(state.levels, level);
      return anchored({ level, remainingMs }, now, anchor.running);
    }
    case 'clock.adjusted': {
      const { level, remainingMs } = clockAt(anchor, now);
      const again = Math.max(0, remainingMs + fact.data.byMs);
      return anchored({ level, remainingMs: again }, now, anchor.running);
    }
    case 'tournament.ended':
      return anchored(clockAt(anchor, now), now, false);
    default:
      return null;
  }
};

/** Puts back what was taken back, on the same seat and with the same place where they are free. */
export const redo = (state: State, command: CommandOf<'redo'>): Answer => {
  const fact = named(state, command.eventId);
  if ('refused' in fact) return fact;
  if (stands(state, fact.id)) return refuse('NOT_UNDONE', { eventId: fact.id });
  if (state.status === 'ended' && !AFTER_THE_END.has(fact.type)) return refuse('ENDED');
  const refusal = problem(state, fact, command.now);
  if (refusal !== null) return refusal;
  const data: Reversal = {
    eventId: fact.id,
    reason: command.reason,
    seats: seatsOnceMore(state, fact, command.seed),
    anchor: clockOnceMore(state, fact, command.now),
  };
  const level = fact.type === 'level.started' ? fact.data.anchor.level : null;
  return [
    { type: `${fact.type}.redone`, data },
    ...(level === null ? [] : registrationAt(state, level)),
  ];
};
