import { describe, expect, test } from 'bun:test';
import type { Recorded } from '../../src/kernel/decider.ts';
import { GENESIS } from '../../src/log/chain.ts';
import { memoryLog } from '../../src/log/memory.ts';
import type { Log } from '../../src/log/port.ts';
import { refreshProjections } from '../../src/log/refresh.ts';
import { createReplica } from '../../src/log/replica.ts';
import type { AnyRoom } from '../../src/log/rooms.ts';
import { verifyLog } from '../../src/log/verify.ts';
import { waiting, waitingIn } from '../../src/log/waiting.ts';
import type { CounterEvent, CounterState } from './counter-room.ts';
import { counterRoom } from './counter-room.ts';
import { commander, counterHandle, TABLES, temporaryLibsql } from './fixtures.ts';

const add = (by: number, times = 1) => ({ type: 'add', by, times });

/** A log in which three counters were added to and one of them taken back. */
const written = async (): Promise<Log> => {
  const log = memoryLog(TABLES);
  const execute = commander(counterHandle(log));
  for (const [stream, by] of [
    ['a', 1],
    ['b', 2],
    ['a', 3],
    ['c', 4],
    ['a', 5],
  ] as const)
    await execute(stream, add(by));
  await execute('a', { type: 'undo', eventId: 'e000003' });
  return log;
};

const bodiesOf = async (log: Log) => (await log.after(0, 100)).map(({ body }) => body);
const counters = (log: Log) => log.select({ table: 'counters', limit: 99 });

describe('a copy of a log', () => {
  test('holds the same bytes, head and rows, however it was cut', async () => {
    const log = await written();
    const bodies = await bodiesOf(log);
    for (const size of [1, 2, 3, 6]) {
      const { log: own, clear } = await temporaryLibsql();
      const copy = createReplica({ log: own, rooms: [counterRoom] });
      expect(await copy.head()).toEqual({ seq: 0, hash: GENESIS, at: 0 });
      for (let from = 0; from < bodies.length; from += size) {
        await copy.apply(await copy.head(), bodies.slice(from, from + size));
      }
      expect(await bodiesOf(own)).toEqual(bodies);
      expect(await own.head()).toEqual(await log.head());
      expect(await counters(own)).toEqual(await counters(log));
      expect(await verifyLog(own, [counterRoom])).toMatchObject({
        firstBadSeq: null,
        differences: [],
      });
      await clear();
    }
  });

  test('SYN-1: takes a log that cannot be read at the moment for no stream that cannot be followed', async () => {
    const bodies = await bodiesOf(await written());
    const own = memoryLog(TABLES);
    await createReplica({ log: own, rooms: [counterRoom] }).apply(
      await own.head(),
      bodies.slice(0, 3),
    );
    let isAway = true;
    const stream: Log['stream'] = (...asked) =>
      isAway ? Promise.reject(new Error('connection lost')) : own.stream(...asked);
    const unknown: string[] = [];
    const copy = createReplica({
      ...{ log: { ...own, stream }, rooms: [counterRoom] },
      unknown: (name) => unknown.push(name),
    });
    const rest = bodies.slice(3);
    const attempt = copy.apply(await own.head(), rest);
    expect(await attempt.catch(String)).toBe('Error: connection lost');
    expect([(await own.head()).seq, unknown]).toEqual([3, []]);
    isAway = false;
    await copy.apply(await own.head(), rest);
    expect(await verifyLog(own, [counterRoom])).toMatchObject({ events: 6, differences: [] });
  });

  test('SYN-1: two that append the same at once count nothing twice, also not in what follows', async () => {
    const log = await written();
    const bodies = await bodiesOf(log);
    const own = memoryLog(TABLES);
    const copy = createReplica({ log: own, rooms: [counterRoom] });
    await copy.apply(await copy.head(), bodies.slice(0, 2));
    const head = await copy.head();
    const both = await Promise.all([1, 2].map(() => copy.apply(head, bodies.slice(2, 4))));
    expect(both.filter((one) => one !== null)).toHaveLength(1);
    await copy.apply(await copy.head(), bodies.slice(4));
    expect(await counters(own)).toEqual(await counters(log));
  });

  test('tells its hashes, and none beyond its end', async () => {
    const log = await written();
    const copy = createReplica({ log, rooms: [counterRoom] });
    const [third] = await log.after(2, 1);
    const told = [await copy.hashAt(0), await copy.hashAt(3), await copy.hashAt(7)];
    expect(told).toEqual([GENESIS, third?.hash ?? '', null]);
  });

  test('of which two processes write: one is told to look again, and goes on from there', async () => {
    const bodies = await bodiesOf(await written());
    const own = memoryLog(TABLES);
    const [one, two] = [1, 2].map(() => createReplica({ log: own, rooms: [counterRoom] }));
    const start = await own.head();
    const first = await one?.apply(start, bodies.slice(0, 3));
    expect(first?.seq).toBe(3);
    expect(await two?.apply(start, bodies.slice(0, 3))).toBeNull();
    await two?.apply(await own.head(), bodies.slice(3, 5));
    await one?.apply(await own.head(), bodies.slice(5));
    expect(await verifyLog(own, [counterRoom])).toMatchObject({ events: 6, differences: [] });
  });

  test('does not take what contradicts itself', async () => {
    const bodies = await bodiesOf(await written());
    const own = memoryLog(TABLES);
    const copy = createReplica({ log: own, rooms: [counterRoom] });
    const start = await copy.head();
    const outcome = (run: readonly string[]) =>
      copy.apply(start, run).catch(({ name }: Error) => name);
    expect(await outcome(bodies.slice(2, 3))).toBe('LogConflict');
    expect(await outcome(['no json'])).toBe('SyntaxError');
    expect((await own.head()).seq).toBe(0);
    await copy.apply(start, bodies);
    expect(await verifyLog(own, [counterRoom])).toMatchObject({ events: 6, differences: [] });
  });
});

