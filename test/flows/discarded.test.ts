import { expect, test } from 'bun:test';
import { discarded } from '../../src/flows/discarded.ts';
import { FLOWS, ROOMS } from '../../src/leaf/rooms.ts';
import type { Command } from '../../src/rooms/displays/commands.ts';
import { displays } from '../../src/rooms/displays/room.ts';
import { displayOf } from '../../src/rooms/displays/state.ts';

const at = { id: 'e1', version: 2, at: 0, by: 'anna' };

test('DSP-1: taking back a tournament releases the screens that showed it, and no others', () => {
  const event = { type: 'tournament.discarded', data: { name: 'Friday' }, ...at } as const;
  const orders = discarded.orders(event, 't1');
  expect(orders).toEqual([
    { stream: 'displays:main', command: { type: 'release', tournamentId: 't1' } },
  ]);
  const state = displays.initial();
  const take = (command: Command) => {
    const events = displays.decide(state, command);
    if (!Array.isArray(events)) throw new Error('refused');
    for (const one of events) displays.evolve(state, { ...one, ...at });
  };
  take({ type: 'set', nodeId: 'of-it', tournamentId: 't1' });
  take({ type: 'set', nodeId: 'of-another', tournamentId: 't2' });
  for (const { command } of orders) take(command as Command);
  expect(displayOf(state, 'of-it').tournamentId).toBeNull();
  expect(displayOf(state, 'of-another').tournamentId).toBe('t2');
});

test('every flow has a name of its own, and follows and commands rooms of this leaf', () => {
  const rooms = ROOMS.map(({ name }): string => name);
  expect(new Set(FLOWS.map(({ name }) => name)).size).toBe(FLOWS.length);
  for (const { room, on } of FLOWS) {
    expect(rooms).toContain(room);
    expect(on.length).toBeGreaterThan(0);
  }
});
