import type { Refusal } from '../../../kernel/decider.ts';
import { refuse } from '../../../kernel/decider.ts';
import type { Now } from '../../../kernel/time.ts';
import type { Anchor } from '../../../poker/clock.ts';
import { anchored, clockAt } from '../../../poker/clock.ts';
import type { CommandOf, RefusalCode } from '../commands.ts';
import type { Moved, Reversal, Seated, TournamentEvent } from '../events.ts';
import type { State } from '../state.ts';
import { chipsInPlay, isLive, stands } from '../state.ts';
import { dueTo } from '../views/standings.ts';
import type { ActionFact } from './blockers.ts';
import { blockers, entryOf } from './blockers.ts';
import { clockRefusal, registrationAt } from './clock.ts';
import { seatsAgain } from './seats.ts';

export type Answer = readonly TournamentEvent[] | Refusal<RefusalCode>;

/** Who is out by now has no seat to go back to. */
const backTo = (moves: readonly Moved[], state: State): readonly Seated[] =>
  moves.flatMap(({ entryId, from }) =>
    entryOf(state, entryId).some(isLive) ? [{ entryId, seat: from }] : [],
  );

const seatsBefore = (state: State, fact: ActionFact, seed: string): readonly Seated[] => {
  switch (fact.type) {
    case 'player.busted':
      return seatsAgain(state, fact.data.busts, seed);
    case 'player.unregistered':
    case 'player.noShowed':
      return seatsAgain(state, [fact.data], seed);
    case 'player.moved':
    case 'seats.drawn':
    case 'table.broken':
      return backTo(fact.data.moves, state);
    default:
      return [];
  }
};

const clockBefore = (state: State, fact: ActionFact, now: Now): Anchor | null => {
  const { anchor } = state.clock;
  switch (fact.type) {
    case 'level.started':
      return anchored(fact.data.before, now, anchor.running);
    case 'clock.adjusted': {
      const { level, remainingMs } = clockAt(anchor, now);
      const back = Math.max(0, remainingMs - fact.data.byMs);
      return anchored({ level, remainingMs: back }, now, anchor.running);
    }
    case 'tournament.ended':
      return { ...fact.data.anchor, running: false };
    default:
      return null;
  }
};

/** What undo refuses besides blockers: an automatic level, a plan that was locked since, … */
const problem = (state: State, fact: ActionFact): Refusal<RefusalCode> | null => {
  switch (fact.type) {
    case 'level.started':
      if (fact.data.by === 'clock') return refuse('NOT_UNDOABLE', { eventId: fact.id });
      return clockRefusal(state);
    case 'clock.adjusted':
      return clockRefusal(state);
    case 'payouts.changed': {
      const same = JSON.stringify(fact.data.plan) === JSON.stringify(state.plan);
      return same ? null : refuse('UNDO_BLOCKED', { by: [], why: 'LOCKED' });
    }
    case 'player.boughtIn':
    case 'player.rebought':
    case 'player.addedOn':
      return chipsInPlay(state) < fact.data.purchase.chips ? refuse('NOT_ENOUGH_CHIPS') : null;
    case 'chips.adjusted':
      return chipsInPlay(state) < fact.data.chips ? refuse('NOT_ENOUGH_CHIPS') : null;
    case 'prize.granted': {
      const [entry] = entryOf(state, fact.data.entryId);
      const short = entry !== undefined && dueTo(state, entry) < fact.data.amount;
      return short && entry.prizePaid > 0 ? refuse('PRIZES_PAID', { entryId: entry.id }) : null;
    }
    default:
      return null;
  }
};

/** The fact that an undo or redo names, or why there is none. */
export const named = (state: State, eventId: string): ActionFact | Refusal<RefusalCode> =>
  state.facts[eventId] ?? refuse('NOTHING_TO_UNDO', { eventId });

/** Takes a fact back by an event that names it; everything derived follows (PLY-6). */
export const undo = (state: State, command: CommandOf<'undo'>): Answer => {
  const fact = named(state, command.eventId);
  if ('refused' in fact) return fact;
  if (!stands(state, fact.id)) return refuse('ALREADY_UNDONE', { eventId: fact.id });
  const by = [...new Set(blockers(state, fact))];
  if (by.length > 0) return refuse('UNDO_BLOCKED', { by });
  const refusal = problem(state, fact);
  if (refusal !== null) return refusal;
  const data: Reversal = {
    eventId: fact.id,
    reason: command.reason,
    seats: seatsBefore(state, fact, command.seed),
    anchor: clockBefore(state, fact, command.now),
  };
  const level = fact.type === 'level.started' ? registrationAt(state, fact.data.before.level) : [];
  return [{ type: `${fact.type}.undone`, data }, ...level];
};

/** Would a player be back in by undoing this who is not in now? For the consequences shown first. */
export const revives = (state: State, fact: ActionFact): readonly string[] =>
  fact.type === 'player.busted'
    ? fact.data.busts.flatMap((b) =>
        entryOf(state, b.entryId).flatMap((e) => (isLive(e) ? [] : [e.id])),
      )
    : [];
