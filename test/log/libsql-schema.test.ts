import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { join } from 'node:path';
import type { Table } from '../../src/kernel/room.ts';
import type { LibsqlLog } from '../../src/log/libsql.ts';
import { openLibsqlLog } from '../../src/log/libsql.ts';
import type { Connection } from '../../src/log/libsql-connection.ts';
import { connect } from '../../src/log/libsql-connection.ts';
import type { Migration } from '../../src/log/libsql-schema.ts';
import { migrate, STORE, STORE_SCHEMA } from '../../src/log/libsql-schema.ts';
import { withProjections } from '../../src/log/tables.ts';
import { profiles } from './counter-room.ts';
import { batch, envelope, TABLES, temporaryFolder } from './fixtures.ts';

let clear: () => void;
let path: string;
beforeEach(() => {
  const { folder, ...rest } = temporaryFolder();
  ({ clear } = rest);
  path = join(folder, 'log.db');
});
afterEach(() => clear());

/** What this build does with the file, and that it ends it tidily. */
const withThisBuild = async (use: (log: LibsqlLog) => Promise<unknown>): Promise<void> => {
  const log = await openLibsqlLog({ path, tables: TABLES });
  try {
    await use(log);
  } finally {
    await log.close();
  }
};

const OURS: readonly Migration[] = Array.from({ length: STORE_SCHEMA }, () => ({
  ...{ sql: 'select 1', oldest: 1 },
}));

/** A build with one more migration, and a private table with a column more. */
const withNextBuild = (
  migration: Migration,
  use: (connection: Connection) => void = () => {},
): void => {
  const connection = connect(path);
  const more: Table = { ...profiles, columns: { ...profiles.columns, phone: 'text' } };
  const tables = withProjections(TABLES.map((one) => (one.name === 'profiles' ? more : one)));
  try {
    connection.transaction(() => migrate(connection, tables, [...OURS, migration]));
    use(connection);
  } finally {
    connection.close();
  }
};

const ann = (row: Record<string, string | number>) => [
  { table: 'profiles', key: { id: 'a' }, row },
];

/** Gives something new, and takes nothing away. */
const EXPANDS: Migration = {
  oldest: STORE_SCHEMA,
  sql: 'alter table commands add column origin text; create table origins (name text) strict',
};
/** Takes away what builds of before still write. */
const CONTRACTS: Migration = {
  oldest: STORE_SCHEMA + 1,
  sql: 'alter table commands drop column bodyHash',
};

describe('OPS-3: a store that a later release left', () => {
  test('the release before runs on it where the later one said so', async () => {
    await withThisBuild((log) => log.append(batch([envelope('a', 1)])));
    withNextBuild(EXPANDS);
    await withThisBuild(async (log) => {
      await log.append(batch([envelope('a', 2)]));
      await log.write(ann({ name: 'Ann', born: 1980 }));
      expect((await log.head()).seq).toBe(2);
    });
    // The later one finds its store as it left it, and what came since.
    withNextBuild(EXPANDS, ({ statement }) => {
      expect(statement('select value from meta where key = ?').get(['schema'])).toEqual([
        String(STORE_SCHEMA + 1),
      ]);
      expect(statement('select count(*), max(origin) from commands').get()).toEqual([0, null]);
      expect(statement('select name from origins').all()).toEqual([]);
      expect(statement('select name, phone from profiles').all()).toEqual([['Ann', null]]);
    });
  });

  test('a column that it does not know keeps what is in it', async () => {
    await withThisBuild((log) => log.write(ann({ name: 'Ann', born: 1980 })));
    withNextBuild(EXPANDS, ({ exec }) => exec("update profiles set phone = '1'"));
    await withThisBuild((log) => log.write(ann({ name: 'Anna', born: 1980 })));
    withNextBuild(EXPANDS, ({ statement }) => {
      expect(statement('select name, phone from profiles').all()).toEqual([['Anna', '1']]);
    });
  });

  test('where it took away what the release before needs, that one leaves it alone', async () => {
    await withThisBuild((log) => log.append(batch([envelope('a', 1)])));
    withNextBuild(CONTRACTS);
    expect(withThisBuild(async () => undefined)).rejects.toThrow(
      'this log was written by a newer Felt',
    );
    await withThisBuild(async () => undefined).catch(() => undefined);
    withNextBuild(CONTRACTS, ({ statement }) => {
      expect(statement('select count(*) from events').get()).toEqual([1]);
    });
  });

  test('no release shuts the one before out: its schema is one that this one lets work', () => {
    expect(STORE.oldest).toBeLessThanOrEqual(Math.max(1, STORE_SCHEMA - 1));
  });
});
