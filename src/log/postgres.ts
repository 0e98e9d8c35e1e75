import type { Sql as Client, TransactionSql } from 'postgres';
import postgres from 'postgres';
import type { Cell, Table } from '../kernel/room.ts';
import { chainHash, checkExpected, EMPTY, storedOf } from './chain.ts';
import type { Batch, CommandRecord, Head, Log, Row, Stored } from './port.ts';
import { LogConflict } from './port.ts';
import { LASTING } from './postgres-client.ts';
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

const ARRAYS = { text: 'text[]', integer: 'bigint[]' } as const;

/** `unnest($2::text[], …)`: one parameter a column, so the text is the same for any number of rows. */
const unnested = (table: Table, columns: readonly string[]): string =>
  `unnest(${columns.map((c, i) => `$${i + 2}::${ARRAYS[table.columns[c] ?? 'text']}`).join(', ')})`;

const putSql = (table: Table): string => {
  const columns = columnsOf(table);
  return `insert into ${quoted(table.name)} (venue_id, ${list(columns)}) select $1::uuid, t.* from ${unnested(table, columns)} t on conflict (venue_id, ${list(table.key)}) ${onConflict(table)}`;
};

const removeSql = (table: Table): string =>
  `delete from ${quoted(table.name)} where venue_id = $1::uuid and (${list(table.key)}) in (select * from ${unnested(table, table.key)})`;

/** Rows to columns. */
const turned = (width: number, rows: readonly (readonly Cell[])[]): Cell[][] =>
  Array.from({ length: width }, (_, i) => rows.map((row) => row[i] ?? null));

const sql = {
  lock: 'select seq, hash from heads where venue_id = $1 for update',
  first: `insert into heads (venue_id, seq, hash) values ($1, 0, $2) on conflict do nothing`,
  move: 'update heads set seq = $2, hash = $3 where venue_id = $1',
  head: 'select seq, hash from heads where venue_id = $1',
  events: `insert into events (venue_id, seq, id, stream, version, body, hash)
    select $1::uuid, t.* from unnest($2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[])
      t(seq, id, stream, version, body, hash)`,
  after:
    'select seq, body, hash from events where venue_id = $1 and seq > $2 order by seq limit $3',
  stream: `select seq, body, hash from events
    where venue_id = $1 and stream = $2 and version > $3 order by version`,
  command: `select "bodyHash", "firstSeq", "lastSeq", at from commands
    where venue_id = $1 and operator = $2 and key = $3`,
  records: `insert into commands (venue_id, operator, key, "bodyHash", "firstSeq", "lastSeq", at)
    select $1::uuid, t.* from unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[]) t`,
  forget: 'delete from commands where venue_id = $1 and at < $2',
  snapshot: `select version, state from snapshots
    where venue_id = $1 and stream = $2 and "stateVersion" = $3`,
  save: `insert into snapshots (venue_id, stream, version, "stateVersion", state)
    values ($1, $2, $3, $4, $5) on conflict (venue_id, stream)
    do update set version = excluded.version, "stateVersion" = excluded."stateVersion", state = excluded.state`,
};

/** A unique key, a check, or a trigger of Felt's. */
const isConflict = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(23|FE001)/u.test(String(error.code));

type Values = readonly (Cell | readonly Cell[])[];
/** A statement inside the venue's transaction; prepared once per connection by its text. */
export type Query = (text: string, values: Values) => Promise<readonly Record<string, unknown>[]>;

const queryOf =
  (tx: TransactionSql): Query =>
  (text, values) =>
    tx.unsafe(
      text,
      values.map((value) => (Array.isArray(value) ? [...value] : (value as Cell))),
      { prepare: true },
    );

const storedFrom = ({ seq, body, hash }: Record<string, unknown>): Stored =>
  storedOf(Number(seq), String(body), String(hash));

const headFrom = (row: Record<string, unknown> | undefined): Head =>
  row === undefined ? EMPTY : { seq: Number(row['seq']), hash: String(row['hash']) };

