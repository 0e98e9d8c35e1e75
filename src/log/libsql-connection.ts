import Database from 'libsql';
import type { Cell } from '../kernel/room.ts';

/** A value as the driver takes it: a JavaScript number would arrive as a REAL. */
type Bound = string | bigint | null;

/** A statement, prepared once; cells in, cells out, whole numbers as numbers. */
export type Statement = {
  /** Never for a RETURNING: the driver would leave its transaction open. */
  readonly run: (values: readonly Cell[]) => number;
  readonly get: (values?: readonly Cell[]) => readonly Cell[] | null;
  readonly all: (values?: readonly Cell[]) => readonly (readonly Cell[])[];
};

export type Connection = {
  readonly exec: (sql: string) => void;
  /** Kept by its text, for as long as the connection lives. */
  readonly statement: (sql: string) => Statement;
  /** All or nothing; `work` must not await. */
  readonly transaction: <T>(work: () => T) => T;
  /** Whether a transaction is still open, which after a failure it must not be. */
  readonly inTransaction: () => boolean;
  readonly close: () => void;
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

/** A constraint, a trigger of Felt's, or (3091) a type that a STRICT table refuses. */
export const isConflict = (error: unknown): boolean =>
  /^SQLITE_CONSTRAINT|_3091$/u.test(codeOf(error));

const isBusy = (error: unknown): boolean => /^SQLITE_BUSY/u.test(codeOf(error));

const isForeign = (error: unknown): boolean => /^SQLITE_NOTADB/u.test(codeOf(error));

const bound = (cell: Cell): Bound => (typeof cell === 'number' ? BigInt(cell) : cell);

const cell = (value: unknown): Cell => {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' ? value : null;
};

const cells = (row: unknown): readonly Cell[] => (Array.isArray(row) ? row.map(cell) : []);

/**
 * A backstop of 16 MB, for the leaf checkpoints in idle moments. At SQLite's own 1,000 pages every
 * hundredth command pays for one: 0.94 of bare commits instead of 1.06 (npm run bench).
 */
const AUTO_PAGES = 4_000;
export const AUTO_CHECKPOINT = `pragma wal_autocheckpoint = ${AUTO_PAGES}`;

/** In the order in which they must be set: without the lock first, WAL would share its memory. */
const pragmas: readonly (readonly [name: string, value: string, reads: Cell])[] = [
  ['locking_mode', 'EXCLUSIVE', 'exclusive'],
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'FULL', 2],
  ['foreign_keys', 'ON', 1],
  ['secure_delete', 'ON', 1],
  ['journal_size_limit', '67108864', 67_108_864],
  ['wal_autocheckpoint', `${AUTO_PAGES}`, AUTO_PAGES],
  ['trusted_schema', 'OFF', 0],
];

const prepared = (db: Database.Database, sql: string): Statement => {
  const statement = db.prepare(sql);
  const reader = statement.reader ? statement.raw() : statement;
  return {
    run: (values) => statement.run(values.map(bound)).changes,
    get: (values = []) => {
      const row = reader.get(values.map(bound));
      return row === undefined ? null : cells(row);
    },
    all: (values = []) => reader.all(values.map(bound)).map(cells),
  };
};

const settle = ({ exec, statement }: Connection) => {
  for (const [name, value, reads] of pragmas) {
    exec(`pragma ${name} = ${value}`);
    const [set] = statement(`pragma ${name}`).get() ?? [];
    if (set !== reads) throw new Error(`the log's ${name} is ${String(set)}, not ${value}`);
  }
  // The first write takes the lock of EXCLUSIVE mode, and keeps it.
  exec('begin exclusive; commit');
};

/**
 * The driver keeps a closed file open, and locked, for as long as any statement of it lives, and
 * statements only die with the garbage. Leaving WAL and EXCLUSIVE gives the lock back now, and leaves
 * one file without companions.
 */
const release = (db: Database.Database) => {
  const steps = ['pragma journal_mode = delete', 'pragma locking_mode = normal'];
  if (db.inTransaction) steps.unshift('rollback');
  for (const step of [...steps, 'select 1 from sqlite_master']) {
    try {
      db.exec(step);
    } catch {
      // A connection that failed: what still works is done, and it is closed in any case.
    }
  }
  db.close();
};

/** Another process has the file; it says nothing about what is in it. */
export class LogTaken extends Error {
  override readonly name = 'LogTaken';
}

const explained = (error: unknown, path: string): unknown => {
  if (isBusy(error)) return new LogTaken(`another process has this log open: ${path}`);
  if (isForeign(error)) {
    return new Error(`this is no log of Felt's, or the key is wrong: ${path}`);
  }
  return error;
};

/**
 * The one connection of the one process on a log's file, by way of the lock that SQLite itself takes:
 * libSQL's engine can corrupt a file that a second process checkpoints.
 * @throws Error that says so where another process has it, or where it cannot be read.
 */
export const connect = (path: string, encryptionKey?: string): Connection => {
  const options = { timeout: 100, ...(encryptionKey === undefined ? {} : { encryptionKey }) };
  const db = new Database(path, options);
  db.defaultSafeIntegers(true);
  const statements = new Map<string, Statement>();
  const connection: Connection = {
    exec: (sql) => {
      db.exec(sql);
    },
    statement: (sql) => {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      const fresh = prepared(db, sql);
      statements.set(sql, fresh);
      return fresh;
    },
    transaction: (work) => {
      db.exec('begin immediate');
      try {
        const result = work();
        db.exec('commit');
        return result;
      } catch (error) {
        // SQLite may have rolled back by itself (disk full, I/O error).
        if (db.inTransaction) db.exec('rollback');
        throw error;
      }
    },
    inTransaction: () => db.inTransaction,
    close: () => {
      statements.clear();
      release(db);
    },
  };
  try {
    settle(connection);
  } catch (error) {
    connection.close();
    throw explained(error, path);
  }
  return connection;
};

/**
 * Opens a connection when it is needed and throws it away when it cannot be trusted any more: a
 * statement that met BUSY stays open inside the driver and would block every later commit, and so
 * does a transaction that could not be left.
 */
export const keptConnection = <T extends { readonly connection: Connection }>(open: () => T) => {
  let opened: T | null = open();
  let closed = false;

  const drop = () => {
    opened?.connection.close();
    opened = null;
  };

  return {
    use: <R>(work: (kept: T) => R): R => {
      if (closed) throw new Error('the log is closed');
      opened ??= open();
      const { connection } = opened;
      try {
        return work(opened);
      } catch (error) {
        if (isBusy(error) || connection.inTransaction()) drop();
        throw error;
      }
    },
    close: () => {
      drop();
      closed = true;
    },
  };
};
