import type { Table } from '../kernel/room.ts';
import type { Connection } from './libsql-connection.ts';
import { columnsOf, describedAs, list, quoted, tableChange } from './tables.ts';

export type Migration = {
  readonly sql: string;
  /**
   * The oldest schema whose builds still work on the store behind it. A release that does not prove
   * itself is taken back, so the build before has to run on what it left: first a schema that both
   * can work with, and only in a later release one without what the first has no use for any more.
   */
  readonly oldest: number;
};

/**
 * Numbered from 1 and never changed once shipped. Columns of `events` beside `body` and `hash` are
 * copies of what the body holds, for the indexes only.
 */
const MIGRATIONS: readonly Migration[] = [
  {
    oldest: 1,
    sql: `create table events (
     seq integer primary key,
     id text not null unique,
     stream text not null,
     version integer not null,
     body text not null,
     hash text not null,
     unique (stream, version)
   ) strict;

   create trigger events_never_change before update on events
   begin select raise(abort, 'events never change'); end;

   create trigger events_never_go before delete on events
   begin select raise(abort, 'events never go'); end;

   -- Also stops INSERT OR REPLACE, whose removals pass the two triggers above.
   create trigger events_follow before insert on events
   when new.seq is not (select coalesce(max(seq), 0) + 1 from events)
     or new.version is not
       (select coalesce(max(version), 0) + 1 from events where stream = new.stream)
   begin select raise(abort, 'an event follows the last one'); end;

   create table commands (
     operator text not null,
     key text not null,
     bodyHash text not null,
     firstSeq integer not null,
     lastSeq integer not null,
     at integer not null,
     primary key (operator, key)
   ) strict, without rowid;
   create index commands_at on commands (at);

   create table snapshots (
     stream text primary key,
     version integer not null,
     stateVersion text not null,
     state text not null
   ) strict;`,
  },
];

const columnType = (table: Table, column: string): string =>
  `${quoted(column)} ${table.columns[column]}${table.key.includes(column) ? ' not null' : ''}`;

const indexesOf = (table: Table): readonly string[] =>
  (table.indexes ?? []).map(
    (columns) =>
      `create index if not exists ${quoted(`${table.name}_${columns.join('_')}`)} on ${quoted(table.name)} (${list(columns)})`,
  );

const created = (table: Table): string => {
  const columns = columnsOf(table).map((column) => columnType(table, column));
  const key = `primary key (${list(table.key)})`;
  return `create table ${quoted(table.name)} (${[...columns, key].join(', ')}) strict, without rowid`;
};

/** What brings a table from the description that it was made from to today's. */
const tableSql = (before: Table | null, table: Table): readonly string[] => {
  const change = tableChange(before, table);
  if (change.kind === 'keep') return [];
  const name = quoted(table.name);
  if (change.kind === 'create') {
    const dropped = change.drop ? [`drop table ${name}`] : [];
    return [...dropped, created(table), ...indexesOf(table)];
  }
  const added = change.added.map((c) => `alter table ${name} add column ${columnType(table, c)}`);
  return [...added, ...indexesOf(table)];
};

const META = 'select value from meta where key = ?';
const SET_META = 'insert or replace into meta (key, value) values (?, ?)';

const metaOf = ({ statement }: Connection, key: string): string | null => {
  const [value] = statement(META).get([key]) ?? [];
  return typeof value === 'string' ? value : null;
};

const oldestOf = (migrations: readonly Migration[]): number => migrations.at(-1)?.oldest ?? 0;

/** The schema of a store that this build brings it to. */
export const STORE_SCHEMA = MIGRATIONS.length;

/**
 * Stores that this build opens, the one that it leaves behind, and the oldest build, by its own
 * schema, that still runs on that one.
 */
export const STORE = {
  reads: [1, STORE_SCHEMA],
  writes: STORE_SCHEMA,
  oldest: oldestOf(MIGRATIONS),
} as const;

/**
 * Brings the schema to today's: the numbered migrations, then each described table. One of a later
 * build stays as it is where that one said that this one can work with it.
 * @throws Error where it cannot.
 */
export const migrate = (
  connection: Connection,
  tables: readonly Table[],
  migrations: readonly Migration[] = MIGRATIONS,
) => {
  const { exec, statement } = connection;
  exec('create table if not exists meta (key text primary key, value text not null) strict');
  const done = Number(metaOf(connection, 'schema') ?? 0);
  const oldest = Number(metaOf(connection, 'oldest') ?? done);
  if (oldest > migrations.length) throw new Error('this log was written by a newer Felt');
  for (const { sql } of migrations.slice(done)) exec(sql);
  if (done < migrations.length) {
    statement(SET_META).run(['schema', String(migrations.length)]);
    statement(SET_META).run(['oldest', String(oldestOf(migrations))]);
  }
  for (const table of tables) {
    const stored = metaOf(connection, `table:${table.name}`);
    const before: Table | null = stored === null ? null : JSON.parse(stored);
    for (const change of tableSql(before, table)) exec(change);
    const described = JSON.stringify(describedAs(before, table));
    statement(SET_META).run([`table:${table.name}`, described]);
  }
};
