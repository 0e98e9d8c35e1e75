import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fold } from '../../../src/kernel/decider.ts';
import type { Envelope } from '../../../src/kernel/envelope.ts';
import { recorded } from '../../../src/kernel/envelope.ts';
import type { TournamentEvent } from '../../../src/rooms/tournament/events.ts';
import { UNDOABLE } from '../../../src/rooms/tournament/events.ts';
import { tournament } from '../../../src/rooms/tournament/room.ts';
import { poolView, standings } from '../../../src/rooms/tournament/views.ts';

/** A night, one made by mistake, and slips of the finger at a table, with every shape that was ever shipped. They stay for ever. */
const FOLDER = join(import.meta.dir, '../../data/events');

const read = (file = 'tournament-1.json'): Envelope[] =>
  JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));

/** Every event type there is; the compiler asks for a new one here, and then for a new file of shapes. */
const OTHERS = {
  'tournament.created': true,
  'tournament.configured': true,
  'tournament.discarded': true,
  'tournament.started': true,
  'structure.changed': true,
  'level.corrected': true,
  'clock.paused': true,
  'clock.resumed': true,
  'clock.warned': true,
  'clock.reanchored': true,
  'clock.interrupted': true,
  'clock.settled': true,
  'registration.closed': true,
  'registration.reopened': true,
  'tables.opened': true,
  'table.changed': true,
  'table.closed': true,
  'table.reopened': true,
  'button.moved': true,
  'tournament.restored': true,
  'seat.locked': true,
} satisfies Record<
  Exclude<
    TournamentEvent['type'],
    (typeof UNDOABLE)[number] | `${string}.undone` | `${string}.redone`
  >,
  true
>;

test('every shape of event ever shipped is kept, one of each type at least', () => {
  const all = [1, 2, 3, 4].flatMap((n) => read(`tournament-${n}.json`));
  const types = new Set(all.map((e) => e.type));
  const wanted = [
    ...Object.keys(OTHERS),
    ...UNDOABLE,
    'player.busted.undone',
    'player.busted.redone',
  ];
  expect(wanted.filter((type) => !types.has(type))).toEqual([]);
});

test('and still folds to the same night', () => {
  const events = read().map((e) => recorded<TournamentEvent>(tournament.upcast(e)));
  const state = fold(tournament.evolve, tournament.initial(), events);
  expect([state.version, state.status, state.totals.entries, state.totals.live]).toEqual([
    events.length,
    'ended',
    7,
    1,
  ]);
  expect(poolView(state).pool).toBe(860_00);
  expect(standings(state).list.map((s) => [s.rank, s.prize])).toEqual([
    [1, 400_00],
    [2, 230_00],
    [3, 150_00],
    [4, 0],
    [5, 0],
    [6, 0],
    [7, 0],
  ]);
});

test('a tournament made by mistake folds to none', () => {
  const events = read('tournament-2.json').map((e) => recorded<TournamentEvent>(e));
  const state = fold(tournament.evolve, tournament.initial(), events);
  expect([state.version, state.status]).toEqual([2, 'none']);
});

test('a table that was closed and opened again stands there as it was', () => {
  const events = read('tournament-3.json').map((e) => recorded<TournamentEvent>(e));
  const { tables } = fold(tournament.evolve, tournament.initial(), events);
  const blocked = [{ seat: 9, label: '' }];
  expect(tables['t1']).toMatchObject({
    open: true,
    number: 1,
    name: 'Feature',
    button: 3,
    blocked,
  });
});

test('a tournament that came back from the cloud numbers its receipts in a series of its own', () => {
  const events = read('tournament-4.json').map((e) => recorded<TournamentEvent>(e));
  const { series, status } = fold(tournament.evolve, tournament.initial(), events);
  expect([series, status]).toEqual([[{ name: 'B', from: 2 }], 'setup']);
});
