import { afterEach, beforeEach, expect, test } from 'bun:test';
import * as fc from 'fast-check';
import type { Flow, FlowOf } from '../../src/flows/flow.ts';
import type { Handle } from '../../src/log/handle.ts';
import { memoryLog } from '../../src/log/memory.ts';
import type { Log } from '../../src/log/port.ts';
import { createFlows, flowCursors } from '../../src/server/flows.ts';
import type { CounterEvent } from '../log/counter-room.ts';
import { counterRoom } from '../log/counter-room.ts';
import { commander, counterHandle, counting, TABLES, temporaryLibsql } from '../log/fixtures.ts';

const RUNS = Number(process.env['FELT_RUNS'] ?? 150);
const ALL = [...TABLES, flowCursors];

type Added = Extract<CounterEvent, { type: 'counter.added' }>;

/** What is added to counter `from` is added to `to`, times a factor. */
const copying = (from: string, to: string, factor = 1): FlowOf<Added> => ({
  name: `${from}To${to}`,
  room: 'counter',
  on: ['counter.added'],
  orders: ({ data }, id) =>
    id === from
      ? [{ stream: `counter:${to}`, command: { type: 'add', by: factor * data.by } }]
      : [],
});

let log: Log;
let clear: () => Promise<void>;
beforeEach(async () => ({ log, clear } = await temporaryLibsql(ALL)));
afterEach(() => clear());

/** A leaf's life over a log, as far as flows go; retries wait until the test rings for them. */
const live = (
  over: Log,
  flows: readonly Flow[] = [copying('a', 'b')],
  newId = () => Bun.randomUUIDv7(),
) => {
  const failures: string[] = [];
  const retries: { readonly ms: number; readonly run: () => void }[] = [];
  const handle = counterHandle(over, { newId });
  const running = createFlows({
    ...{ flows, rooms: [counterRoom], handle, log: over },
    failed: (error) => failures.push(error instanceof Error ? error.message : String(error)),
    later: (ms, run) => {
      const one = { ms, run };
      retries.push(one);
      return () => retries.splice(retries.indexOf(one), 1);
    },
  });
  return { ...running, handle, execute: commander(handle), failures, retries };
};

const add = (by: number, times = 1) => ({ type: 'add', by, times });
const cursor = async (name = 'aTob') =>
  (await log.select({ table: 'flows', where: { name }, limit: 1 }))[0]?.['seq'];
const eventsOf = async (stream: string, of: Log = log) =>
  (await of.stream(`counter:${stream}`)).map(({ envelope }) => envelope);

/** Settles when a stream has got so many events. */
const until = (handle: Handle, stream: string, version: number) =>
  new Promise<void>((resolve) => {
    const stop = handle.onCommitted((events) => {
      const last = events.findLast(({ envelope }) => envelope.stream === `counter:${stream}`);
      if (last === undefined || last.envelope.version < version) return;
      stop();
      resolve();
    });
  });

test('an event in one room gives a command to another, with its cause, by the system', async () => {
  const leaf = live(log);
  await leaf.start();
  const given = until(leaf.handle, 'b', 1);
  const answer = await leaf.execute('a', add(5));
  await given;
  const id = answer.ok ? answer.events[0]?.envelope.id : '';
  expect(await eventsOf('b')).toMatchObject([
    { cause: `aTob:${id}`, by: 'system', device: null, data: { by: 5 } },
  ]);
  await leaf.stop();
  expect(leaf.failures).toEqual([]);
});

test('what a crash left between event and command is made up for at the next start, once', async () => {
  await live(log).start();
  const dead = counterHandle(log, { newId: counting('dead') });
  await commander(dead)('a', add(5));
  await commander(dead)('a', add(7));
  expect(await eventsOf('b')).toEqual([]);
  for (let starts = 0; starts < 3; starts++) {
    const leaf = live(log);
    await leaf.start();
    expect((await eventsOf('b')).map(({ data, cause }) => [data, cause])).toEqual([
      [{ by: 5 }, 'aTob:dead000001'],
      [{ by: 7 }, 'aTob:dead000002'],
    ]);
    await leaf.stop();
  }
});

