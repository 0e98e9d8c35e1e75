import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { fold } from '../../../src/kernel/decider.ts';
import { sum } from '../../../src/kernel/money.ts';
import type { ActionEvent } from '../../../src/rooms/tournament/events.ts';
import { tournament } from '../../../src/rooms/tournament/room.ts';
import type { State } from '../../../src/rooms/tournament/state.ts';
import { chipsInPlay, isLive } from '../../../src/rooms/tournament/state.ts';
import {
  dueTo,
  entriesView,
  payoutsView,
  poolView,
  standings,
} from '../../../src/rooms/tournament/views.ts';
import type { Night } from './night.ts';
import { config } from './night.ts';
import { configs, large, play, standing, steps, take } from './random.ts';

/** Random tournaments in CI; `npm run soak` plays 100,000. */
const RUNS = Number(process.env['FELT_TOURNAMENTS'] ?? 2_000);
const SEED = process.env['FELT_SEED'];
const options = { numRuns: RUNS, includeErrorInReport: true };

const paidOut = (state: State) =>
  sum(payoutsView(state).places.map((p) => p.each * (p.to - p.from + 1)));

/** Money in and chips in, added up from the events alone: the ledger's independent witness. */
const witness = (n: Night) => {
  let [pool, rakes, bounties, chips, cash] = [0, 0, 0, 0, 0];
  const facts = standing(n.events) as unknown as ActionEvent[];
  const gone = new Set<string>();
  for (const f of facts)
    if (f.type === 'player.unregistered' || f.type === 'player.noShowed') gone.add(f.data.entryId);
  for (const f of facts) {
    if ('purchase' in f.data) {
      const { purchase } = f.data;
      cash += purchase.paid;
      if (gone.has(f.data.entryId)) continue;
      const raked = sum(purchase.rakes.map((r) => r.amount));
      rakes += raked;
      bounties += purchase.bounty;
      pool += purchase.price - raked - purchase.bounty;
      chips += purchase.chips;
    } else if (f.type === 'payment.received') cash += f.data.amount;
    else if (f.type === 'prize.paid' || f.type === 'refund.paid') cash -= f.data.amount;
    else if (f.type === 'player.unregistered') cash -= f.data.refund;
    else if (f.type === 'chips.adjusted') chips += f.data.chips;
  }
  return { pool, rakes, bounties, chips, cash };
};

const checkMoney = (n: Night) => {
  const { state } = n;
  const view = poolView(state);
  const places = payoutsView(state);
  const seen = witness(n);
  expect(sum(view.lines.map((l) => l.amount))).toBe(view.pool);
  expect(sum(view.lines.slice(0, 3).map((l) => l.amount))).toBe(seen.pool);
  expect(sum(view.rakes.map((r) => r.amount))).toBe(seen.rakes);
  expect(view.bounties).toBe(seen.bounties);
  expect(sum(view.cash.map((c) => c.amount))).toBe(seen.cash);
  expect(chipsInPlay(state)).toBe(seen.chips);
  expect(sum(Object.values(state.totals.money))).toBe(0);
  if (standings(state).list.length > 0)
    expect(paidOut(state)).toBe(Math.max(0, view.pool - places.granted));
  expect(places.places.every((p) => p.each >= 0)).toBe(true);
};

const checkRanks = (n: Night) => {
  const { list } = standings(n.state);
  const live = list.filter((s) => s.rank === null).length;
  let expected = 1 + live;
  for (const [i, s] of list.entries()) {
    if (s.rank === null) continue;
    const before = list[i - 1];
    if (before?.rank === s.rank) continue;
    expect(s.rank).toBe(expected);
    expected += s.ties;
  }
  if (n.state.status === 'ended' && n.state.deal === null && list.length > 0)
    expect(sum(list.map((s) => s.prize))).toBe(paidOut(n.state));
};

const checkBounties = (n: Night) => {
  const views = entriesView(n.state, {});
  const won = sum(views.map((e) => e.bountiesWon));
  const heads = sum(
    Object.values(n.state.entries).flatMap((e) =>
      e.gone !== null || (n.state.status === 'ended' && isLive(e)) ? [] : [e.bounty],
    ),
  );
  expect(won + heads).toBe(poolView(n.state).bounties);
};

