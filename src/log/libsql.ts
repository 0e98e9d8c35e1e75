import type { Cell, Table } from '../kernel/room.ts';
import { chainHash, checkExpected, EMPTY, firstBad, LogDamaged, storedOf } from './chain.ts';
import type { Connection } from './libsql-connection.ts';
import { AUTO_CHECKPOINT, connect, isConflict, keptConnection } from './libsql-connection.ts';
import { migrate } from './libsql-schema.ts';
import type { Appended, Batch, CommandRecord, Head, Log, Row, Stored } from './port.ts';
import { LogConflict } from './port.ts';
import type { Dialect, Sql } from './select.ts';
import { selectSql, totalSql } from './select.ts';
import type { Change } from './tables.ts';
import {
  columnsOf,
  lastChanges,
  list,
  onConflict,
  quoted,
  tableNamed,
  withProjections,
} from './tables.ts';

const dialect: Dialect = { sign: '?', position: 'instr', scope: [] };

/** How much of the chain every start looks at; `verify` looks at all of it. */
const CHECKED_AT_START = 1_000;

const marks = (count: number): string => Array.from({ length: count }, () => '?').join(', ');

const sql = {
  head: 'select seq, hash from events order by seq desc limit 1',
  after: 'select seq, body, hash from events where seq > ? order by seq limit ?',
  stream: 'select seq, body, hash from events where stream = ? and version > ? order by version',
  command: 'select bodyHash, firstSeq, lastSeq, at from commands where operator = ? and key = ?',
  record: `insert into commands (operator, key, bodyHash, firstSeq, lastSeq, at) values (${marks(6)})`,
  forget: 'delete from commands where at < ?',
  snapshot: 'select version, state from snapshots where stream = ? and stateVersion = ?',
  save: 'insert or replace into snapshots (stream, version, stateVersion, state) values (?, ?, ?, ?)',
};

const stored = ([seq, body, hash]: readonly Cell[]): Stored =>
  storedOf(Number(seq), String(body), String(hash));

const headOf = ({ statement }: Connection): Head => {
  const row = statement(sql.head).get();
  return row === null ? EMPTY : { seq: Number(row[0]), hash: String(row[1]) };
};

/** @throws LogDamaged where the last events do not chain. */
const checkChain = ({ statement }: Connection, head: Head) => {
  const from = Math.max(0, head.seq - CHECKED_AT_START);
  const rows = statement(sql.after)
    .all([Math.max(0, from - 1), CHECKED_AT_START + 1])
    .map(stored);
  const [first, ...rest] = rows;
  if (first === undefined) return;
  const bad = from === 0 ? firstBad(EMPTY, rows) : firstBad(first, rest);
  if (bad !== null) throw new LogDamaged(`the log is damaged at event ${bad}`);
};

type Upsert = { readonly table: Table; readonly put: string; readonly remove: string };

const upsertOf = (table: Table): Upsert => {
  const columns = columnsOf(table);
  const name = quoted(table.name);
  const key = table.key.map((column) => `${quoted(column)} = ?`).join(' and ');
  return {
    table,
    put: `insert into ${name} (${list(columns)}) values (${marks(columns.length)}) on conflict (${list(table.key)}) ${onConflict(table)}`,
    remove: `delete from ${name} where ${key}`,
  };
};

/** Row by row: inside one process, one statement for many rows was no faster (19.7 and 19.4 µs). */
const writeRows = (
  { statement }: Connection,
  upserts: ReadonlyMap<Table, Upsert>,
  changes: ReadonlyMap<Table, readonly Change[]>,
) => {
  for (const [table, all] of changes) {
    const { put, remove } = upserts.get(table) ?? upsertOf(table);
    for (const { key, cells } of all) {
      if (cells === null) statement(remove).run(key);
      else statement(put).run(cells);
    }
  }
};

const EVENT = ['seq', 'id', 'stream', 'version', 'body', 'hash'];

/**
 * For many events in one statement, by how many: prepared for the powers of two, the largest first.
 * One for 12 events took 57 µs where one for each of them took 79.
 */
const INSERTS: readonly (readonly [count: number, text: string])[] = [32, 16, 8, 4, 2, 1].map(
  (count) => {
    const rows = Array.from({ length: count }, () => `(${marks(EVENT.length)})`);
    return [count, `insert into events (${list(EVENT)}) values ${rows.join(', ')}`];
  },
);

/** Numbers and chains the batch behind `before`. The triggers look at each row, in this order. */
const writeEvents = ({ statement }: Connection, { events }: Batch, before: Head): Head => {
  let { seq, hash } = before;
  const cells: Cell[] = [];
  for (const { envelope, body } of events) {
    seq += 1;
    hash = chainHash(hash, seq, body);
    cells.push(seq, envelope.id, envelope.stream, envelope.version, body, hash);
  }
  let at = 0;
  for (const [count, text] of INSERTS) {
    const width = count * EVENT.length;
    for (; cells.length - at >= width; at += width)
      statement(text).run(cells.slice(at, at + width));
  }
  return { seq, hash };
};

const writeCommands = ({ statement }: Connection, { commands }: Batch, firstSeq: number) => {
  const insert = statement(sql.record);
  for (const { operator, key, bodyHash, at, first, count } of commands) {
    const from = firstSeq + first;
    insert.run([operator, key, bodyHash, from, from + count - 1, at]);
  }
};

/** Ready to work, with the head kept beside it: nobody else can move it. */
const opened = (path: string, encryptionKey: string | undefined, tables: readonly Table[]) => {
  const connection = connect(path, encryptionKey);
  try {
    connection.transaction(() => migrate(connection, tables));
    const head = headOf(connection);
    checkChain(connection, head);
    return { connection, head };
  } catch (error) {
    connection.close();
    throw error;
  }
};

