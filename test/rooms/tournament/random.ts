import fc from 'fast-check';
import { below, seeded } from '../../../src/kernel/random.ts';
import type { Config } from '../../../src/rooms/tournament/commands.ts';
import type { TournamentEvent } from '../../../src/rooms/tournament/events.ts';
import { UNDOABLE } from '../../../src/rooms/tournament/events.ts';
import { isLive, stands } from '../../../src/rooms/tournament/state.ts';
import type { Night } from './night.ts';
import { config, LEVELS, night, round } from './night.ts';

/** One step of a random night: what to try, and numbers that pick whom and how much. */
export type Step = { readonly what: number; readonly a: number; readonly b: number };

const rakeName: fc.Arbitrary<string> = fc.constantFrom('House', 'Staff');
const amount = fc.integer({ min: 0, max: 50_000 });
const rake = fc.oneof(
  fc.record({ kind: fc.constant('amount' as const), name: rakeName, amount: fc.nat(2_000) }),
  fc.record({
    kind: fc.constant('percent' as const),
    name: rakeName,
    basisPoints: fc.nat(1_500),
  }),
);

const profile = (id: string) =>
  fc.record({
    id: fc.constant(id),
    name: fc.constant(id),
    price: amount,
    rakes: fc.array(rake, { maxLength: 2 }),
    chips: fc.nat(50_000),
    bounty: fc.oneof(fc.constant(0), fc.nat(5_000)),
  });

const source = fc.oneof(
  fc.record({
    kind: fc.constant('chart' as const),
    chart: fc.constantFrom('barge2025' as const, 'homeGames' as const, 'winnerTakesAll' as const),
  }),
  fc.record({
    kind: fc.constant('generator' as const),
    paidBasisPoints: fc.integer({ min: 500, max: 3_000 }),
    topRatioBasisPoints: fc.integer({ min: 4_000, max: 9_000 }),
    tiers: fc.constant<number[]>([1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 3, 9]),
  }),
);

export const configs: fc.Arbitrary<Config> = fc
  .record({
    buyIns: profile('buyIn').map((p) => [p]),
    rebuys: profile('rebuy').map((p) => ({ allowed: true, profiles: [p] })),
    addOns: profile('addOn').map((p) => ({ allowed: true, profiles: [p] })),
    reEntry: fc.record({ allowed: fc.boolean(), concurrent: fc.boolean() }),
    placesCount: fc.constantFrom('entries' as const, 'players' as const),
    noShow: fc.constant('stackOut' as const),
    hits: fc.record({ track: fc.boolean(), fullCredit: fc.boolean() }),
    pool: fc.record({
      rakes: fc.array(rake, { maxLength: 2 }),
      withheld: fc.array(rake, { maxLength: 1 }),
      houseContribution: fc.oneof(fc.constant(0), fc.nat(100_000)),
      guarantee: fc.oneof(fc.constant(0), fc.nat(1_000_000)),
    }),
    payouts: fc.record({
      source,
      unit: fc.constantFrom(1, 5, 10, 100, 500, 2_500, 10_000),
      remainder: fc.constantFrom('first' as const, 'fromTop' as const),
      minCash: fc.oneof(fc.constant(null), fc.nat(30_000)),
      leftover: fc.constantFrom('first' as const, 'proportional' as const),
    }),
  })
  .map((over) => config(over));

export const steps = (maxLength: number): fc.Arbitrary<Step[]> =>
  fc.array(fc.record({ what: fc.nat(99), a: fc.nat(1_000_000), b: fc.nat(1_000_000) }), {
    maxLength,
    size: 'max',
  });

const pick = <T>(list: readonly T[], n: number): T | undefined =>
  list[n % Math.max(1, list.length)];

const liveIds = (n: Night) =>
  Object.values(n.state.entries)
    .filter(isLive)
    .map((e) => e.id);
const facts = (n: Night, standing: boolean) =>
  Object.keys(n.state.facts).filter((id) => stands(n.state, id) === standing);

