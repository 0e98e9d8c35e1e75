import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import type { Table } from '../../src/kernel/room.ts';
import { LogDamaged } from '../../src/log/chain.ts';
import type { LibsqlLog } from '../../src/log/libsql.ts';
import { openLibsqlLog } from '../../src/log/libsql.ts';
import { connect, keptConnection } from '../../src/log/libsql-connection.ts';
import type { Select } from '../../src/log/port.ts';
import { selectSql } from '../../src/log/select.ts';
import { verifyLog } from '../../src/log/verify.ts';
import { counterRoom, counters, profiles } from './counter-room.ts';
import { batch, counterHandle, envelope, TABLES, temporaryFolder } from './fixtures.ts';

let folder: string;
let clear: () => void;
let path: string;
let log: LibsqlLog;

beforeEach(async () => {
  ({ folder, clear } = temporaryFolder());
  path = join(folder, 'log.db');
  log = await openLibsqlLog({ path, tables: TABLES });
});
afterEach(async () => {
  await log.close();
  clear();
});

/** Somebody else's hands on the file, with the log closed meanwhile. */
const tamper = async (...statements: readonly string[]) => {
  await log.close();
  const db = new Database(path);
  try {
    for (const statement of statements) db.exec(statement);
  } finally {
    db.close();
  }
};

const reopen = async (tables: readonly Table[] = TABLES) => {
  await log.close();
  log = await openLibsqlLog({ path, tables });
};

const appendMany = async (count: number) => {
  const events = Array.from({ length: count }, (_, i) => envelope('a', i + 1, { data: { by: 1 } }));
  await log.append(batch(events));
};

const messageOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'nothing was thrown',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

describe('the triggers', () => {
  beforeEach(() => appendMany(3));

  const insert = (verb: string, seq: number, version: number) =>
    `${verb} into events (seq, id, stream, version, body, hash) values (${seq}, 'x', 'counter:a', ${version}, '{}', '')`;

  test.each([
    ['a change', `update events set body = '{}' where seq = 2`, /never change/],
    ['a removal', 'delete from events where seq = 3', /never go/],
    ['a replacement', insert('insert or replace', 2, 2), /follows the last/],
    ['a replacement of the last', insert('insert or replace', 3, 3), /follows the last/],
    ['a gap', insert('insert', 5, 4), /follows the last/],
    ['a version out of turn', insert('insert', 4, 5), /follows the last/],
  ])('abort %s', async (_name, statement, why) => {
    expect(await messageOf(tamper(statement))).toMatch(why);
    await reopen();
    expect((await log.after(0, 9)).map(({ envelope: { id } }) => id)).toEqual([
      'a/1',
      'a/2',
      'a/3',
    ]);
  });

  const many = (...seqs: readonly number[]) => {
    const rows = seqs.map((seq) => `(${seq}, 'x${seq}', 'counter:a', ${seq}, '{}', '')`);
    return `insert into events (seq, id, stream, version, body, hash) values ${rows.join(', ')}`;
  };

  test.each([
    ['a gap between two rows', many(4, 6, 7)],
    ['rows in another order', many(5, 4, 6)],
    ['a row twice', many(4, 5, 5)],
    ['a gap before the last', many(4, 5, 6, 8)],
  ])('look at each row of one statement: %s', async (_name, statement) => {
    expect(await messageOf(tamper(statement))).toMatch(/follows the last/);
    await reopen();
    expect((await log.head()).seq).toBe(3);
  });

  test('let rows in that follow each other', async () => {
    await tamper(many(4, 5, 6));
    expect(await messageOf(reopen())).toBe('the log is damaged at event 4');
  });

  test('let the next event in', async () => {
    await tamper(insert('insert', 4, 4));
    expect(await messageOf(reopen())).toBe('the log is damaged at event 4');
  });
});

