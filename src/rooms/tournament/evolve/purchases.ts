import type { Entry, State } from '../state.ts';
import type { Effect } from './effect.ts';
import { withEntry } from './effect.ts';
import { addEntry, change, charge, removeEntry, sit } from './entries.ts';
import { post, postChips, postPrice, postPurchase } from './money.ts';

export const boughtIn: Effect<'player.boughtIn'> = {
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
      refund: 0,
      knockouts: [],
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

export const rebought: Effect<'player.rebought'> = {
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

export const addedOn: Effect<'player.addedOn'> = {
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

/** Takes the buy-in of an entry out of the pool again (-1), or puts it back (1). */
const returnBuyIn = (state: State, entry: Entry, sign: 1 | -1): void => {
  const fact = state.facts[entry.boughtIn];
  if (fact?.type !== 'player.boughtIn') return;
  postPrice(state, 'entries', fact.data.purchase, sign);
  if (entry.price !== entry.paid) post(state, 'owed', sign * (entry.price - entry.paid));
};

export const unregistered: Effect<'player.unregistered'> = {
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

export const noShowed: Effect<'player.noShowed'> = {
  apply: (state, { data }) =>
    withEntry(state, data.entryId, (entry) => {
      sit(state, { entryId: entry.id, seat: null });
      returnBuyIn(state, entry, -1);
      post(state, 'refunds', -data.refund);
      entry.refund += data.refund;
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
      entry.refund -= data.refund;
      postChips(state, 'noShow', entry.chipsBought);
      state.totals.entries += 1;
      change(state, entry, (e) => {
        e.gone = null;
      });
    }),
};

export const received =
  (sign: 1 | -1): Effect<'payment.received'>['apply'] =>
  (state, { data }) =>
    withEntry(state, data.entryId, (entry) => {
      entry.paid += sign * data.amount;
      post(state, `cash:${data.method}`, sign * data.amount);
      post(state, 'owed', -sign * data.amount);
    });

export const prizePaid =
  (sign: 1 | -1): Effect<'prize.paid'>['apply'] =>
  (state, { data }) =>
    withEntry(state, data.entryId, (entry) => {
      entry.prizePaid += sign * data.amount;
      post(state, `cash:${data.method}`, -sign * data.amount);
      post(state, 'prizes', sign * data.amount);
    });

export const refundPaid =
  (sign: 1 | -1): Effect<'refund.paid'>['apply'] =>
  (state, { data }) =>
    withEntry(state, data.entryId, (entry) => {
      entry.refund -= sign * data.amount;
      post(state, `cash:${data.method}`, -sign * data.amount);
      post(state, 'refunds', sign * data.amount);
    });
