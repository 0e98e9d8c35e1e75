import type { Bust } from '../events.ts';
import type { State } from '../state.ts';
import type { Effect } from './effect.ts';
import { withEntry } from './effect.ts';
import { change, standUp } from './entries.ts';

const bountyOf = (hitmen: readonly { readonly bounty: number }[]): number =>
  hitmen.reduce((sum, h) => sum + h.bounty, 0);

/** Notes a bust with those who are credited with it; one hand may name somebody several times. */
const credit = (state: State, bustId: string, { hitmen }: Bust): void => {
  for (const { entryId } of hitmen)
    withEntry(state, entryId, ({ knockouts }) => {
      if (knockouts.at(-1) !== bustId) knockouts.push(bustId);
    });
};

const discredit = (state: State, bustId: string, { hitmen }: Bust): void => {
  for (const { entryId } of hitmen)
    withEntry(state, entryId, (entry) => {
      entry.knockouts = entry.knockouts.filter((id) => id !== bustId);
    });
};

export const busted: Effect<'player.busted'> = {
  apply: (state, { id, data }) => {
    for (const bust of data.busts) {
      const { entryId, order, hitmen } = bust;
      state.lastOrder = Math.max(state.lastOrder, order);
      credit(state, id, bust);
      withEntry(state, entryId, (entry) => {
        entry.bounty -= bountyOf(hitmen);
        standUp(state, entry);
        change(state, entry, (e) => {
          e.out = { eventId: id, order };
        });
      });
    }
  },
  revert: (state, { id, data }) => {
    for (const bust of data.busts) {
      discredit(state, id, bust);
      withEntry(state, bust.entryId, (entry) => {
        entry.bounty += bountyOf(bust.hitmen);
        change(state, entry, (e) => {
          e.out = null;
        });
      });
    }
  },
};

const countMoves = (state: State, moves: readonly { readonly entryId: string }[], by: 1 | -1) => {
  for (const { entryId } of moves)
    withEntry(state, entryId, (entry) => {
      entry.moves += by;
    });
};

export const moved: Effect<'player.moved'> = {
  apply: (state, { data }) => countMoves(state, data.moves, 1),
  revert: (state, { data }) => countMoves(state, data.moves, -1),
};

const setOpen = (state: State, tableId: string, open: boolean): void => {
  const table = state.tables[tableId];
  if (table !== undefined) table.open = open;
};

export const broken: Effect<'table.broken'> = {
  apply: (state, { data }) => {
    countMoves(state, data.moves, 1);
    setOpen(state, data.tableId, false);
  },
  revert: (state, { data }) => {
    setOpen(state, data.tableId, true);
    countMoves(state, data.moves, -1);
  },
};

export const counted: Effect<'chips.counted'> = {
  apply: (state, { data }) => {
    for (const { entryId, chips } of data.counts)
      withEntry(state, entryId, (entry) => {
        entry.chips = chips;
      });
  },
  revert: (state, { data }) => {
    for (const { entryId, before } of data.counts)
      withEntry(state, entryId, (entry) => {
        entry.chips = before;
      });
  },
};

const reorder = (state: State, entryId: string, order: number): void =>
  withEntry(state, entryId, (entry) => {
    if (entry.out !== null) entry.out = { eventId: entry.out.eventId, order };
    state.lastOrder = Math.max(state.lastOrder, order);
  });

export const corrected: Effect<'ranks.corrected'> = {
  apply: (state, { data }) => {
    for (const { entryId, order } of data.orders) reorder(state, entryId, order);
  },
  revert: (state, { data }) => {
    for (const { entryId, before } of data.orders) reorder(state, entryId, before);
  },
};

export const adjusted =
  (sign: 1 | -1): Effect<'entry.adjusted'>['apply'] =>
  (state, { data }) =>
    withEntry(state, data.entryId, (entry) => {
      entry.hitsAdjusted += sign * data.hits;
      entry.points += sign * data.points;
    });
