import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import type { Committed } from '../../src/log/handle.ts';
import { createHandle } from '../../src/log/handle.ts';
import { memoryLog } from '../../src/log/memory.ts';
import type { Log } from '../../src/log/port.ts';
import { LogUnwell } from '../../src/log/port.ts';
import { verifyLog } from '../../src/log/verify.ts';
import { counterRoom } from './counter-room.ts';
import {
  commander,
  counterHandle,
  counting,
  gated,
  TABLES,
  temporaryLibsql,
  WALL,
} from './fixtures.ts';

let log: Log;
let clear: () => Promise<void>;
beforeEach(async () => ({ log, clear } = await temporaryLibsql()));
afterEach(() => clear());

const add = (by: number, times = 1) => ({ type: 'add', by, times });
const stateOf = (handle: ReturnType<typeof counterHandle>, stream = 'a') =>
  handle.look(`counter:${stream}`, (state, version) => ({
    ...structuredClone(Object(state)),
    version,
  }));
/** The same answer, known to be given once more. */
const repeatOf = (answer: object): object => ({ ...answer, repeated: true });
const once = (key: string, bodyHash = 'body') => ({ idempotency: { key, bodyHash } });

describe('a command', () => {
  test('is answered with its events, in the log and in the state', async () => {
    const handle = counterHandle(log);
    const execute = commander(handle);
    await execute('b', add(1));
    const answer = await execute('a', add(5, 2), { device: 'till', cause: 'why' });
    expect(answer).toMatchObject({ ok: true, stream: 'counter:a', version: 2, repeated: false });
    const stored = await log.after(1, 9);
    expect(answer.ok && answer.events).toEqual(
      stored.map(({ seq, body, envelope }) => ({ seq, body, envelope })),
    );
    expect(stored[1]?.envelope).toEqual({
      ...{ id: 'e000003', stream: 'counter:a', version: 2, type: 'counter.added', schema: 1 },
      ...{ at: WALL, by: 'anna', device: 'till', cause: 'why', data: { by: 5 } },
    });
    expect(await handle.read('counter:a')).toEqual({
      state: { total: 10, count: 2, parts: { e000002: 5, e000003: 5 } },
      version: 2,
    });
  });

  test('that is refused leaves nothing behind', async () => {
    const handle = counterHandle(log);
    const rows = [{ table: 'profiles', key: { id: 'p' }, row: { name: 'Ann' } }];
    const refused = await commander(handle)('a', add(2_000_000), { rows, ...once('k') });
    expect(refused).toEqual({
      ...{ ok: false, index: 0 },
      refusal: { refused: 'TOO_MUCH', details: { total: 0 } },
    });
    expect((await log.head()).seq).toBe(0);
    expect(await log.count('profiles')).toBe(0);
    expect(await log.command('anna', 'k')).toBeNull();
  });

  test('without events records nothing and answers the version', async () => {
    const handle = counterHandle(log);
    const execute = commander(handle);
    await execute('a', add(1));
    const answer = await execute('a', add(0), once('k'));
    expect(answer).toMatchObject({ ok: true, events: [], version: 1, repeated: false });
    expect((await log.head()).seq).toBe(1);
    expect(await log.command('anna', 'k')).toBeNull();
  });

  test('for another version than the stream has is refused', async () => {
    const handle = counterHandle(log);
    const execute = commander(handle);
    const [first, second] = await Promise.all([
      execute('a', add(1), { ifVersion: 0 }),
      execute('a', add(1), { ifVersion: 0 }),
    ]);
    expect(first.ok).toBe(true);
    expect(second).toMatchObject({
      refusal: { refused: 'VERSION_MISMATCH', details: { version: 1 } },
    });
    expect(await execute('a', add(1), { ifVersion: 1 })).toMatchObject({ ok: true, version: 2 });
  });

  test('brings its private rows into the same commit', async () => {
    const handle = counterHandle(log);
    const rows = [{ table: 'profiles', key: { id: 'p' }, row: { name: 'Ann' } }];
    await commander(handle)('a', add(1), { rows });
    expect(await log.select({ table: 'profiles', limit: 9 })).toEqual([
      { id: 'p', name: 'Ann', born: null },
    ]);
    await commander(handle)('a', add(0), {
      rows: [{ ...rows[0], table: 'profiles', key: { id: 'p' }, row: null }],
    });
    expect(await log.count('profiles')).toBe(0);
    expect((await log.head()).seq).toBe(1);
  });

  test('goes nowhere without a room', async () => {
    const handle = counterHandle(log);
    const attempt = handle.execute({ stream: 'nope:a', command: {}, by: 'anna', device: null });
    expect(await attempt.catch((error: Error) => error.message)).toBe('no room keeps nope:a');
  });
});

