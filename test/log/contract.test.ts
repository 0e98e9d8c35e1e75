import {
  afterAll,
  afterEach,
  beforeEach,
  describe,
  expect,
  setDefaultTimeout,
  test,
} from 'bun:test';
import fc from 'fast-check';
import postgres from 'postgres';
import type { Cell, RowWrite } from '../../src/kernel/room.ts';
import { EMPTY, firstBad } from '../../src/log/chain.ts';
import { memoryLog } from '../../src/log/memory.ts';
import type { Log, Select } from '../../src/log/port.ts';
import { LogConflict } from '../../src/log/port.ts';
import { openPostgresLog } from '../../src/log/postgres.ts';
import { preparePostgres } from '../../src/log/postgres-schema.ts';
import { startPostgres } from '../postgres.ts';
import { batch, envelope, TABLES, temporaryLibsql, WALL } from './fixtures.ts';

setDefaultTimeout(60_000);

type Opened = { readonly log: Log; readonly clear: () => Promise<void> };

const inMemory = async (): Promise<Opened> => ({
  log: memoryLog(TABLES),
  clear: async () => undefined,
});

/** One database for all, one venue for each test. */
const prepared = (async () => {
  const server = await startPostgres();
  const database = await server.database();
  const owner = postgres(server.ownerUrl(database), { max: 1, onnotice: () => undefined });
  await preparePostgres({ sql: owner, tables: TABLES, role: server.appRole });
  await owner.end();
  return { server, sql: postgres(server.appUrl(database), { max: 2 }) };
})();

afterAll(async () => {
  const { server, sql } = await prepared;
  await sql.end();
  await server.stop();
});

const onPostgres = async (): Promise<Opened> => {
  const { sql } = await prepared;
  const log = await openPostgresLog({ sql, venueId: crypto.randomUUID(), tables: TABLES });
  return { log, clear: log.close };
};

const adapters = { memory: inMemory, libsql: temporaryLibsql, postgres: onPostgres };

const profile = (id: string, name: Cell, born: Cell = null): RowWrite => ({
  table: 'profiles',
  key: { id },
  row: { name, born },
});

const record = (key: string, first: number, count: number) => ({
  ...{ operator: 'anna', key, bodyHash: 'b', at: WALL },
  ...{ first, count },
});

/** All pages of a question, two rows at a time. */
const paged = async (log: Log, question: Omit<Select, 'limit'>): Promise<readonly Cell[]> => {
  const seen: Cell[] = [];
  const columns = [...(question.order ?? []).map(({ column }) => column), 'id'];
  let rows = await log.select({ ...question, limit: 2 });
  while (rows.length > 0 && seen.length < 100) {
    seen.push(...rows.map(({ id }) => id ?? null));
    const last = rows.at(-1);
    const after = [...new Set(columns)].map((column) => last?.[column] ?? null);
    rows = await log.select({ ...question, limit: 2, after });
  }
  return seen;
};

