import { expect, test } from 'bun:test';
import { factsOf } from '../../../src/leaf/update/digest.ts';
import type { TournamentState } from '../../../src/rooms/tournament/room.ts';
import { running } from '../../rooms/tournament/night.ts';

const STATE: TournamentState = running(3).state;
const said = (state: TournamentState): string => JSON.stringify(factsOf(state));

type Entry = TournamentState['entries'][string];
const first = (change: (entry: Entry) => Partial<Entry>): TournamentState => {
  const [id = '', entry] = Object.entries(STATE.entries)[0] ?? [];
  if (entry === undefined) throw new Error('nobody plays');
  return { ...STATE, entries: { ...STATE.entries, [id]: { ...entry, ...change(entry) } } };
};
const anchored = (change: Partial<TournamentState['clock']['anchor']>): TournamentState => ({
  ...STATE,
  clock: { ...STATE.clock, anchor: { ...STATE.clock.anchor, ...change } },
});
const totalled = (change: Partial<TournamentState['totals']>): TournamentState => ({
  ...STATE,
  totals: { ...STATE.totals, ...change },
});

test.each<readonly [string, TournamentState]>([
  ['whether it runs', { ...STATE, status: 'ended' }],
  ['how many levels there are', { ...STATE, levels: STATE.levels.slice(1) }],
  ['the level', anchored({ level: STATE.clock.anchor.level + 1 })],
  ['the clock', anchored({ remainingMs: STATE.clock.anchor.remainingMs - 1 })],
  ['whether the clock runs', anchored({ running: !STATE.clock.anchor.running })],
  ['chips of one', first(({ chips }) => ({ chips: (chips ?? 0) + 1 }))],
  ['a seat', first(({ seat }) => ({ seat: seat === null ? null : { ...seat, seat: 99 } }))],
  ['a table', first(({ seat }) => ({ seat: seat === null ? null : { ...seat, tableId: 'x' } }))],
  ['whose entry it is', first(() => ({ playerId: 'somebody' }))],
  ['what was paid', first(({ paid }) => ({ paid: paid + 1 }))],
  ['what it cost', first(({ price }) => ({ price: price + 1 }))],
  ['a prize', first(() => ({ prizePaid: 100 }))],
  ['money in all', totalled({ money: { ...STATE.totals.money, cash: 1 } })],
  ['chips in all', totalled({ chips: { ...STATE.totals.chips, x: 1 } })],
])('OPS-3: a release that takes %s for another does not serve', (_, other) => {
  expect(said(other)).not.toBe(said(STATE));
});

test('OPS-3: the order in which a release keeps things says nothing', () => {
  const entries = Object.fromEntries(Object.entries(STATE.entries).toReversed());
  const money = Object.fromEntries(Object.entries(STATE.totals.money).toReversed());
  const other = { ...STATE, entries, totals: { ...STATE.totals, money } };
  expect(said(other)).toBe(said(STATE));
});