/** Tries what the step says; the room accepts or refuses, both are fine. */
export const take = (n: Night, { what, a, b }: Step): void => {
  const entries = Object.keys(n.state.entries);
  const live = liveIds(n);
  const payment = { method: 'cash' as const, ...(a % 5 === 0 ? { paid: 0 } : {}) };
  n.pass(1_000);
  if (what < 25) {
    const playerId = `p${a % 40}`;
    n.attempt({ type: 'buyIn', entryId: `x${n.events.length}`, playerId, payment });
  } else if (what < 45) bustSome(n, live, a, b);
  else if (what < 53)
    n.attempt({ type: 'rebuy', entryId: pick(entries, a) ?? '', times: 1 + (b % 2), payment });
  else if (what < 58) n.attempt({ type: 'addOn', entryId: pick(live, a) ?? '', times: 1, payment });
  else if (what < 70)
    n.attempt({ type: 'undo', eventId: pick(facts(n, true), a) ?? '', reason: '' });
  else if (what < 76)
    n.attempt({ type: 'redo', eventId: pick(facts(n, false), a) ?? '', reason: '' });
  else if (what < 80) moveSomebody(n, live, a, b);
  else if (what < 82) n.attempt({ type: 'breakTable', tableId: `t${1 + (a % 3)}` });
  else if (what < 84) n.attempt({ type: 'drawSeats', everyone: b % 2 === 0, fixed: {}, apart: [] });
  else if (what < 86) n.attempt({ type: 'unregister', entryId: pick(live, a) ?? '', reason: '' });
  else if (what < 87) n.attempt({ type: 'noShow', entryId: pick(live, a) ?? '', reason: '' });
  else if (what < 89)
    n.attempt({ type: 'receivePayment', entryId: pick(entries, a) ?? '', method: 'card' });
  else if (what < 91) n.attempt({ type: 'grantPrize', name: 'High hand', amount: b % 5_000 });
  else if (what < 92)
    n.attempt({ type: 'adjustChips', reason: 'found', chips: (b % 2_000) - 1_000, note: '' });
  else if (what < 94) n.attempt({ type: 'setRegistration', open: b % 2 === 0, reason: '' });
  else if (what < 96)
    n.attempt({
      type: 'correctRank',
      entryId: pick(entries, a) ?? '',
      rank: 1 + (b % Math.max(1, entries.length)),
      reason: 'seen',
    });
  else if (what < 97) n.attempt({ type: 'advance' });
  else if (what < 98)
    n.attempt({ type: 'payPrize', entryId: pick(entries, a) ?? '', method: 'cash' });
  else n.attempt({ type: 'end' });
};

const bustSome = (n: Night, live: readonly string[], a: number, b: number) => {
  const several = 1 + (b % 7 === 0 ? 1 : 0) + (b % 11 === 0 ? 1 : 0);
  const ids = [...new Set(Array.from({ length: several }, (_, i) => pick(live, a + i * 7) ?? ''))];
  const hitman = pick(live, b);
  const second = pick(live, b + 1);
  const hitmen = [...new Set([hitman, ...(b % 3 === 0 ? [second] : [])])].flatMap((id) =>
    id === undefined || ids.includes(id) ? [] : [{ entryId: id, weight: 1 }],
  );
  n.attempt({ type: 'bust', busts: ids.map((entryId) => ({ entryId, hitmen, stack: a % 3 })) });
};

const moveSomebody = (n: Night, live: readonly string[], a: number, b: number) => {
  const seat = { tableId: `t${1 + (b % 3)}`, seat: 1 + (a % 9) };
  n.attempt({ type: 'seat', entryId: pick(live, a) ?? '', seat: b % 6 === 0 ? null : seat });
};

/** A night with tables and a started clock, then the steps. */
export const play = (setup: Config, list: readonly Step[], check?: (n: Night) => void): Night => {
  const n = night({ config: setup, levels: LEVELS });
  n.do({ type: 'openTables', tableIds: ['t1', 't2', 't3'] });
  n.do({ type: 'start', paused: false });
  for (const step of list) {
    take(n, step);
    check?.(n);
  }
  return n;
};

/** A whole large event from one seed: everybody in, rebuys, busts by the hundred with undo, to the end. */
export const large = (setup: Config, entries: number, seed: string): Night => {
  const random = seeded(seed);
  const n = night({ config: setup, levels: [round(100), round(200), round(400)] });
  const tables = Math.ceil(entries / 9);
  const tableIds = Array.from({ length: tables }, (_, i) => `t${i + 1}`);
  n.do({ type: 'openTables', tableIds });
  const payment = { method: 'cash' } as const;
  for (let i = 1; i <= entries; i++)
    n.do({ type: 'buyIn', entryId: `n${i}`, playerId: `p${i}`, payment });
  n.do({ type: 'start', paused: false });
  let live = liveIds(n);
  while (live.length > 1) {
    const size = Math.min(1 + below(random, 4), live.length - 1);
    const victims = live.splice(below(random, live.length - size), size);
    const hitman = live[below(random, live.length)] ?? '';
    const hitmen = [{ entryId: hitman, weight: 1 }];
    n.do({ type: 'bust', busts: victims.map((entryId) => ({ entryId, hitmen })) });
    const turn = below(random, 20);
    if (turn === 0) {
      n.undo(n.last('player.busted'));
      live = liveIds(n);
    } else if (turn === 1) {
      n.do({ type: 'rebuy', entryId: victims[0] ?? '', times: 1, payment });
      live = liveIds(n);
    }
  }
  n.do({ type: 'setRegistration', open: false, reason: '' });
  n.do({ type: 'end' });
  return n;
};

/** The facts that stand, found from the events alone. */
export const standing = (
  events: readonly {
    readonly id: string;
    readonly type: TournamentEvent['type'];
    readonly data: unknown;
  }[],
) => {
  const actions = new Set<string>(UNDOABLE);
  const off = new Set<string>();
  for (const { type, data } of events) {
    const named = (data as { eventId?: string }).eventId ?? '';
    if (type.endsWith('.undone')) off.add(named);
    if (type.endsWith('.redone')) off.delete(named);
  }
  return events.filter((e) => actions.has(e.type) && !off.has(e.id));
};
