import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { TournamentEvent } from '../../../src/rooms/tournament/events.ts';
import { evolve } from '../../../src/rooms/tournament/evolve.ts';
import { tournament } from '../../../src/rooms/tournament/room.ts';
import type { State } from '../../../src/rooms/tournament/state.ts';
import type { Outcome } from '../../../ui/tournament/actions.ts';
import { sayPlain } from '../../../ui/tournament/plain.ts';
import type { Order } from '../../../ui/tournament/way-back.ts';
import { waysBack } from '../../../ui/tournament/way-back.ts';
import type { TestLeaf } from '../../leaf.ts';
import { startLeaf } from '../../leaf.ts';

let leaf: TestLeaf;
beforeAll(async () => {
  leaf = await startLeaf();
});
afterAll(() => leaf?.stop());

/** A tournament on a real leaf, folded as the operator's page does it. */
const followed = async () => {
  const token = await leaf.token('floor');
  const state = tournament.initial();
  const hear = ({ status, body }: { status: number; body: unknown }) => {
    if (status > 201) throw new Error(JSON.stringify(body));
    const answer = body as Outcome & { id: string };
    for (const made of answer.events) evolve(state, { ...made, at: Date.parse(made.at), by: '' });
    return answer;
  };
  const made = { template: 'turbo', name: 'Friday', currency: 'EUR' };
  const { id } = hear(await leaf.post('/tournaments', made, token));
  const give = async ({ method, path, body }: Order): Promise<Outcome> =>
    hear(await leaf.ask(method, `/tournaments/${id}${path}`, { body, token }));
  const open = await give({ method: 'POST', path: '/tables', body: { tables: 2, seats: 9 } });
  const [opened] = open.events;
  const tableId = opened?.type === 'tables.opened' ? (opened.data.tables[1]?.tableId ?? '') : '';
  const { id: playerId } = (
    await leaf.post('/players', { firstName: 'Anna', lastName: 'Holm' }, token)
  ).body as { id: string };
  const seat = { tableId, seat: 5 };
  await give({ method: 'POST', path: '/players/buyin', body: { playerId, seat } });
  const entryId = Object.keys(state.entries)[0] ?? '';
  return { state, give, tableId, playerId, entryId };
};

type Followed = Awaited<ReturnType<typeof followed>>;

/** All of it that an action may have touched, but for what only counts up. */
const looks = ({ config, levels, tables, entries, registration, plan }: State) =>
  structuredClone({ config, levels, tables, entries, registration, plan });

const put = (path: string, body: unknown): Order => ({ method: 'PUT', path, body });

type Row = readonly [
  what: string,
  title: string,
  prepare: (f: Followed) => readonly Order[],
  act: (f: Followed) => Order,
];

const lengthened = ({ state }: Followed, index: number) => {
  const level = state.levels[index];
  return level === undefined ? [] : [{ ...level, minutes: level.minutes + 5 }];
};

const start: Order = { method: 'POST', path: '/start' };
const none = () => [];