const changeRows = (
  query: Query,
  venueId: string,
  changes: ReadonlyMap<Table, readonly Change[]>,
): Promise<unknown>[] =>
  [...changes].flatMap(([table, all]) => {
    const puts = all.flatMap(({ cells }) => (cells === null ? [] : [cells]));
    const gone = all.filter(({ cells }) => cells === null).map(({ key }) => key);
    const put = [venueId, ...turned(columnsOf(table).length, puts)];
    return [
      ...(puts.length === 0 ? [] : [query(putSql(table), put)]),
      ...(gone.length === 0
        ? []
        : [query(removeSql(table), [venueId, ...turned(table.key.length, gone)])]),
    ];
  });

/** Numbers and chains the batch behind `before`, as rows for `events`. */
const chained = ({ events }: Batch, before: Head) => {
  let { seq, hash } = before;
  const rows = events.map(({ envelope: { id, stream, version }, body }): readonly Cell[] => {
    seq += 1;
    hash = chainHash(hash, seq, body);
    return [seq, id, stream, version, body, hash];
  });
  return { rows, head: { seq, hash } };
};

const recordsOf = ({ commands }: Batch, firstSeq: number): readonly (readonly Cell[])[] =>
  commands.map(({ operator, key, bodyHash, at, first, count }) => {
    const from = firstSeq + first;
    return [operator, key, bodyHash, from, from + count - 1, at];
  });

const rowFrom = (table: Table, row: Record<string, unknown>): Row => {
  const cell = (column: string): Cell => {
    const value = row[column] ?? null;
    if (value === null) return null;
    // The driver gives whole numbers as text.
    return table.columns[column] === 'integer' ? Number(value) : String(value);
  };
  return Object.fromEntries(columnsOf(table).map((column) => [column, cell(column)]));
};

/** @throws Error where the client's role is one that row-level security does not bind. */
const assertBound = async (client: Client) => {
  const [role] = await client<{ free: boolean }[]>`
    select rolsuper or rolbypassrls as free from pg_roles where rolname = current_user`;
  if (role?.free !== false) throw new Error('the log needs a role that row-level security binds');
};

/** Clients whose role was looked at. */
const bound = new WeakMap<Client, Promise<void>>();

const boundOnce = (client: Client): Promise<void> => {
  const known = bound.get(client) ?? assertBound(client);
  bound.set(client, known);
  // A database that was away is asked again.
  return known.catch((error: unknown) => {
    bound.delete(client);
    throw error;
  });
};

/**
 * Every access to a venue's rows: a transaction of that venue, and the setting ends with it.
 * @param venueId UUID in lower case.
 * @throws LogConflict where a key, a check or a trigger of Felt's refuses.
 */
export const inVenue = <T>(
  client: Client,
  venueId: string,
  work: (query: Query) => Promise<T>,
): Promise<T> => begun(client, venueId, SET_VENUE, work);

const SET_VENUE = `select set_config('app.venue', $1, true)`;

const begun = async <T>(
  client: Client,
  venueId: string,
  first: string,
  work: (query: Query) => Promise<T>,
): Promise<T> => {
  try {
    const outcome = await client.begin(async (tx) => {
      const query = queryOf(tx);
      // Awaited by itself: the driver may send what needs no describing first.
      await query(first, [venueId]);
      return { result: await work(query) };
    });
    return outcome.result;
  } catch (error) {
    if (isConflict(error)) throw new LogConflict(String(error), { cause: error });
    throw error;
  }
};

/**
 * Until the transaction ends nobody else appends to the venue's log or changes who may: one venue
 * at a time, however many processes there are.
 */
export const VENUE_LOCK = 'select pg_advisory_xact_lock(hashtextextended($1, 0))';

/** Both in one way to the database and back. */
const SET_AND_LOCK = `${SET_VENUE}, pg_advisory_xact_lock(hashtextextended($1, 0))`;

/**
 * One venue's log on the core, in a database that `preparePostgres` has prepared.
 * `sql` is a client that the caller shares and ends; `url` makes one that `close` ends.
 * @param guard runs in each append's transaction once the venue is locked, and throws LogConflict
 * where this writer's time is over.
 * @throws Error where the role could see other venues.
 */