describe('a bug', () => {
  test('in decide reaches its own caller only', async () => {
    const handle = counterHandle(log);
    const execute = commander(handle);
    const all = await Promise.allSettled([
      execute('a', add(1)),
      execute('a', { type: 'fail' }),
      execute('a', add(2)),
    ]);
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await stateOf(handle)).toMatchObject({ total: 3, version: 2 });
  });

  test('in evolve leaves no trace in the state that it met half-way', async () => {
    const handle = counterHandle(log);
    const execute = commander(handle);
    const all = await Promise.allSettled([
      execute('a', add(1)),
      execute('a', add(13, 2)),
      execute('a', add(2)),
    ]);
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await stateOf(handle)).toMatchObject({ total: 3, version: 2 });
    expect(await verifyLog(log, [counterRoom])).toMatchObject({ events: 2, differences: [] });
  });
});

test('a row that no table takes reaches its own caller only', async () => {
  const handle = counterHandle(log);
  const execute = commander(handle);
  const rows = [{ table: 'profiles', key: { id: 'p' }, row: { born: 1.5 } }];
  const all = await Promise.allSettled([
    execute('a', add(1)),
    execute('a', add(2), { rows }),
    execute('a', add(4)),
  ]);
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await stateOf(handle)).toMatchObject({ total: 5, version: 2 });
  expect(await log.count('profiles')).toBe(0);
});