describe.each(Object.entries(adapters))('the log on %s', (_, open) => {
  let log: Log;
  let clear: () => Promise<void>;
  beforeEach(async () => ({ log, clear } = await open()));
  afterEach(() => clear());

  const refused = async (attempt: () => Promise<unknown>) => {
    const before = await log.head();
    expect(await attempt().catch((error: unknown) => error)).toBeInstanceOf(LogConflict);
    expect(await log.head()).toEqual(before);
  };

  test('an empty log has the head before the first event', async () => {
    expect(await log.head()).toEqual(EMPTY);
    expect(await log.after(0, 10)).toEqual([]);
    expect(await log.stream('counter:a')).toEqual([]);
  });

  test('events are numbered without a gap over all streams, and chained', async () => {
    const first = await log.append(batch([envelope('a', 1), envelope('b', 1)]));
    const second = await log.append(batch([envelope('a', 2), envelope('a', 3)]));
    expect([first.firstSeq, second.firstSeq]).toEqual([1, 3]);
    const all = await log.after(0, 10);
    expect(all.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(firstBad(EMPTY, all)).toBeNull();
    expect(await log.head()).toEqual({ seq: 4, hash: all[3]?.hash ?? '' });
    expect(second.head).toEqual(await log.head());
  });

  test('a body comes back byte for byte', async () => {
    const data = { text: 'Zoë 😀 \u0000 \ud800 "quoted" \\ {a,b} \n', empty: '', none: null };
    const event = envelope('a', 1, { data });
    await log.append(batch([event]));
    const [back] = await log.stream('counter:a');
    expect(back?.body).toBe(JSON.stringify(event));
    expect(back?.envelope).toEqual(event);
  });

  test('a stream and the log are read from any place on', async () => {
    await log.append(batch([envelope('a', 1), envelope('b', 1), envelope('a', 2)]));
    const stream = await log.stream('counter:a', 1);
    expect(stream.map(({ envelope: { id } }) => id)).toEqual(['a/2']);
    expect((await log.after(1, 1)).map(({ seq }) => seq)).toEqual([2]);
  });

  test('a version that is taken or skipped is refused, with its whole batch', async () => {
    await log.append(batch([envelope('a', 1)]));
    await refused(() => log.append(batch([envelope('b', 1), envelope('a', 1, { id: 'other' })])));
    await refused(() => log.append(batch([envelope('a', 3)])));
    await refused(() => log.append(batch([envelope('b', 2)])));
    expect(await log.stream('counter:b')).toEqual([]);
    await log.append(batch([envelope('a', 2)]));
    expect((await log.head()).seq).toBe(2);
  });

  test.each([1, 2, 3, 7, 31, 32, 33, 77])(
    '%d events of one batch follow each other',
    async (count) => {
      await log.append(batch([envelope('a', 1)]));
      const events = Array.from({ length: count }, (_, i) =>
        i % 3 === 0 ? envelope(`b${i}`, 1) : envelope(`b${i - (i % 3)}`, 1 + (i % 3)),
      );
      await log.append(batch(events));
      const all = await log.after(1, 100);
      expect(all.map(({ seq, envelope: { id } }) => [seq, id])).toEqual(
        events.map(({ id }, i) => [i + 2, id]),
      );
      expect(firstBad(EMPTY, await log.after(0, 100))).toBeNull();
    },
  );

  test.each([0, 1, 20, 39])(
    'one of 40 that does not follow, at %d, is refused with all of them',
    async (bad) => {
      await log.append(batch([envelope('a', 1)]));
      const events = Array.from({ length: 40 }, (_, i) => envelope('b', i + 1));
      const skips = events.map((one, i) => (i === bad ? envelope('b', i + 2, { id: 'x' }) : one));
      await refused(() => log.append(batch(skips)));
      const twice = events.map((one, i) => (i === bad ? { ...one, id: 'a/1' } : one));
      await refused(() => log.append(batch(twice)));
      await log.append(batch(events));
      expect((await log.head()).seq).toBe(41);
    },
  );

  test('SYN-1: a batch for another head than the log has is refused, with all of it', async () => {
    const first = await log.append({ ...batch([envelope('a', 1)]), expected: EMPTY });
    const rows = [profile('p', 'Ann')];
    const late = { ...batch([envelope('b', 1)], { rows }), expected: EMPTY };
    await refused(() => log.append(late));
    await refused(() => log.append({ ...late, expected: { ...first.head, hash: EMPTY.hash } }));
    await refused(() => log.append({ ...late, expected: { ...first.head, seq: 2 } }));
    expect(await log.count('profiles')).toBe(0);
    await log.append({ ...late, expected: first.head });
    expect((await log.head()).seq).toBe(2);
  });

  test('an id that is taken is refused', async () => {
    await log.append(batch([envelope('a', 1)]));
    await refused(() => log.append(batch([envelope('b', 1, { id: 'a/1' })])));
    const twice = [envelope('c', 1), envelope('c', 2, { id: 'c/1' })];
    await refused(() => log.append(batch(twice)));
  });

  test('events, rows and commands become durable together or not at all', async () => {
    const more = { rows: [profile('p', 'Ann')], commands: [record('k', 0, 1)] };
    await refused(() => log.append(batch([envelope('a', 2)], more)));
    await refused(() =>
      log.append(batch([envelope('a', 1)], { ...more, rows: [profile('p', 'Ann', 1.5)] })),
    );
    expect(await log.count('profiles')).toBe(0);
    expect(await log.command('anna', 'k')).toBeNull();
    await log.append(batch([envelope('a', 1)], more));
    expect(await log.count('profiles')).toBe(1);
    expect((await log.command('anna', 'k'))?.lastSeq).toBe(1);
  });

  test('a command record names its events; its key is unique per operator', async () => {
    await log.append(batch([envelope('z', 1)]));
    const events = [envelope('a', 1), envelope('b', 1), envelope('b', 2)];
    const commands = [record('k1', 0, 1), { ...record('k2', 1, 2), operator: 'ben' }];
    await log.append(batch(events, { commands }));
    expect(await log.command('ben', 'k2')).toEqual({
      ...{ operator: 'ben', key: 'k2', bodyHash: 'b', at: WALL },
      ...{ firstSeq: 3, lastSeq: 4 },
    });
    expect(await log.command('ben', 'k1')).toBeNull();
    await refused(() => log.append(batch([envelope('a', 2)], { commands: [record('k1', 0, 1)] })));
  });

  test('old command records are forgotten, newer ones are not', async () => {
    const commands = [record('old', 0, 1), { ...record('new', 0, 1), at: WALL + 1 }];
    await log.append(batch([envelope('a', 1)], { commands }));
    expect(await log.forgetCommands(WALL + 1)).toBe(1);
    expect(await log.command('anna', 'old')).toBeNull();
    expect(await log.command('anna', 'new')).not.toBeNull();
  });

  test('a snapshot of another shape is not there', async () => {
    const snapshot = { stream: 'counter:a', version: 7, stateVersion: 's1', state: '{"n":1}' };
    await log.saveSnapshot(snapshot);
    expect(await log.snapshot('counter:a', 's1')).toEqual(snapshot);
    expect(await log.snapshot('counter:a', 's2')).toBeNull();
    await log.saveSnapshot({ ...snapshot, version: 9, stateVersion: 's2' });
    expect(await log.snapshot('counter:a', 's1')).toBeNull();
    expect((await log.snapshot('counter:a', 's2'))?.version).toBe(9);
  });

  test('of several writes to one row the last one wins, removals too', async () => {
    await log.write([profile('a', 'one'), profile('b', 'b'), profile('a', 'two', 2)]);
    expect(await log.select({ table: 'profiles', limit: 9 })).toEqual([
      { id: 'a', name: 'two', born: 2 },
      { id: 'b', name: 'b', born: null },
    ]);
    const gone: RowWrite = { table: 'profiles', key: { id: 'a' }, row: null };
    await log.write([profile('a', 'three'), gone, { ...gone, key: { id: 'nobody' } }]);
    expect((await log.select({ table: 'profiles', limit: 9 })).map(({ id }) => id)).toEqual(['b']);
  });

  test('a row is replaced whole: what is not named becomes null', async () => {
    await log.write([profile('a', 'Ann', 1980)]);
    await log.write([{ table: 'profiles', key: { id: 'a' }, row: { name: 'Ann' } }]);
    expect(await log.select({ table: 'profiles', limit: 1 })).toEqual([
      { id: 'a', name: 'Ann', born: null },
    ]);
  });

  test.each([
    ['a half', profile('a', 'x', 1.5)],
    ['a number beyond the safe ones', profile('a', 'x', 2 ** 53)],
    ['a number in a text', profile('a', 7)],
    ['a text in a number', profile('a', 'x', '7')],
    ['no key', { table: 'profiles', key: {}, row: { name: 'x' } }],
    ['a column that is not there', { table: 'profiles', key: { id: 'a' }, row: { nope: 1 } }],
    ['a table that is not there', { table: 'nope', key: { id: 'a' }, row: {} }],
  ] satisfies [string, RowWrite][])('a row with %s is refused', async (_name, row) => {
    expect(await log.write([row]).catch((error: unknown) => error)).toBeInstanceOf(LogConflict);
    expect(await log.count('profiles')).toBe(0);
  });

  test('whole numbers and any text survive', async () => {
    const big = Number.MAX_SAFE_INTEGER;
    const name = `'"; drop table events; -- Zoë 😀 {,} \\ \n`;
    await log.write([profile('a', name, big), profile('b', 'nul\0 half\ud800', -big)]);
    expect(await log.select({ table: 'profiles', limit: 2 })).toEqual([
      { id: 'a', name, born: big },
      { id: 'b', name: 'nul\uFFFD half\uFFFD', born: -big },
    ]);
  });

  test('rows are found by equal columns and by words within a text', async () => {
    await log.write([
      profile('a', 'anna maria zoë', 1),
      profile('b', 'anna', null),
      profile('c', 'Ben_%', 1),
    ]);
    const ids = async (question: Omit<Select, 'table' | 'limit'>) =>
      (await log.select({ table: 'profiles', limit: 9, ...question })).map(({ id }) => id);
    expect(await ids({ where: { born: 1 } })).toEqual(['a', 'c']);
    expect(await ids({ where: { born: null } })).toEqual(['b']);
    expect(await ids({ contains: { column: 'name', words: ['zoë', 'ann'] } })).toEqual(['a']);
    expect(await ids({ contains: { column: 'name', words: ['Ben_%'] } })).toEqual(['c']);
    expect(await ids({ contains: { column: 'name', words: ['ben_%'] } })).toEqual([]);
    expect(await ids({ contains: { column: 'name', words: ['n_'] } })).toEqual(['c']);
    expect(await ids({ contains: { column: 'name', words: [] } })).toEqual(['a', 'b', 'c']);
  });

  test('sums and counts', async () => {
    expect(await log.sum('profiles', 'born')).toBe(0);
    await log.write([profile('a', 'x', 5), profile('b', 'x', 7), profile('c', 'y', null)]);
    expect(await log.sum('profiles', 'born')).toBe(12);
    expect(await log.sum('profiles', 'born', { name: 'y' })).toBe(0);
    expect(await log.count('profiles')).toBe(3);
    expect(await log.count('profiles', { name: 'x' })).toBe(2);
  });

  test('pages by any order give every row once, in the order of one page', async () => {
    const names: Cell[] = ['b', null, 'B', 'ä', '😀', '\uFF5E', 'b', null];
    await log.write(names.map((name, i) => profile(`p${i}`, name, i % 3 === 0 ? null : i % 3)));
    for (const down of [false, true]) {
      for (const order of [
        [],
        [{ column: 'name', down }],
        [{ column: 'born', down }],
        [{ column: 'id', down }],
        [{ column: 'born', down }, { column: 'name' }],
      ]) {
        const whole = await log.select({ table: 'profiles', order, limit: 100 });
        expect(whole).toHaveLength(names.length);
        const ids = whole.map(({ id }) => id ?? null);
        expect(await paged(log, { table: 'profiles', order })).toEqual(ids);
      }
    }
    const byName = await log.select({ table: 'profiles', order: [{ column: 'name' }], limit: 9 });
    expect(byName.map(({ name }) => name ?? null)).toEqual([
      ...[null, null, 'B', 'b', 'b', 'ä', '\uFF5E', '😀'],
    ]);
  });
});

const cell = fc.option(fc.constantFrom('a', 'B', 'bb', 'ä', ''), { nil: null });
const born = fc.option(fc.integer({ min: -3, max: 3 }), { nil: null });
const write = fc.record({ id: fc.constantFrom('1', '2', '3', '4', '5'), name: cell, born });
const question = fc.record({
  column: fc.constantFrom('name', 'born', 'id'),
  down: fc.boolean(),
  limit: fc.integer({ min: 1, max: 6 }),
  after: fc.option(fc.record({ name: cell, born, id: fc.constantFrom('1', '3', '5') }), {
    nil: undefined,
  }),
});

test('any question gets the same answer from all adapters', async () => {
  const opened = await Promise.all([inMemory(), temporaryLibsql(), onPostgres()]);
  const runs = Number(process.env['FELT_RUNS'] ?? 60);
  await fc.assert(
    fc.asyncProperty(fc.array(write, { maxLength: 6 }), question, async (rows, asked) => {
      const { column, down, limit, after } = asked;
      const places = after && [...new Set([column, 'id'])].map((c) => after[c as 'id']);
      const select: Select = {
        ...{ table: 'profiles', order: [{ column, down }], limit },
        ...(places === undefined ? {} : { after: places }),
      };
      const writes = rows.map(({ id, name, born: year }) => profile(id, name, year));
      const answers = [];
      for (const { log } of opened) {
        await log.write(writes);
        answers.push(await log.select(select));
      }
      const [memory, libsql, onCore] = answers;
      expect(libsql).toEqual(memory ?? []);
      expect(onCore).toEqual(memory ?? []);
    }),
    { numRuns: runs },
  );
  for (const { clear } of opened) await clear();
});