describe('the chain', () => {
  test('a change among the last 1,000 events keeps the log from opening, and is named', async () => {
    await appendMany(1_200);
    await tamper(
      'drop trigger events_never_change',
      `update events set body = replace(body, '"by":1', '"by":2') where seq = 1199`,
    );
    const attempt = reopen();
    expect(await attempt.catch((error: unknown) => error)).toBeInstanceOf(LogDamaged);
    expect(await messageOf(reopen())).toBe('the log is damaged at event 1199');
  });

  test('an older change, even one that is no JSON any more, is found by verify', async () => {
    await appendMany(1_200);
    await tamper(
      'drop trigger events_never_change',
      `update events set body = 'x' || body where seq = 77`,
    );
    await reopen();
    const verified = await verifyLog(log, [counterRoom]);
    expect(verified.firstBadSeq).toBe(77);
  });

  test('an event that its copied columns put into another stream is not folded there', async () => {
    await appendMany(2);
    await log.append(batch([envelope('b', 1)]));
    await tamper(
      'drop trigger events_never_change',
      `update events set stream = 'counter:a', version = 3 where seq = 3`,
    );
    await reopen();
    const read = counterHandle(log).read('counter:a');
    expect(await messageOf(read)).toBe('event 3 is not version 3 of counter:a');
  });
});

describe('one process', () => {
  const elsewhere = async () => {
    const script = join(import.meta.dir, 'open-elsewhere.ts');
    const child = Bun.spawn([process.execPath, script, path], { stdout: 'pipe' });
    return (await new Response(child.stdout).text()).trim();
  };

  test('another process is told that the log is open, until it is not', async () => {
    expect(await elsewhere()).toBe(`another process has this log open: ${path}`);
    await appendMany(1);
    expect(await elsewhere()).toBe(`another process has this log open: ${path}`);
    await log.close();
    expect(await elsewhere()).toBe('1');
  });

  test('so is a second opener in the same process', async () => {
    const attempt = openLibsqlLog({ path, tables: TABLES });
    expect(await messageOf(attempt)).toBe(`another process has this log open: ${path}`);
  });

  test('no shared memory lies beside the file', async () => {
    await appendMany(1);
    expect([existsSync(`${path}-wal`), existsSync(`${path}-shm`)]).toEqual([true, false]);
  });
});

describe('the connection', () => {
  test('has every pragma of the design', async () => {
    await log.close();
    const { statement, close } = connect(path);
    const read = (name: string) => statement(`pragma ${name}`).get()?.[0];
    expect({
      locking: read('locking_mode'),
      journal: read('journal_mode'),
      synchronous: read('synchronous'),
      foreignKeys: read('foreign_keys'),
      secureDelete: read('secure_delete'),
      limit: read('journal_size_limit'),
      checkpoint: read('wal_autocheckpoint'),
      trusted: read('trusted_schema'),
    }).toEqual({
      ...{ locking: 'exclusive', journal: 'wal', synchronous: 2, foreignKeys: 1 },
      ...{ secureDelete: 1, limit: 67_108_864, checkpoint: 4000, trusted: 0 },
    });
    close();
  });

  test('refuses to work where a pragma does not hold', () => {
    // A log in memory cannot have a write-ahead log.
    expect(() => connect(':memory:')).toThrow('journal_mode is memory, not WAL');
  });

  test('is thrown away after BUSY and inside a lost transaction, and opened anew', async () => {
    await log.close();
    let opened = 0;
    const kept = keptConnection(() => {
      opened += 1;
      return { connection: connect(path) };
    });
    const busy = Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });
    const failing = (work: (exec: (sql: string) => void) => void) => () =>
      kept.use(({ connection }) => work(connection.exec));
    expect(failing(() => Promise.reject)).not.toThrow();
    expect(opened).toBe(1);
    expect(
      failing(() => {
        throw busy;
      }),
    ).toThrow('database is locked');
    expect(kept.use(({ connection }) => connection.statement('select 7').get())).toEqual([7]);
    expect(opened).toBe(2);
    expect(failing((exec) => exec('begin; nonsense'))).toThrow();
    expect(kept.use(({ connection }) => connection.inTransaction())).toBe(false);
    expect(opened).toBe(3);
    expect(failing((exec) => exec('nonsense'))).toThrow();
    expect(opened).toBe(3);
    kept.close();
  });

  test('a closed log says so', async () => {
    await log.close();
    expect(await messageOf(log.head())).toBe('the log is closed');
  });

  test('a checkpoint in an idle moment empties the write-ahead log', async () => {
    await appendMany(50);
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(0);
    log.checkpoint();
    expect(statSync(`${path}-wal`).size).toBe(0);
    await reopen();
    expect((await log.head()).seq).toBe(50);
  });
});

