import { afterEach, beforeEach, expect, test } from 'bun:test';
import fc from 'fast-check';
import type { RowWrite } from '../../src/kernel/room.ts';
import { createHandle } from '../../src/log/handle.ts';
import { memoryLog } from '../../src/log/memory.ts';
import type { Log } from '../../src/log/port.ts';
import { rebuild } from '../../src/log/rebuild.ts';
import { refreshProjections } from '../../src/log/refresh.ts';
import { verifyLog } from '../../src/log/verify.ts';
import { counterRoom } from './counter-room.ts';
import { commander, counterHandle, counting, TABLES, temporaryLibsql, WALL } from './fixtures.ts';

let log: Log;
let clear: () => Promise<void>;
beforeEach(async () => ({ log, clear } = await temporaryLibsql()));
afterEach(() => clear());

const rooms = [counterRoom];
const fill = async () => {
  const execute = commander(counterHandle(log));
  await Promise.all(['a', 'b', 'c'].map((s) => execute(s, { type: 'add', by: 2, times: 3 })));
  await execute('a', { type: 'undo', eventId: 'e000002' });
};
const live = async () => [
  await log.select({ table: 'counters', limit: 99 }),
  await log.select({ table: 'parts', limit: 99 }),
];

const WRONG: readonly RowWrite[] = [
  { table: 'counters', key: { id: 'a' }, row: { total: 5, parts: 2 } },
  { table: 'counters', key: { id: 'b' }, row: null },
  { table: 'parts', key: { counter: 'z', event: 'z' }, row: { amount: 1 } },
];

test('the rows beside the log are what it says, and verify agrees', async () => {
  await fill();
  expect((await live())[0]).toEqual([
    { id: 'a', total: 4, parts: 2 },
    { id: 'b', total: 6, parts: 3 },
    { id: 'c', total: 6, parts: 3 },
  ]);
  expect(await log.count('parts')).toBe(8);
  expect(await verifyLog(log, rooms)).toEqual({ events: 10, firstBadSeq: null, differences: [] });
});

test('verify names every row that is wrong, missing or too many', async () => {
  await fill();
  await log.write(WRONG);
  const { differences } = await verifyLog(log, rooms);
  expect(differences).toEqual([
    {
      ...{ table: 'counters', key: { id: 'a' } },
      expected: { id: 'a', total: 4, parts: 2 },
      found: { id: 'a', total: 5, parts: 2 },
    },
    {
      ...{ table: 'counters', key: { id: 'b' }, found: null },
      expected: { id: 'b', total: 6, parts: 3 },
    },
    {
      ...{ table: 'parts', key: { counter: 'z', event: 'z' }, expected: null },
      found: { counter: 'z', event: 'z', amount: 1 },
    },
  ]);
});

test('verify finds a log that ends too early', async () => {
  await fill();
  const short: Log = {
    ...log,
    after: async (seq, limit) => (await log.after(seq, limit)).slice(0, 9 - seq),
  };
  expect(await verifyLog(short, rooms)).toMatchObject({ events: 9, firstBadSeq: 10 });
});

/** Three pages and a bit. */
const LONG = 3_100;

test('OPS-5: while a long log is looked at everybody else has a turn, and what they add is no difference', async () => {
  const execute = commander(counterHandle(log));
  for (let left = LONG; left > 0; left -= 100) {
    await execute(`s${left}`, { type: 'add', by: 1, times: 100 });
  }
  let turns = 0;
  let added = Promise.resolve();
  const timer = setInterval(() => {
    turns += 1;
    added = execute('late', { type: 'add', by: 1 }).then(() => undefined);
  }, 0);
  const found = await verifyLog(log, rooms);
  clearInterval(timer);
  await added;
  expect(turns).toBeGreaterThanOrEqual(3);
  expect(found).toMatchObject({ firstBadSeq: null, differences: [] });
  expect(found.events).toBeGreaterThan(LONG);
});

test('a rebuild tells that it goes on, once for each page of events and rows at least', async () => {
  await fill();
  let told = 0;
  await refreshProjections(log, rooms, () => {
    told += 1;
  });
  expect(told).toBeGreaterThanOrEqual(2);
});

test('rebuilt projections equal those written along the way', async () => {
  await fill();
  const before = await live();
  await log.write(WRONG);
  expect(await rebuild(log, rooms)).toBe(3);
  expect(await live()).toEqual(before);
  expect(await rebuild(log, rooms)).toBe(0);
});

test('a start rebuilds the projections of a room that changed, and only those', async () => {
  await fill();
  expect(await refreshProjections(log, rooms)).toEqual(['counter']);
  await log.write(WRONG);
  expect(await refreshProjections(log, rooms)).toEqual([]);
  expect((await verifyLog(log, rooms)).differences).toHaveLength(3);
  const changed = [{ ...counterRoom, stateVersion: 'counter-2' }];
  expect(await refreshProjections(log, changed)).toEqual(['counter']);
  expect((await verifyLog(log, rooms)).differences).toEqual([]);
});

test('streams of other rooms are passed over', async () => {
  const other = { ...counterRoom, name: 'other', tables: [], project: () => [] };
  const handle = createHandle({
    ...{ log, rooms: [counterRoom, other], clock: () => WALL, newId: counting() },
  });
  const command = { type: 'add', by: 1 };
  const request = { command, by: 'anna', device: null };
  await handle.execute({ ...request, stream: 'counter:a' });
  await handle.execute({ ...request, stream: 'other:a' });
  expect(await verifyLog(log, rooms)).toEqual({ events: 2, firstBadSeq: null, differences: [] });
});

const command = fc.oneof(
  fc.record({
    type: fc.constant('add'),
    by: fc.integer({ min: 0, max: 12 }),
    times: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ type: fc.constant('add'), by: fc.constantFrom(13, 2_000_000) }),
  fc.record({
    type: fc.constant('undo'),
    eventId: fc.nat(20).map((n) => `e${String(n).padStart(6, '0')}`),
  }),
);
const step = fc.record({
  stream: fc.constantFrom('a', 'b', 'c'),
  command,
  key: fc.option(fc.constantFrom('k1', 'k2'), { nil: undefined }),
  /** Commands until the next wait come in one turn; sometimes everything starts anew. */
  then: fc.constantFrom('go on', 'go on', 'wait', 'restart'),
});

test('whatever is asked, in whatever turns: state, rows and log say the same', async () => {
  const runs = Number(process.env['FELT_RUNS'] ?? 100);
  const run = async (steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[]) => {
    const memory = memoryLog(TABLES);
    const newId = counting();
    const start = () => counterHandle(memory, { newId, snapshotEvery: 2, keep: { counter: 2 } });
    let handle = start();
    let going: Promise<unknown>[] = [];
    for (const { stream, command: asked, key, then } of steps) {
      const more =
        key === undefined ? {} : { idempotency: { key, bodyHash: JSON.stringify(asked) } };
      going.push(commander(handle)(stream, asked, more));
      if (then === 'go on') continue;
      await Promise.allSettled(going);
      going = [];
      if (then !== 'restart') continue;
      await handle.close();
      handle = start();
    }
    await Promise.allSettled(going);
    const verified = await verifyLog(memory, rooms);
    expect(verified).toMatchObject({ firstBadSeq: null, differences: [] });
    for (const stream of ['a', 'b', 'c']) {
      const now = await handle.read(`counter:${stream}`);
      const fresh = memoryLog(TABLES);
      expect(
        await counterHandle({ ...memory, snapshot: fresh.snapshot }).read(`counter:${stream}`),
      ).toEqual(now);
    }
  };
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), run), {
    numRuns: runs,
  });
});