test('the cursor moves in the transaction of the commands: when that fails, neither holds', async () => {
  let broken = true;
  const sick = {
    ...log,
    append: (batch: Parameters<Log['append']>[0]) =>
      broken && batch.events.some(({ envelope }) => envelope.stream === 'counter:b')
        ? Promise.reject(new Error('disk full'))
        : log.append(batch),
  };
  const leaf = live(sick);
  await leaf.start();
  await leaf.execute('a', add(5));
  while (leaf.retries.length === 0) await new Promise(setImmediate);
  expect([await eventsOf('b'), await cursor(), leaf.failures]).toEqual([
    [],
    0,
    ['the log could not take this'],
  ]);
  leaf.retries.shift()?.run();
  while (leaf.retries.length === 0) await new Promise(setImmediate);
  expect(leaf.retries.map(({ ms }) => ms)).toEqual([2_000]);
  broken = false;
  const given = until(leaf.handle, 'b', 1);
  leaf.retries.shift()?.run();
  await given;
  await leaf.stop();
  expect(await eventsOf('b')).toHaveLength(1);
});

test('a command that came to hold although its commit seemed to fail is not given again', async () => {
  let lies = true;
  const lying = {
    ...log,
    append: async (batch: Parameters<Log['append']>[0]) => {
      const appended = await log.append(batch);
      if (lies && batch.events.some(({ envelope }) => envelope.stream === 'counter:b')) {
        throw new Error('the answer was lost');
      }
      return appended;
    },
  };
  const leaf = live(lying);
  await leaf.start();
  await leaf.execute('a', add(5));
  while (leaf.retries.length === 0) await new Promise(setImmediate);
  lies = false;
  const given = until(leaf.handle, 'b', 2);
  leaf.retries.shift()?.run();
  await leaf.execute('a', add(6));
  await given;
  await leaf.stop();
  expect((await eventsOf('b')).map(({ data }) => data)).toEqual([{ by: 5 }, { by: 6 }]);
});

test('a flow that the log does not know yet begins at its end, and keeps that place', async () => {
  await commander(counterHandle(log))('a', add(5));
  const first = live(log);
  await first.start();
  await first.stop();
  expect([await eventsOf('b'), await cursor()]).toEqual([[], 1]);
});

test('commits that no flow wants read and write nothing, until a thousand have gathered', async () => {
  const touched: string[] = [];
  const watched: Log = {
    ...log,
    after: (seq, limit) => {
      touched.push(`after ${seq}`);
      return log.after(seq, limit);
    },
    write: (rows) => {
      touched.push(`write ${JSON.stringify(rows[0]?.row)}`);
      return log.write(rows);
    },
  };
  const undoing: Flow = { name: 'aTob', room: 'counter', on: ['counter.undone'], orders: () => [] };
  const leaf = live(watched, [undoing]);
  await leaf.start();
  touched.length = 0;
  await leaf.execute('a', add(1, 400));
  await leaf.execute('a', add(1, 599));
  expect(touched).toEqual([]);
  await leaf.execute('a', add(1));
  while ((await cursor()) !== 1_000) await new Promise(setImmediate);
  expect(touched).toEqual(['after 1000', 'write {"seq":1000}']);
  await leaf.execute('a', add(1, 5));
  await leaf.stop();
  expect(await cursor()).toBe(1_005);
});

test('what a room refuses is told, and ends there', async () => {
  const leaf = live(log, [copying('a', 'b', 1_000_000)]);
  await leaf.start();
  await leaf.execute('a', add(5));
  // Written down by itself: a crash would not have it told again.
  while ((await cursor()) !== 1) await new Promise(setImmediate);
  const given = until(leaf.handle, 'b', 1);
  await leaf.execute('a', add(1));
  await given;
  await leaf.stop();
  expect(leaf.failures).toEqual([expect.stringMatching(/^aTob:.* was refused: TOO_MUCH$/u)]);
  expect(await eventsOf('b')).toMatchObject([{ data: { by: 1_000_000 } }]);
});