export const openPostgresLog = async ({
  venueId,
  tables: ownTables,
  guard = async () => undefined,
  ...place
}: {
  readonly venueId: string;
  readonly tables: readonly Table[];
  readonly guard?: (query: Query, batch: Batch) => Promise<void>;
} & ({ readonly sql: Client } | { readonly url: string })): Promise<Log> => {
  const client = 'sql' in place ? place.sql : postgres(place.url, { ...LASTING, max: 4 });
  const tables = withProjections(ownTables);
  const dialect: Dialect = {
    ...{ sign: '$', position: 'strpos' },
    scope: [{ column: 'venue_id', value: venueId }],
  };
  await boundOnce(client);

  const within = <T>(work: (query: Query) => Promise<T>): Promise<T> =>
    inVenue(client, venueId, work);

  const ask = (text: string, values: Values) =>
    within((query) => query(text, [venueId, ...values]));

  const total = async ({ text, values }: Sql): Promise<number> => {
    const [row] = await within((query) => query(text, values));
    return Number(row?.['total'] ?? 0);
  };

  /** The head row, locked until the transaction ends: it alone gives seq and previous hash. */
  const lock = async (query: Query): Promise<Head> => {
    const [row] = await query(sql.lock, [venueId]);
    if (row !== undefined) return headFrom(row);
    await query(sql.first, [venueId, EMPTY.hash]);
    return headFrom((await query(sql.lock, [venueId]))[0]);
  };

  const append = (batch: Batch, changes: ReadonlyMap<Table, readonly Change[]>) =>
    begun(client, venueId, SET_AND_LOCK, async (query) => {
      // Side by side: behind the venue's lock neither waits for what the other finds.
      const [before] = await Promise.all([lock(query), guard(query, batch)]);
      checkExpected(batch.expected, before);
      const firstSeq = before.seq + 1;
      const { rows, head } = chained(batch, before);
      const records = recordsOf(batch, firstSeq);
      await Promise.all([
        query(sql.events, [venueId, ...turned(6, rows)]),
        // A copy of a leaf's log has no commands of its own.
        ...(records.length === 0 ? [] : [query(sql.records, [venueId, ...turned(6, records)])]),
        query(sql.move, [venueId, head.seq, head.hash]),
        ...changeRows(query, venueId, changes),
      ]);
      return { head, firstSeq };
    });

  return {
    tables,
    head: async () => headFrom((await ask(sql.head, []))[0]),
    append: async (batch) => append(batch, lastChanges(tables, batch.rows)),
    stream: async (stream, afterVersion = 0) =>
      (await ask(sql.stream, [stream, afterVersion])).map(storedFrom),
    after: async (seq, limit) => (await ask(sql.after, [seq, limit])).map(storedFrom),
    command: async (operator, key): Promise<CommandRecord | null> => {
      const [row] = await ask(sql.command, [operator, key]);
      if (row === undefined) return null;
      const [firstSeq, lastSeq] = [Number(row['firstSeq']), Number(row['lastSeq'])];
      const at = Number(row['at']);
      return { operator, key, bodyHash: String(row['bodyHash']), firstSeq, lastSeq, at };
    },
    forgetCommands: async (beforeMs) => (await ask(`${sql.forget} returning 1`, [beforeMs])).length,
    snapshot: async (stream, stateVersion) => {
      const [row] = await ask(sql.snapshot, [stream, stateVersion]);
      if (row === undefined) return null;
      const [version, state] = [Number(row['version']), String(row['state'])];
      return { stream, stateVersion, version, state };
    },
    saveSnapshot: async ({ stream, version, stateVersion, state }) => {
      await ask(sql.save, [stream, version, stateVersion, state]);
    },
    write: async (writes) => {
      const changes = lastChanges(tables, writes);
      await within((query) => Promise.all(changeRows(query, venueId, changes)));
    },
    select: async (question) => {
      const table = tableNamed(tables, question.table);
      const { text, values } = selectSql(table, question, dialect);
      const rows = await within((query) => query(text, values));
      return rows.map((row) => rowFrom(table, row));
    },
    sum: async (name, column, where = {}) =>
      total(totalSql(tableNamed(tables, name), column, where, dialect)),
    count: async (name, where = {}) =>
      total(totalSql(tableNamed(tables, name), null, where, dialect)),
    close: async () => {
      if ('url' in place) await client.end();
    },
  };
};