test('whole numbers are stored as such: division and comparison stay exact', async () => {
  await log.write([{ table: 'profiles', key: { id: 'a' }, row: { born: 5 } }]);
  await log.close();
  const db = new Database(path);
  const row = db.prepare('select typeof(born) as type, born / 2 as half from profiles').get();
  expect(row).toMatchObject({ type: 'integer', half: 2 });
  expect(() => db.exec('update profiles set born = 1.5')).toThrow(/cannot store REAL/);
  expect(() => db.exec(`insert into commands values ('a','k','h',1.5,1,1)`)).toThrow(/REAL/);
  db.close();
});

test('a page of a list starts where the one before ended, by an index', async () => {
  await log.close();
  const db = new Database(path);
  const dialect = { sign: '?', position: 'instr', scope: [] } as const;
  const plan = (question: Omit<Select, 'table' | 'limit'>) => {
    const { text, values } = selectSql(
      profiles,
      { table: 'profiles', limit: 5, ...question },
      dialect,
    );
    return JSON.stringify(db.prepare(`explain query plan ${text}`).all(values));
  };
  const byName = plan({ order: [{ column: 'name' }], after: ['m', 'x'] });
  expect(byName).toContain('USING INDEX profiles_name (name>?)');
  expect(byName).not.toContain('TEMP B-TREE');
  expect(plan({ order: [{ column: 'id', down: true }], after: ['x'] })).toContain('(id<?)');
  db.close();
});

describe('encryption at rest', () => {
  const encryptionKey = 'a key that is kept elsewhere';

  test('leaves nothing to read in the files, and opens with the key only', async () => {
    const hidden = join(folder, 'hidden.db');
    const encrypted = await openLibsqlLog({ path: hidden, tables: TABLES, encryptionKey });
    await encrypted.append(batch([envelope('canary', 1)]));
    for (const file of [hidden, `${hidden}-wal`]) {
      expect(readFileSync(file).includes('canary')).toBe(false);
    }
    expect(readFileSync(path).includes('SQLite format 3')).toBe(true);
    await encrypted.close();
    const wrong = openLibsqlLog({ path: hidden, tables: TABLES, encryptionKey: 'another' });
    expect(await messageOf(wrong)).toMatch(/the key is wrong/);
    const again = await openLibsqlLog({ path: hidden, tables: TABLES, encryptionKey });
    expect((await again.head()).seq).toBe(1);
    await again.close();
  });
});

describe('a changed table', () => {
  const write = () =>
    log.write([
      { table: 'counters', key: { id: 'a' }, row: { total: 1, parts: 1 } },
      { table: 'profiles', key: { id: 'a' }, row: { name: 'Ann', born: 1980 } },
    ]);

  test('a projection is made anew, a private table gains its column and keeps its rows', async () => {
    await write();
    await reopen([
      { ...counters, columns: { id: 'text', sum: 'integer' }, indexes: [['sum']] },
      { ...profiles, columns: { ...profiles.columns, phone: 'text' }, indexes: [['phone']] },
    ]);
    expect(await log.select({ table: 'counters', limit: 9 })).toEqual([]);
    expect(await log.select({ table: 'profiles', limit: 9 })).toEqual([
      { id: 'a', name: 'Ann', born: 1980, phone: null },
    ]);
  });

  test('an unchanged table keeps its rows', async () => {
    await write();
    await reopen();
    expect(await log.count('counters')).toBe(1);
    expect(await log.count('profiles')).toBe(1);
  });

  test('a private table never loses a column by itself, or changes what is in one', async () => {
    await write();
    const { id, name } = profiles.columns;
    const less: Table = { ...profiles, columns: { id: id ?? 'text', name: name ?? 'text' } };
    await reopen([counters, less]);
    await reopen();
    expect(await log.select({ table: 'profiles', limit: 9 })).toEqual([
      { id: 'a', name: 'Ann', born: 1980 },
    ]);
    const other: Table = { ...profiles, columns: { ...profiles.columns, born: 'text' } };
    const attempt = openAfterClose([other]);
    expect(await messageOf(attempt)).toMatch(/profiles changed in a way that needs a migration/);
    await reopen();
    expect(await log.count('profiles')).toBe(1);
  });

  test('a log of a newer Felt is left alone', async () => {
    await tamper(`update meta set value = '999' where key in ('schema', 'oldest')`);
    expect(await messageOf(openAfterClose(TABLES))).toBe('this log was written by a newer Felt');
  });

  const openAfterClose = async (tables: readonly Table[]) => {
    await log.close();
    return openLibsqlLog({ path, tables });
  };
});