/** Nobody holds more than what is due, and no more is granted than there is. */
const checkPromises = (n: Night) => {
  const overpaid = Object.values(n.state.entries).filter(
    (e) => e.prizePaid > 0 && dueTo(n.state, e) < 0,
  );
  expect(overpaid).toEqual([]);
  expect(n.state.totals.granted).toBeLessThanOrEqual(poolView(n.state).pool);
};

const checkSeats = (n: Night) => {
  const { entries, tables, totals } = n.state;
  const seated = Object.values(tables).flatMap((t) =>
    t.seats.flatMap((id, i) => (id === null ? [] : [`${id}@${t.id}/${i + 1}`])),
  );
  const wanted = Object.values(entries).flatMap((e) =>
    e.seat === null ? [] : [`${e.id}@${e.seat.tableId}/${e.seat.seat}`],
  );
  expect(seated.toSorted()).toEqual(wanted.toSorted());
  expect(Object.values(entries).filter((e) => e.seat !== null && !isLive(e))).toEqual([]);
  expect(Object.values(entries).filter(isLive).length).toBe(totals.live);
};

const check = (n: Night) => {
  checkMoney(n);
  checkRanks(n);
  checkBounties(n);
  checkPromises(n);
  checkSeats(n);
};

/** Every number that a screen derives; seats and histories are compared elsewhere. */
const derived = (state: State) => ({
  pool: poolView(state),
  payouts: payoutsView(state),
  ranks: standings(state)
    .list.map((s) => [s.entryId, s.rank, s.ties, s.prize])
    .toSorted(),
  entries: entriesView(state, {})
    .map(({ seat: _, ...e }) => e)
    .toSorted((a, b) => (a.entryId < b.entryId ? -1 : 1)),
  chips: chipsInPlay(state),
  totals: {
    ...state.totals,
    money: nonZero(state.totals.money),
    chips: nonZero(state.totals.chips),
  },
});

const nonZero = (totals: Record<string, number>) =>
  Object.fromEntries(Object.entries(totals).filter(([, amount]) => amount !== 0));

describe('random tournaments', () => {
  test(`POL-4, CHP-3, POL-5: sums are exact at every moment (${RUNS} tournaments)`, () => {
    fc.assert(
      fc.property(configs, steps(60), (setup, list) => {
        const n = play(setup, list);
        check(n);
      }),
      options,
    );
  });

  test('the same after every single step', () => {
    fc.assert(
      fc.property(configs, steps(40), (setup, list) => {
        play(setup, list, check);
      }),
      { ...options, numRuns: Math.ceil(RUNS / 10) },
    );
  });

  test('PLY-6: undo restores every derived number, and redo brings them back', () => {
    fc.assert(
      fc.property(configs, steps(40), steps(12), (setup, before, after) => {
        const n = play(setup, before);
        for (const step of after) {
          const first = structuredClone(derived(n.state));
          const from = n.events.length;
          take(n, step);
          const fact = n.events[from];
          if (
            fact === undefined ||
            n.state.facts[fact.id] === undefined ||
            n.events.length !== from + 1
          )
            continue;
          if (fact.type.startsWith('clock') || fact.type === 'level.started') continue;
          const second = structuredClone(derived(n.state));
          const answer = n.attempt({ type: 'undo', eventId: fact.id, reason: '' });
          if (!Array.isArray(answer)) continue;
          expect(derived(n.state)).toEqual(first);
          n.redo(fact.id);
          expect(derived(n.state)).toEqual(second);
        }
      }),
      { ...options, numRuns: Math.ceil(RUNS / 4) },
    );
  });

  test('the state is the fold of its events, also through JSON', () => {
    fc.assert(
      fc.property(configs, steps(60), (setup, list) => {
        const n = play(setup, list);
        const events: typeof n.events = JSON.parse(JSON.stringify(n.events));
        const again = fold(tournament.evolve, tournament.initial(), structuredClone(events));
        expect(JSON.parse(JSON.stringify(again))).toEqual(JSON.parse(JSON.stringify(n.state)));
      }),
      { ...options, numRuns: Math.ceil(RUNS / 10) },
    );
  });

  const sizes = RUNS >= 2_000 ? [5_000, 1_500] : [300];
  test.each(sizes)('a whole event of %d entries adds up', (entries) => {
    const setup = config({
      pool: { guarantee: 1_000_000_00, rakes: [{ kind: 'percent', name: 'H', basisPoints: 333 }] },
    });
    const n = large(setup, entries, `large-${entries}-${SEED ?? 1}`);
    check(n);
    expect(n.state.totals.live).toBe(1);
  });
});
