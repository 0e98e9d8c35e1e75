import type { Table } from '../kernel/room.ts';
import { columnsOf, list, quoted, tableChange } from './tables.ts';

/**
 * Numbered from 1 and never changed once shipped. Columns of `events` beside `body` and `hash` are
 * copies of what the body holds, for the indexes only.
 */
export const migrations: readonly string[] = [
  `create table events (
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
export const tableSql = (before: Table | null, table: Table): readonly string[] => {
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
