import type { Recorded } from '../../../kernel/decider.ts';
import type { ActionEvent, EventOf, Undoable } from '../events.ts';
import type { Entry, State } from '../state.ts';
import { addEntry, change, charge, removeEntry, sit } from './entries.ts';
import { post, postChips, postPrice, postPurchase } from './money.ts';

type Effect<Type extends Undoable> = {
  /** What the fact does to the state; where people sit afterwards is `seatsAfter`. */
  readonly apply: (state: State, fact: Recorded<EventOf<Type>>) => void;
  /** Exactly the way back; seats and clock come with the undoing event. */
  readonly revert: (state: State, fact: Recorded<EventOf<Type>>) => void;
};

const withEntry = (state: State, entryId: string, how: (entry: Entry) => void): void => {
  const entry = state.entries[entryId];
  if (entry !== undefined) how(entry);
};

const boughtIn: Effect<'player.boughtIn'> = {
  apply: (state, { id, at, data }) => {
    const { entryId, playerId, number, purchase } = data;
    state.lastNumber = Math.max(state.lastNumber, number);
    const entry: Entry = {
      id: entryId,
      playerId,
      number,
      boughtIn: id,
      atMs: at,
      rebuys: 0,
      addOns: 0,
      price: 0,
      paid: 0,
      points: 0,
      hitsAdjusted: 0,
      chipsBought: 0,
      bounty: 0,
      chips: null,
      seat: null,
      locked: false,
      moves: 0,
      out: null,
      gone: null,
      prizePaid: 0,
    };
    charge(entry, purchase, 1);
    addEntry(state, entry);
    postPurchase(state, 'entries', purchase, 1);
  },
  revert: (state, { data }) =>
    withEntry(state, data.entryId, (entry) => {
      removeEntry(state, entry);
      postPurchase(state, 'entries', data.purchase, -1);
    }),
};

const rebought: Effect<'player.rebought'> = {
  apply: (state, { data }) =>
    withEntry(state, data.entryId, (entry) => {
      entry.rebuys += data.times;
      state.totals.rebuys += data.times;
      charge(entry, data.purchase, 1);
      postPurchase(state, 'rebuys', data.purchase, 1);
      if (data.revives === null) return;
      change(state, entry, (e) => {
        e.out = null;
      });
    }),
  revert: (state, { data }) =>
    withEntry(state, data.entryId, (entry) => {
      entry.rebuys -= data.times;
      state.totals.rebuys -= data.times;
      charge(entry, data.purchase, -1);
      postPurchase(state, 'rebuys', data.purchase, -1);
      const { revives } = data;
      if (revives === null) return;
      sit(state, { entryId: entry.id, seat: null });
      change(state, entry, (e) => {
        e.out = { ...revives };
      });
    }),
};

const addedOn: Effect<'player.addedOn'> = {
  apply: (state, { data }) =>
    withEntry(state, data.entryId, (entry) => {
      entry.addOns += data.times;
      state.totals.addOns += data.times;
      charge(entry, data.purchase, 1);
      postPurchase(state, 'addOns', data.purchase, 1);
    }),
  revert: (state, { data }) =>
    withEntry(state, data.entryId, (entry) => {
      entry.addOns -= data.times;
      state.totals.addOns -= data.times;
      charge(entry, data.purchase, -1);
      postPurchase(state, 'addOns', data.purchase, -1);
    }),
};

const bountyOf = (hitmen: readonly { readonly bounty: number }[]): number =>
  hitmen.reduce((sum, h) => sum + h.bounty, 0);

const busted: Effect<'player.busted'> = {
  apply: (state, { id, data }) => {
    for (const { entryId, order, hitmen } of data.busts) {
      state.lastOrder = Math.max(state.lastOrder, order);
      withEntry(state, entryId, (entry) => {
        entry.bounty -= bountyOf(hitmen);
        sit(state, { entryId, seat: null });
        change(state, entry, (e) => {
          e.out = { eventId: id, order };
        });
      });
    }
  },
  revert: (state, { data }) => {
    for (const { entryId, hitmen } of data.busts)
      withEntry(state, entryId, (entry) => {
        entry.bounty += bountyOf(hitmen);
        change(state, entry, (e) => {
          e.out = null;
        });
      });
  },
};

const countMoves = (state: State, moves: readonly { readonly entryId: string }[], by: 1 | -1) => {
  for (const { entryId } of moves)
    withEntry(state, entryId, (entry) => {
      entry.moves += by;
    });
};

const moved: Effect<'player.moved'> = {
  apply: (state, { data }) => countMoves(state, data.moves, 1),
  revert: (state, { data }) => countMoves(state, data.moves, -1),
};