describe('group commit', () => {
  test('what comes within one turn of the event loop is one transaction, without a gap', async () => {
    const { log: counted, commits } = gated(log);
    const handle = counterHandle(counted);
    const execute = commander(handle);
    const streams = Array.from({ length: 500 }, (_, i) => `s${i % 7}`);
    const answers = await Promise.all(streams.map((stream) => execute(stream, add(1))));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(commits()).toBeLessThan(10);
    const all = await log.after(0, 1_000);
    expect(all.map(({ seq }) => seq)).toEqual(streams.map((_, i) => i + 1));
  });

  test('nobody hears of an event before its commit, and every reader waits for it', async () => {
    const { log: held, open, reached, commits } = gated(memoryLog(TABLES), true);
    const handle = counterHandle(held);
    const heard: string[] = [];
    handle.onCommitted(() => heard.push('published'));
    const tell = (what: string) => () => heard.push(what);
    const answered = commander(handle)('a', add(1)).then(tell('answered'));
    await reached();
    const refused = commander(handle)('a', { type: 'undo', eventId: 'no' }).then(tell('refused'));
    const read = handle.read('counter:a').then(({ version }) => heard.push(`read ${version}`));
    const other = await handle.read('counter:b');
    expect(other.version).toBe(0);
    expect(heard).toEqual([]);
    heard.push('committed');
    open();
    await Promise.all([answered, refused, read]);
    expect(heard[0]).toBe('committed');
    expect(heard.slice(1).sort()).toEqual(['answered', 'published', 'read 1', 'refused']);
    expect(commits()).toBe(1);
  });

  test('a reader is let in between commands that never pause, and sees only what is durable', async () => {
    let durable = 0;
    const append: Log['append'] = async (batch) => {
      const appended = await log.append(batch);
      durable += batch.events.length;
      return appended;
    };
    const handle = counterHandle({ ...log, append });
    const execute = commander(handle);
    let reading = true;
    const busy = Array.from({ length: 4 }, async () => {
      while (reading) await execute('a', add(1));
    });
    for (let i = 0; i < 50; i += 1) {
      await execute('a', add(1));
      const seen = handle.look('counter:a', (_, version) => [version, durable]);
      void execute('a', add(1));
      const [version, written] = await seen;
      expect(version).toBe(written ?? -1);
    }
    reading = false;
    await Promise.all(busy);
    await handle.close();
    expect((await log.head()).seq).toBe(durable);
  });

  test('a reader comes through though some commit is always under way', async () => {
    const memory = memoryLog(TABLES);
    const turn = () => new Promise(setImmediate);
    let durable = 0;
    const append: Log['append'] = async (batch) => {
      for (let i = 0; i < 3; i += 1) await turn();
      durable += batch.events.length;
      return memory.append(batch);
    };
    const handle = counterHandle({ ...memory, append });
    const going = [];
    let seen: readonly number[] = [];
    for (let i = 0; i < 40 && seen.length === 0; i += 1) {
      going.push(commander(handle)('a', add(1)));
      await turn();
      if (i === 5) void handle.look('counter:a', (_, version) => (seen = [version, durable]));
    }
    expect(seen[0]).toBeGreaterThan(0);
    expect(seen[0]).toBe(seen[1] ?? -1);
    expect(going.length).toBeLessThan(40);
    await Promise.all(going);
    expect((await memory.head()).seq).toBe(going.length);
  });

  test('listeners get every commit once and in order, whatever another one throws', async () => {
    const failures: unknown[] = [];
    const handle = counterHandle(log, { listenerFailed: (error) => failures.push(error) });
    const seqs: number[] = [];
    handle.onCommitted(() => {
      throw new Error('a bad listener');
    });
    const stop = handle.onCommitted((events) => {
      for (const { seq } of events) seqs.push(seq);
    });
    const execute = commander(handle);
    await Promise.all([execute('a', add(1, 3)), execute('b', add(1))]);
    await execute('a', add(1));
    expect(seqs).toEqual([1, 2, 3, 4, 5]);
    expect(failures).toHaveLength(2);
    stop();
    await execute('a', add(1));
    expect(seqs).toHaveLength(5);
  });

  test('an event stays as it was decided, though the state that keeps it changes', async () => {
    type Kept = { all: { n: number }[] };
    const aliasing = {
      ...{ name: 'kept', tables: [], stateVersion: '1', project: () => [] },
      initial: (): Kept => ({ all: [] }),
      upcast: counterRoom.upcast,
      decide: (_: Kept, n: number) => [{ type: 'kept.put', data: { n, note: undefined } }],
      evolve: (state: Kept, { data }: { data: { n: number } }) => {
        for (const one of state.all) one.n += 1_000;
        state.all.push(data);
        return state;
      },
    };
    const handle = createHandle({ log, rooms: [aliasing], clock: () => WALL, newId: counting() });
    const put = (n: number) =>
      handle.execute({ stream: 'kept:a', command: n, by: 'anna', device: null });
    const [first] = await Promise.all([put(1), put(2), put(3)]);
    expect(first.ok && first.events[0]?.envelope.data).toEqual({ n: 1 });
    const all = await log.stream('kept:a');
    expect(all.map(({ envelope }) => envelope.data)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    // And the state is the very one that a restart would fold.
    const fresh = createHandle({ log, rooms: [aliasing], clock: () => WALL, newId: counting() });
    expect(await fresh.read('kept:a')).toStrictEqual(await handle.read('kept:a'));
  });
});

describe('a failed commit', () => {
  /** Ids of which one comes twice: the real log refuses the second. */
  const repeating = (...ids: readonly string[]) => {
    const next = counting('later');
    const left = [...ids];
    return () => left.shift() ?? next();
  };
  const errorOf = (attempt: Promise<unknown>) => attempt.catch((error: unknown) => error);

  test('is an error for all who gathered in it; state and log stay as they were', async () => {
    const handle = counterHandle(log, { newId: repeating('x', 'y', 'x', 'z') });
    const execute = commander(handle);
    await execute('a', add(1));
    const failed = await Promise.all([
      errorOf(execute('a', add(2))),
      errorOf(execute('b', add(3), once('k'))),
      errorOf(execute('a', { type: 'undo', eventId: 'no' })),
      errorOf(execute('c', add(4), once('k'))),
      errorOf(execute('b', add(5))),
    ]);
    const unwell = failed.map((error) => error instanceof LogUnwell);
    // The fourth has the key of the second with the same body, so it shares its fate.
    expect(unwell).toEqual([true, true, true, true, true]);
    expect((await log.head()).seq).toBe(1);
    expect(await stateOf(handle)).toMatchObject({ total: 1, version: 1 });
    expect(await stateOf(handle, 'b')).toMatchObject({ total: 0, version: 0 });
    expect(await execute('b', add(3), once('k'))).toMatchObject({ ok: true, repeated: false });
    expect(await execute('a', add(7))).toMatchObject({ ok: true, version: 2 });
    expect(await verifyLog(log, [counterRoom])).toMatchObject({
      firstBadSeq: null,
      differences: [],
    });
  });

  test('takes down what was decided on top of it, and waiting readers see the truth', async () => {
    const { log: held, open, reached } = gated(memoryLog(TABLES), true);
    const handle = counterHandle(held, { newId: repeating('x', 'x') });
    const execute = commander(handle);
    const first = errorOf(execute('a', add(1, 2)));
    await reached();
    const behind = errorOf(execute('a', add(5)));
    // A turn of the event loop, in which it is decided and gathered.
    await new Promise(setImmediate);
    const version = handle.look('counter:a', (_, now) => now);
    open();
    expect(await first).toBeInstanceOf(LogUnwell);
    expect(await behind).toBeInstanceOf(LogUnwell);
    expect(await version).toBe(0);
  });

  test('fells what gathered meanwhile for good: told once, and never written', async () => {
    const { log: held, open, reached } = gated(memoryLog(TABLES), true);
    const handle = counterHandle(held, { newId: repeating('x', 'x') });
    const execute = commander(handle);
    const first = errorOf(execute('a', add(1, 2)));
    await reached();
    const beside = errorOf(execute('b', add(5)));
    await new Promise(setImmediate);
    open();
    expect(await first).toBeInstanceOf(LogUnwell);
    expect(await beside).toBeInstanceOf(LogUnwell);
    await handle.close();
    expect((await held.head()).seq).toBe(0);
  });
});

describe('an idempotency key', () => {
  test('gives the same answer again, also from a fresh start, and does nothing', async () => {
    const handle = counterHandle(log);
    const first = await commander(handle)('a', add(1, 2), once('k'));
    await commander(handle)('a', add(9));
    const rows = [{ table: 'profiles', key: { id: 'p' }, row: { name: 'Ann' } }];
    const again = await commander(handle)('a', add(1, 2), { ...once('k'), rows });
    expect(first).toMatchObject({ ok: true, version: 2, repeated: false });
    expect<object>(again).toEqual(repeatOf(first));
    const fresh = counterHandle(log, { newId: counting('f') });
    expect<object>(await commander(fresh)('a', add(1, 2), once('k'))).toEqual(repeatOf(first));
    expect((await log.head()).seq).toBe(3);
    expect(await log.count('profiles')).toBe(0);
  });

  test('joins the first one where that is still under way', async () => {
    const execute = commander(counterHandle(log));
    const [first, second, other] = await Promise.all([
      execute('a', add(1), once('k')),
      execute('a', add(1), once('k')),
      execute('a', add(1), once('k', 'another body')),
    ]);
    expect(first).toMatchObject({ ok: true, repeated: false });
    expect<object>(second).toEqual(repeatOf(first));
    expect(other).toMatchObject({ ok: false, refusal: { refused: 'IDEMPOTENCY_MISMATCH' } });
    expect((await log.head()).seq).toBe(1);
  });

  test('is refused with another body, and is each operator’s own', async () => {
    const execute = commander(counterHandle(log));
    await execute('a', add(1), once('k'));
    const other = await execute('a', add(1), once('k', 'another body'));
    expect(other).toMatchObject({ ok: false, refusal: { refused: 'IDEMPOTENCY_MISMATCH' } });
    const bens = await execute('a', add(1), { ...once('k', 'another body'), by: 'ben' });
    expect(bens).toMatchObject({ ok: true, version: 2, repeated: false });
  });

  test('of a refused command is free again', async () => {
    const execute = commander(counterHandle(log));
    expect((await execute('a', add(2_000_000), once('k'))).ok).toBe(false);
    expect(await execute('a', add(1), once('k', 'b'))).toMatchObject({ ok: true, repeated: false });
  });

  test('a cause works as one, for each stream', async () => {
    const handle = counterHandle(log);
    const execute = commander(handle);
    const cause = { by: 'system', cause: 'level:e1' };
    const [first, second] = await Promise.all([
      execute('a', add(1), cause),
      execute('a', add(1), cause),
    ]);
    expect<object>(second).toEqual(repeatOf(first));
    const fresh = commander(counterHandle(log, { newId: counting('f') }));
    expect<object>(await fresh('a', add(1), cause)).toEqual(repeatOf(first));
    expect(await fresh('b', add(1), cause)).toMatchObject({ ok: true, repeated: false });
    expect(await fresh('a', add(1), { ...cause, cause: 'level:e2' })).toMatchObject({
      ...{ version: 2, repeated: false },
    });
    expect((await log.stream('counter:a'))[0]?.envelope.cause).toBe('level:e1');
  });
});

describe('several commands together', () => {
  const orders = (...amounts: readonly number[]) =>
    amounts.map((by, i) => ({ stream: `counter:s${i % 3}`, command: add(by) }));
  const request = { by: 'anna', device: null };

  test('are all done in one commit, and repeated as one', async () => {
    const { log: counted, commits } = gated(log);
    const handle = counterHandle(counted, { keep: { counter: 2 } });
    const all = { ...request, ...once('k'), orders: orders(1, 2, 3, 4) };
    const first = await handle.executeAll(all);
    expect(first.ok && first.events.map(({ envelope: { version } }) => version)).toEqual([
      1, 1, 1, 2,
    ]);
    expect(commits()).toBe(1);
    expect<object>(await handle.executeAll(all)).toEqual(repeatOf(first));
    expect((await log.head()).seq).toBe(4);
  });

  test('are all undone where one is refused', async () => {
    const handle = counterHandle(log);
    await handle.executeAll({ ...request, orders: orders(1, 2) });
    const refused = await handle.executeAll({ ...request, orders: orders(1, 2, 2_000_000) });
    expect(refused).toMatchObject({ ok: false, index: 2, refusal: { refused: 'TOO_MUCH' } });
    expect(await stateOf(handle, 's0')).toMatchObject({ total: 1, version: 1 });
    expect(await stateOf(handle, 's1')).toMatchObject({ total: 2, version: 1 });
    expect((await log.head()).seq).toBe(2);
    expect(await commander(handle)('s0', add(5))).toMatchObject({ ok: true, version: 2 });
  });

  test('undo only themselves, not what others decided in the same turn', async () => {
    const handle = counterHandle(log);
    const execute = commander(handle);
    const [before, refused, after] = await Promise.all([
      execute('s0', add(1)),
      handle.executeAll({ ...request, orders: orders(1, 2, 2_000_000) }),
      execute('s0', add(2)),
    ]);
    expect([before.ok, refused.ok, after.ok]).toEqual([true, false, true]);
    expect(await stateOf(handle, 's0')).toMatchObject({ total: 3, version: 2 });
    expect(await verifyLog(log, [counterRoom])).toMatchObject({ events: 2, differences: [] });
  });
});

describe('states in memory', () => {
  test('are few, and come back from the log', async () => {
    const handle = counterHandle(log, { keep: { counter: 2 } });
    const execute = commander(handle);
    for (let i = 0; i < 30; i += 1) await execute(`s${i % 5}`, add(100 + i));
    for (let i = 0; i < 5; i += 1) {
      expect(await stateOf(handle, `s${i}`)).toMatchObject({ version: 6, total: 675 + 6 * i });
    }
  });

  test('with uncommitted events are never let go', async () => {
    const { log: held, open, reached } = gated(memoryLog(TABLES), true);
    const handle = counterHandle(held, { keep: { counter: 1 } });
    const execute = commander(handle);
    const streams = ['a', 'b', 'c', 'a', 'b', 'a'];
    const first = streams.map((stream) => execute(stream, add(1)));
    await reached();
    const second = streams.map((stream) => execute(stream, add(1)));
    open();
    const answers = await Promise.all([...first, ...second]);
    const versions = answers.map((answer) => (answer.ok ? answer.version : 0));
    expect(versions).toEqual([1, 1, 1, 2, 2, 3, 4, 3, 2, 5, 4, 6]);
  });

  test('are loaded once each, however many are asked for at once', async () => {
    const { log: again, from } = watched();
    const handle = counterHandle(again, { keep: { counter: 10 } });
    const streams = Array.from({ length: 600 }, (_, i) => `s${i % 300}`);
    const answers = await Promise.all(streams.map((stream) => commander(handle)(stream, add(1))));
    expect(answers.filter((answer) => answer.ok && answer.version === 2)).toHaveLength(300);
    expect(from).toHaveLength(300);
  });

  /** A log that tells from which version on streams were read. */
  const watched = () => {
    const from: number[] = [];
    const stream: Log['stream'] = (name, afterVersion = 0) => {
      from.push(afterVersion);
      return log.stream(name, afterVersion);
    };
    return { log: { ...log, stream }, from };
  };

  test('are saved when idle and at the end, every so many events, and read again', async () => {
    const handle = counterHandle(log, { snapshotEvery: 10 });
    const execute = commander(handle);
    await execute('a', add(1, 9));
    expect(await handle.idle()).toBe(0);
    await execute('a', add(1, 3));
    expect(await handle.idle()).toBe(1);
    expect(await handle.idle()).toBe(0);
    await execute('a', add(1, 10));
    await handle.close();
    expect((await log.snapshot('counter:a', 'counter-1'))?.version).toBe(22);
    const { log: again, from } = watched();
    const fresh = counterHandle(again, { newId: counting('f') });
    expect(await commander(fresh)('a', add(1))).toMatchObject({ ok: true, version: 23 });
    expect(from).toEqual([22]);
    expect(await stateOf(fresh)).toMatchObject({ total: 23, version: 23 });
  });

  test('of another shape than today’s are folded anew', async () => {
    const handle = counterHandle(log, { snapshotEvery: 1 });
    await commander(handle)('a', add(1, 3));
    await handle.close();
    const { log: again, from } = watched();
    const rooms = [{ ...counterRoom, stateVersion: 'counter-2' }];
    expect(await stateOf(counterHandle(again, { rooms }))).toMatchObject({ total: 3, version: 3 });
    expect(from).toEqual([0]);
  });

  test('are read through upcast', async () => {
    await commander(counterHandle(log))('a', add(1));
    const upcast = (envelope: Committed['envelope']) => ({ ...envelope, data: { by: 40 } });
    const handle = counterHandle(log, { rooms: [{ ...counterRoom, upcast }] });
    expect(await stateOf(handle)).toMatchObject({ total: 40, version: 1 });
  });
});
