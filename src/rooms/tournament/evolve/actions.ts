import type { Recorded } from '../../../kernel/decider.ts';
import type { ActionEvent, Undoable } from '../events.ts';
import type { State } from '../state.ts';
import type { Effect } from './effect.ts';
import { anchor } from './effect.ts';
import { postChips } from './money.ts';
import { adjusted, broken, busted, corrected, counted, moved } from './play.ts';
import {
  addedOn,
  boughtIn,
  noShowed,
  prizePaid,
  rebought,
  received,
  refundPaid,
  unregistered,
} from './purchases.ts';

/** What each fact does and how it is taken back: the one list that undo and redo stand on. */
export const EFFECTS: { readonly [Type in Undoable]: Effect<Type> } = {
  'player.boughtIn': boughtIn,
  'player.rebought': rebought,
  'player.addedOn': addedOn,
  'player.busted': busted,
  'player.moved': moved,
  'seats.drawn': { apply: () => undefined, revert: () => undefined },
  'table.broken': broken,
  'player.unregistered': unregistered,
  'player.noShowed': noShowed,
  'payment.received': { apply: received(1), revert: received(-1) },
  'prize.paid': { apply: prizePaid(1), revert: prizePaid(-1) },
  'refund.paid': { apply: refundPaid(1), revert: refundPaid(-1) },
  'prize.granted': {
    apply: (state, { data }) => {
      state.totals.granted += data.amount;
    },
    revert: (state, { data }) => {
      state.totals.granted -= data.amount;
    },
  },
  'deal.made': {
    apply: (state, { id }) => {
      state.deal = id;
    },
    revert: (state) => {
      state.deal = null;
    },
  },
  'payouts.changed': {
    apply: (state, { data }) => {
      state.plan = data.plan;
    },
    revert: (state, { data }) => {
      state.plan = data.before;
    },
  },
  'chips.adjusted': {
    apply: (state, { data }) => postChips(state, data.reason, data.chips),
    revert: (state, { data }) => postChips(state, data.reason, -data.chips),
  },
  'chips.counted': counted,
  'ranks.corrected': corrected,
  'entry.adjusted': { apply: adjusted(1), revert: adjusted(-1) },
  'level.started': {
    apply: (state, { id, data }) => anchor(state, id, data.anchor),
    revert: () => undefined,
  },
  'clock.adjusted': {
    apply: (state, { id, data }) => anchor(state, id, data.anchor),
    revert: () => undefined,
  },
  'counters.set': {
    apply: (state, { data: { before: _, ...counters } }) => {
      state.counters = counters;
    },
    revert: (state, { data }) => {
      state.counters = data.before;
    },
  },
  'tournament.ended': {
    apply: (state, { id, at, data }) => {
      state.status = 'ended';
      state.endedAtMs = at;
      anchor(state, id, data.anchor);
    },
    revert: (state) => {
      state.status = 'running';
      state.endedAtMs = null;
    },
  },
};

/** The table's own types line up by construction; TypeScript cannot see that across a union. */
const effectOf = (fact: Recorded<ActionEvent>) => EFFECTS[fact.type] as Effect<Undoable>;

export const apply = (state: State, fact: Recorded<ActionEvent>): void =>
  effectOf(fact).apply(state, fact);

export const revert = (state: State, fact: Recorded<ActionEvent>): void =>
  effectOf(fact).revert(state, fact);