const ROWS: readonly Row[] = [
  [
    'a table renamed',
    'Table 2 changed',
    none,
    ({ tableId }) => put(`/tables/${tableId}`, { name: 'Final' }),
  ],
  [
    'a table made smaller',
    'Table 2 changed',
    none,
    ({ tableId }) => put(`/tables/${tableId}`, { seats: 8 }),
  ],
  [
    'a seat blocked',
    'Table 2 · Seat 9 blocked',
    none,
    ({ tableId }) => put(`/tables/${tableId}`, { blocked: [{ seat: 9 }] }),
  ],
  [
    'a seat freed',
    'Table 2 · Seat 9 may be used',
    ({ tableId }) => [put(`/tables/${tableId}`, { blocked: [{ seat: 9, label: 'pillar' }] })],
    ({ tableId }) => put(`/tables/${tableId}`, { blocked: [] }),
  ],
  [
    'the button set',
    'Button at Table 2 · Seat 5',
    none,
    ({ tableId }) => put(`/tables/${tableId}`, { button: 5 }),
  ],
  [
    'the button moved on',
    'Button at Table 2 · Seat 7',
    ({ tableId }) => [put(`/tables/${tableId}`, { button: 5 })],
    ({ tableId }) => put(`/tables/${tableId}`, { button: 7 }),
  ],
  [
    'a seat locked',
    'Anna H. keeps the seat',
    none,
    ({ playerId, entryId, tableId }) =>
      put(`/players/${playerId}/seat`, { entryId, seat: { tableId, seat: 5 }, locked: true }),
  ],
  [
    'a table closed',
    'Table 1 closed',
    none,
    ({ state, tableId }) => ({
      method: 'DELETE',
      path: `/tables/${Object.keys(state.tables).find((id) => id !== tableId)}`,
    }),
  ],
  [
    'the structure saved before the start',
    'Structure saved',
    none,
    (f) =>
      put('/structure', {
        fromLevel: 0,
        levels: [...lengthened(f, 0), ...f.state.levels.slice(1)],
      }),
  ],
  [
    'levels added behind the last one, while it is played',
    'Structure saved',
    () => [start],
    (f) =>
      put('/structure', {
        fromLevel: f.state.levels.length,
        levels: lengthened(f, f.state.levels.length - 1),
      }),
  ],
  [
    'the level corrected',
    'Level corrected',
    () => [start],
    (f) => put('/level', { level: lengthened(f, 0)[0], reason: 'slow dealers' }),
  ],
  [
    'settings saved, with one part as it was',
    'Settings saved',
    none,
    ({ state }) => put('', { name: 'Saturday', description: 'Late', noShow: state.config.noShow }),
  ],
  [
    'settings that close the entries',
    'Settings saved',
    () => [
      put('', { registration: { lastLevel: 2 } }),
      start,
      { method: 'POST', path: '/jump/3' },
      put('', { registration: { lastLevel: 6 } }),
    ],
    () => put('', { registration: { lastLevel: 2 } }),
  ],
];

describe('PLY-6: what has no undo of its own is led back by the other command', () => {
  test.each(ROWS)('%s', async (_, title, prepare, act) => {
    const f = await followed();
    for (const order of prepare(f)) await f.give(order);
    const before = looks(f.state);
    const { events } = await f.give(act(f));
    expect(looks(f.state)).not.toEqual(before);
    const night = { id: 't', state: f.state, names: { [f.playerId]: 'Anna H.' } };
    const said = events.flatMap((event) => sayPlain(night, event)?.title ?? []);
    expect(said[0]).toBe(title);
    const made: TournamentEvent[] = [];
    for (const order of waysBack(f.state, events)) made.push(...(await f.give(order)).events);
    expect(looks(f.state)).toEqual(before);
    // And the way back has its own: that is what Redo takes.
    const after = waysBack(f.state, made);
    for (const order of after) await f.give(order);
    expect(looks(f.state)).not.toEqual(before);
  });

  test('tables opened are closed again, and opened again under their own numbers', async () => {
    const f = await followed();
    const { events } = await f.give({ method: 'POST', path: '/tables', body: { tables: 2 } });
    const opened = () => Object.values(f.state.tables).flatMap((t) => (t.open ? [t.number] : []));
    expect(opened()).toEqual([1, 2, 3, 4]);
    const made: TournamentEvent[] = [];
    for (const order of waysBack(f.state, events)) made.push(...(await f.give(order)).events);
    expect(opened()).toEqual([1, 2]);
    for (const order of waysBack(f.state, made)) await f.give(order);
    expect(opened()).toEqual([1, 2, 3, 4]);
  });

  test('a level that is over by now is not corrected in place of the next one', async () => {
    const f = await followed();
    await f.give(start);
    const { events } = await f.give(put('/level', { level: lengthened(f, 0)[0], reason: 'slow' }));
    await f.give({ method: 'POST', path: '/advance' });
    const [order] = waysBack(f.state, events);
    if (order === undefined) throw new Error('there is no way back');
    await expect(f.give(order)).rejects.toThrow('PAST_LEVEL');
  });

  test('what can be undone by its event has no second way, and nothing is made up for old events', () => {
    const state = tournament.initial();
    expect(waysBack(state, [{ type: 'button.moved', data: { tableId: 't', seat: 3 } }])).toEqual(
      [],
    );
    const cash = { entryId: 'n1', amount: 5_000, method: 'cash' } as const;
    expect(waysBack(state, [{ type: 'payment.received', data: cash }])).toEqual([]);
  });
});