test('a flow hears nothing of events of the same name in other rooms', async () => {
  const handle = counterHandle(log);
  const failures: unknown[] = [];
  const rooms = [counterRoom, { ...counterRoom, name: 'other' }];
  const flows = [{ ...copying('a', 'b'), room: 'other' }];
  const deaf = createFlows({ flows, rooms, handle, log, failed: (error) => failures.push(error) });
  await deaf.start();
  await commander(handle)('a', add(5));
  await deaf.stop();
  const again = live(log);
  await again.start();
  expect([await eventsOf('b'), await cursor(), failures]).toEqual([[], 1, []]);
  await again.stop();
});

test('a flow that stumbles waits there, and the others go on', async () => {
  const stumbling: FlowOf<Added> = {
    ...copying('a', 'z'),
    orders: (_, id) => (id === 'a' ? [{ stream: 'counter:z', command: { type: 'fail' } }] : []),
  };
  const leaf = live(log, [stumbling, copying('a', 'b')]);
  await leaf.start();
  const given = until(leaf.handle, 'b', 2);
  await leaf.execute('a', add(5));
  await leaf.execute('a', add(6));
  await given;
  while (leaf.retries.length === 0) await new Promise(setImmediate);
  await leaf.stop();
  expect(leaf.failures).toEqual(['a bug in decide']);
  expect(leaf.retries).toEqual([]);
  const mended = live(log, [copying('a', 'z')]);
  await mended.start();
  await mended.stop();
  expect((await eventsOf('z')).map(({ data }) => data)).toEqual([{ by: 5 }, { by: 6 }]);
});

test('a flow of a room that is not there is a slip that no leaf starts with', () => {
  expect(() => live(log, [{ ...copying('a', 'b'), room: 'nowhere' }])).toThrow('nowhere');
});

/** How one life ends: after so many calls of the log, of which the last one still happens or not. */
type End = { readonly calls: number; readonly last: 'done' | 'undone'; readonly dies: boolean };

/** The same log until the end of a life: a killed process is never answered, a sick disk throws. */
const mortal = (over: Log, { calls, last, dies }: End) => {
  let left = calls;
  const death = Promise.withResolvers<void>();
  const never = new Promise<never>(() => {});
  const risky =
    <A extends readonly unknown[], T>(call: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      left -= 1;
      if (left > 0) return call(...args);
      if (left === 0 && last === 'done') await call(...args);
      death.resolve();
      if (dies) return never;
      throw new Error('the disk is sick');
    };
  return {
    death: death.promise,
    log: {
      ...over,
      append: risky(over.append),
      after: risky(over.after),
      write: risky(over.write),
      select: risky(over.select),
    } satisfies Log,
  };
};

const ends = fc.record<End>({
  calls: fc.integer({ min: 1, max: 25 }),
  last: fc.constantFrom('done', 'undone'),
  dies: fc.boolean(),
});

test('however often it dies, each event has its command exactly once, in order', async () => {
  const lives = fc.array(fc.tuple(ends, fc.array(fc.nat(9), { maxLength: 12 })), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(lives, async (all) => {
      const [over, newId] = [memoryLog(ALL), counting()];
      const flows = [copying('a', 'b'), copying('b', 'c', 2)];
      const first = live(over, flows, newId);
      await first.start();
      await first.stop();
      for (const [end, adds] of all) {
        // A leaf may stay off for longer than the records of its commands are kept.
        await over.forgetCommands(Infinity);
        const { death, log: until } = mortal(over, end);
        const leaf = live(until, flows, newId);
        const night = async () => {
          await leaf.start();
          for (const by of adds) await leaf.execute('a', add(by + 1));
          await leaf.stop();
        };
        await Promise.race([night().catch(() => {}), death]);
      }
      const last = live(over, flows, newId);
      await last.start();
      await last.stop();
      const again = live(over, flows, newId);
      await again.start();
      await again.stop();
      const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((name) => eventsOf(name, over)));
      expect(b?.map(({ cause, data }) => [cause, data])).toEqual(
        a?.map(({ id, data }) => [`aTob:${id}`, data]),
      );
      expect(c?.map(({ cause }) => cause)).toEqual(b?.map(({ id }) => `bToc:${id}`));
    }),
    { numRuns: RUNS },
  );
});