describe('SYN-5: an older build', () => {
  const older = (evolve: (state: CounterState, event: Recorded<CounterEvent>) => CounterState) =>
    ({ ...counterRoom, stateVersion: 'older', evolve }) satisfies AnyRoom;
  const ignoring = older((state, event) =>
    event.type === 'counter.undone' ? state : counterRoom.evolve(state, event),
  );
  const failing = older((state, event) => {
    if (event.type === 'counter.undone') throw new Error('never heard of it');
    return counterRoom.evolve(state, event);
  });
  const cases: readonly [string, readonly AnyRoom[], readonly string[]][] = [
    ['that does not know a room', [], []],
    ['that does not know an event', [ignoring], []],
    ['that fails on an event', [failing], ['counter:a']],
  ];

  test.each(cases)('%s keeps the events, and a later one has its rows', async (_, rooms, lost) => {
    const log = await written();
    const own = memoryLog(TABLES);
    await refreshProjections(own, rooms);
    const blind: string[] = [];
    const unknown = (stream: string) => blind.push(stream);
    const copy = createReplica({ log: own, rooms, unknown });
    await copy.apply(await copy.head(), await bodiesOf(log));
    expect(blind).toEqual([...lost]);
    expect(await bodiesOf(own)).toEqual(await bodiesOf(log));
    await refreshProjections(own, [counterRoom]);
    expect(await counters(own)).toEqual(await counters(log));
  });

  const untyped = { ...ignoring, types: { 'counter.added': true } } satisfies AnyRoom;
  const unprojected = {
    ...counterRoom,
    stateVersion: 'unprojected',
    project: (...[event, after, id]: Parameters<typeof counterRoom.project>) => {
      if (event.type === 'counter.undone') throw new Error('never heard of it');
      return counterRoom.project(event, after, id);
    },
  } satisfies AnyRoom;
  const counted: readonly [string, readonly AnyRoom[], readonly string[]][] = [
    ['that has no such room', [], ['counter.added 6 1', 'counter.undone 1 6']],
    ['that does not know a type', [untyped], ['counter.undone 1 6']],
    ['that fails to follow an event', [failing], ['counter.added 1 7', 'counter.undone 1 6']],
    ['that fails to tell of an event', [unprojected], ['counter.undone 1 6']],
  ];

  test.each(counted)(
    '%s counts what waits, the same however it was cut, and the same anew',
    async (_, rooms, expected) => {
      const log = await written();
      await commander(counterHandle(log, { newId: () => 'last' }))('a', add(7));
      const bodies = await bodiesOf(log);
      for (const size of [1, 2, 3, 7]) {
        const own = memoryLog([...TABLES, waiting]);
        const copy = createReplica({ log: own, rooms });
        for (let from = 0; from < bodies.length; from += size) {
          await copy.apply(await copy.head(), bodies.slice(from, from + size));
        }
        const waits = async () =>
          (await waitingIn(own))
            .map(({ type, events, firstSeq }) => `${type} ${events} ${firstSeq}`)
            .sort();
        expect(await waits()).toEqual([...expected]);
        const clean = { events: 7, firstBadSeq: null, differences: [] };
        expect(await verifyLog(own, rooms)).toEqual(clean);
        // As for a log that was written before anybody counted.
        await refreshProjections(own, rooms);
        expect(await waits()).toEqual([...expected]);
        expect(await verifyLog(own, rooms)).toEqual(clean);
        await refreshProjections(own, [counterRoom]);
        expect([await waits(), await counters(own)]).toEqual([[], await counters(log)]);
      }
    },
  );

  test('of which two processes write, both count on from what is there', async () => {
    const bodies = await bodiesOf(await written());
    const own = memoryLog([...TABLES, waiting]);
    const [one, two] = [1, 2].map(() => createReplica({ log: own, rooms: [] }));
    await one?.apply(await own.head(), bodies.slice(0, 2));
    await two?.apply(await own.head(), bodies.slice(2, 4));
    const late = await one?.apply({ seq: 2, hash: '' }, bodies.slice(2, 4));
    expect(late).toBeNull();
    await one?.apply(await own.head(), bodies.slice(4));
    expect(await waitingIn(own)).toEqual([
      { room: 'counter', type: 'counter.added', events: 5, firstSeq: 1 },
      { room: 'counter', type: 'counter.undone', events: 1, firstSeq: 6 },
    ]);
  });
});