export type LibsqlLog = Log & {
  /** Moves the write-ahead log into the file and empties it: for breaks and idle moments. */
  readonly checkpoint: () => void;
  /** What SQLite finds wrong with the file; null: nothing. Takes a second for some 100 MB. */
  readonly quickCheck: () => string | null;
  /**
   * While `work` goes on, the file itself stays as it is: what is written meanwhile stands behind what
   * stood in the write-ahead log. So another process may copy both, byte by byte.
   * @throws Error where that could not be kept up: then the copy is worth nothing.
   */
  readonly still: <T>(work: () => Promise<T>) => Promise<T>;
  /** Writes all of it into a new file, which the caller brings to the disk. */
  readonly copyInto: (path: string) => void;
};

/**
 * The leaf's log: one libSQL file, one process, one connection.
 * `encryptionKey` encrypts the file at rest and must not be kept beside it.
 * @throws Error where another process has the file, the key is wrong or a pragma does not hold;
 * LogDamaged where the last 1,000 events do not chain.
 */
export const openLibsqlLog = async ({
  path,
  tables: ownTables,
  encryptionKey,
}: {
  readonly path: string;
  readonly tables: readonly Table[];
  readonly encryptionKey?: string;
}): Promise<LibsqlLog> => {
  const tables = withProjections(ownTables);
  const upserts = new Map(tables.map((table) => [table, upsertOf(table)]));
  const kept = keptConnection(() => opened(path, encryptionKey, tables));

  const guarded = <T>(work: (kept: { connection: Connection; head: Head }) => T): T => {
    try {
      return kept.use(work);
    } catch (error) {
      throw isConflict(error) ? new LogConflict(String(error), { cause: error }) : error;
    }
  };

  const write = (batch: Batch, changes: ReadonlyMap<Table, readonly Change[]>): Appended =>
    guarded((current) => {
      const { connection, head: before } = current;
      checkExpected(batch.expected, before);
      const firstSeq = before.seq + 1;
      const head = connection.transaction(() => {
        const last = writeEvents(connection, batch, before);
        writeRows(connection, upserts, changes);
        writeCommands(connection, batch, firstSeq);
        return last;
      });
      current.head = head;
      return { head, firstSeq };
    });

  const read = (text: string, values: readonly Cell[]) =>
    guarded(({ connection: { statement } }) => statement(text).all(values));

  const total = ({ text, values }: Sql): number => Number(read(text, values)[0]?.[0] ?? 0);

  const commandOf = (operator: string, key: string): CommandRecord | null => {
    const row = guarded(({ connection: { statement } }) =>
      statement(sql.command).get([operator, key]),
    );
    if (row === null) return null;
    const [bodyHash, firstSeq, lastSeq, at] = row;
    return {
      ...{ operator, key, bodyHash: String(bodyHash) },
      ...{ firstSeq: Number(firstSeq), lastSeq: Number(lastSeq), at: Number(at) },
    };
  };

  let stills = 0;

  const still = async <T>(work: () => Promise<T>): Promise<T> => {
    stills += 1;
    try {
      const held = guarded((current) => {
        current.connection.exec('pragma wal_autocheckpoint = 0');
        // Where the write-ahead log is to begin anew, it does so with this write, and not while it is read.
        current.connection.exec("insert or replace into meta (key, value) values ('still', '')");
        return current;
      });
      const done = await work();
      // One that was thrown away moved everything into the file as it was closed.
      if (guarded((current) => current !== held)) throw new Error('the log was opened anew');
      return done;
    } finally {
      stills -= 1;
      if (stills === 0) guarded(({ connection }) => connection.exec(AUTO_CHECKPOINT));
    }
  };

  return {
    tables,
    head: async () => guarded(({ head }) => head),
    append: async (batch) => write(batch, lastChanges(tables, batch.rows)),
    stream: async (stream, afterVersion = 0) =>
      read(sql.stream, [stream, afterVersion]).map(stored),
    after: async (seq, limit) => read(sql.after, [seq, limit]).map(stored),
    command: async (operator, key) => commandOf(operator, key),
    forgetCommands: async (beforeMs) =>
      guarded(({ connection: { statement } }) => statement(sql.forget).run([beforeMs])),
    snapshot: async (stream, stateVersion) => {
      const [row] = read(sql.snapshot, [stream, stateVersion]);
      if (row === undefined) return null;
      return { stream, stateVersion, version: Number(row[0]), state: String(row[1]) };
    },
    saveSnapshot: async ({ stream, version, stateVersion, state }) => {
      guarded(({ connection: { statement } }) =>
        statement(sql.save).run([stream, version, stateVersion, state]),
      );
    },
    write: async (writes) => {
      const changes = lastChanges(tables, writes);
      guarded(({ connection }) =>
        connection.transaction(() => writeRows(connection, upserts, changes)),
      );
    },
    select: async (question) => {
      const table = tableNamed(tables, question.table);
      const columns = columnsOf(table);
      const { text, values } = selectSql(table, question, dialect);
      return read(text, values).map(
        (cells): Row => Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? null])),
      );
    },
    sum: async (name, column, where = {}) =>
      total(totalSql(tableNamed(tables, name), column, where, dialect)),
    count: async (name, where = {}) =>
      total(totalSql(tableNamed(tables, name), null, where, dialect)),
    close: async () => {
      kept.close();
    },
    still,
    checkpoint: () => {
      if (stills === 0) read('pragma wal_checkpoint(TRUNCATE)', []);
    },
    quickCheck: () => {
      const [[found] = []] = read('pragma quick_check(1)', []);
      return found === 'ok' ? null : String(found);
    },
    copyInto: (to) => {
      guarded(({ connection: { statement } }) => statement('vacuum into ?').run([to]));
    },
  };
};