const setOpen = (state: State, tableId: string, open: boolean): void => {
  const table = state.tables[tableId];
  if (table !== undefined) table.open = open;
};

const broken: Effect<'table.broken'> = {
  apply: (state, { data }) => {
    countMoves(state, data.moves, 1);
    setOpen(state, data.tableId, false);
  },
  revert: (state, { data }) => {
    setOpen(state, data.tableId, true);
    countMoves(state, data.moves, -1);
  },
};

/** Takes the buy-in of an entry out of the pool again (-1), or puts it back (1). */
const returnBuyIn = (state: State, entry: Entry, sign: 1 | -1): void => {
  const fact = state.facts[entry.boughtIn];
  if (fact?.type !== 'player.boughtIn') return;
  postPrice(state, 'entries', fact.data.purchase, sign);
  if (entry.price !== entry.paid) post(state, 'owed', sign * (entry.price - entry.paid));
};

const unregistered: Effect<'player.unregistered'> = {
  apply: (state, { data }) =>
    withEntry(state, data.entryId, (entry) => {
      sit(state, { entryId: entry.id, seat: null });
      returnBuyIn(state, entry, -1);
      post(state, `cash:${data.method}`, -data.refund);
      postChips(state, 'unregistered', -entry.chipsBought);
      state.totals.entries -= 1;
      change(state, entry, (e) => {
        e.gone = 'unregistered';
      });
    }),
  revert: (state, { data }) =>
    withEntry(state, data.entryId, (entry) => {
      returnBuyIn(state, entry, 1);
      post(state, `cash:${data.method}`, data.refund);
      postChips(state, 'unregistered', entry.chipsBought);
      state.totals.entries += 1;
      change(state, entry, (e) => {
        e.gone = null;
      });
    }),
};

const noShowed: Effect<'player.noShowed'> = {
  apply: (state, { data }) =>
    withEntry(state, data.entryId, (entry) => {
      sit(state, { entryId: entry.id, seat: null });
      returnBuyIn(state, entry, -1);
      post(state, 'refunds', -data.refund);
      postChips(state, 'noShow', -entry.chipsBought);
      state.totals.entries -= 1;
      change(state, entry, (e) => {
        e.gone = 'noShow';
      });
    }),
  revert: (state, { data }) =>
    withEntry(state, data.entryId, (entry) => {
      returnBuyIn(state, entry, 1);
      post(state, 'refunds', data.refund);
      postChips(state, 'noShow', entry.chipsBought);
      state.totals.entries += 1;
      change(state, entry, (e) => {
        e.gone = null;
      });
    }),
};

const received =
  (sign: 1 | -1): Effect<'payment.received'>['apply'] =>
  (state, { data }) =>
    withEntry(state, data.entryId, (entry) => {
      entry.paid += sign * data.amount;
      post(state, `cash:${data.method}`, sign * data.amount);
      post(state, 'owed', -sign * data.amount);
    });

const prizePaid =
  (sign: 1 | -1): Effect<'prize.paid'>['apply'] =>
  (state, { data }) =>
    withEntry(state, data.entryId, (entry) => {
      entry.prizePaid += sign * data.amount;
      post(state, `cash:${data.method}`, -sign * data.amount);
      post(state, 'prizes', sign * data.amount);
    });

const counted: Effect<'chips.counted'> = {
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

const corrected: Effect<'ranks.corrected'> = {
  apply: (state, { data }) => {
    for (const { entryId, order } of data.orders) reorder(state, entryId, order);
  },
  revert: (state, { data }) => {
    for (const { entryId, before } of data.orders) reorder(state, entryId, before);
  },
};

const adjusted =
  (sign: 1 | -1): Effect<'entry.adjusted'>['apply'] =>
  (state, { data }) =>
    withEntry(state, data.entryId, (entry) => {
      entry.hitsAdjusted += sign * data.hits;
      entry.points += sign * data.points;
    });

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

export const anchor = (state: State, eventId: string, to: State['clock']['anchor']): void => {
  state.clock.anchor = to;
  state.clock.anchorEvent = eventId;
};

/** The table's own types line up by construction; TypeScript cannot see that across a union. */
const effectOf = (fact: Recorded<ActionEvent>) => EFFECTS[fact.type] as Effect<Undoable>;

export const apply = (state: State, fact: Recorded<ActionEvent>): void =>
  effectOf(fact).apply(state, fact);

export const revert = (state: State, fact: Recorded<ActionEvent>): void =>
  effectOf(fact).revert(state, fact);
