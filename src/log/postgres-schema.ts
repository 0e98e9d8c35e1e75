import { createHash } from 'node:crypto';
import type { Sql } from 'postgres';
import type { Table } from '../kernel/room.ts';
import { columnsOf, describedAs, list, quoted, tableChange, withProjections } from './tables.ts';

/** The current venue of a transaction; unset or left over from an earlier one it is nobody's. */
const VENUE = "nullif(current_setting('app.venue', true), '')::uuid";

/** Numbered from 1 and never changed once shipped. Every key starts with the venue. */
const migrations: readonly string[] = [
  `create table heads (
     venue_id uuid primary key,
     seq bigint not null,
     hash text not null
   );

   create table events (
     venue_id uuid not null,
     seq bigint not null,
     id text not null,
     stream text collate "C" not null,
     version bigint not null,
     body text not null,
     hash text not null,
     primary key (venue_id, seq),
     unique (venue_id, id),
     unique (venue_id, stream, version)
   );

   create function refuse_change() returns trigger language plpgsql as
     $$ begin raise exception 'events never change' using errcode = 'FE001'; end $$;
   create trigger events_never_change before update or delete on events
     for each row execute function refuse_change();
   create trigger events_never_truncated before truncate on events
     for each statement execute function refuse_change();

   -- Once for all rows of a statement, not for each. With the unique keys it is enough that a run has
   -- no hole and begins behind what stands before it. Scalar subqueries, because PostgreSQL would
   -- hash the whole table for an EXISTS.
   create function refuse_gap() returns trigger language plpgsql as $$
   begin
     if exists (
       select from (select venue_id, min(seq) as low, max(seq) as high, count(*) as n
         from fresh group by venue_id) run
       where n <> high - low + 1 or low <> 1 + coalesce((select max(seq) from events e
         where e.venue_id = run.venue_id and e.seq < run.low), 0)
     ) or exists (
       select from (select venue_id, stream, min(version) as low, max(version) as high, count(*) as n
         from fresh group by venue_id, stream) run
       where n <> high - low + 1 or low <> 1 + coalesce((select max(version) from events e
         where e.venue_id = run.venue_id and e.stream = run.stream and e.version < run.low), 0)
     ) then raise exception 'an event follows the last one' using errcode = 'FE001';
     end if;
     return null;
   end $$;
   create trigger events_follow after insert on events
     referencing new table as fresh for each statement execute function refuse_gap();

   create table commands (
     venue_id uuid not null,
     operator text not null,
     key text not null,
     "bodyHash" text not null,
     "firstSeq" bigint not null,
     "lastSeq" bigint not null,
     at bigint not null,
     primary key (venue_id, operator, key)
   );
   create index commands_at on commands (venue_id, at);

   create table snapshots (
     venue_id uuid not null,
     stream text not null,
     version bigint not null,
     "stateVersion" text not null,
     state text not null,
     primary key (venue_id, stream)
   );`,
];

/** Text in the order of its bytes, as SQLite has it, and not in that of some locale. */
const TYPES = { text: 'text collate "C"', integer: 'bigint' } as const;

const columnType = (table: Table, column: string): string => {
  const type = TYPES[table.columns[column] ?? 'text'];
  return `${quoted(column)} ${type}${table.key.includes(column) ? ' not null' : ''}`;
};

const indexesOf = (table: Table): readonly string[] =>
  (table.indexes ?? []).map((columns) => {
    const name = quoted(`${table.name}_${columns.join('_')}`);
    // As the questions sort; PostgreSQL's own default puts null last.
    const sorted = columns.map((c) => `${quoted(c)}${table.key.includes(c) ? '' : ' nulls first'}`);
    return `create index if not exists ${name} on ${quoted(table.name)} (venue_id, ${sorted.join(', ')})`;
  });

const created = (table: Table): string => {
  const columns = columnsOf(table).map((column) => columnType(table, column));
  const key = `primary key (venue_id, ${list(table.key)})`;
  return `create table ${quoted(table.name)} (${['venue_id uuid not null', ...columns, key].join(', ')})`;
};

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

/** Row-level security for everybody, the owner too, and what the application's role may do. */
export const guarded = (table: string, role: string, verbs: string): readonly string[] => [
  `alter table ${table} enable row level security`,
  `alter table ${table} force row level security`,
  `drop policy if exists venue on ${table}`,
  `create policy venue on ${table} using (venue_id = ${VENUE}) with check (venue_id = ${VENUE})`,
  `revoke all on ${table} from ${role}`,
  `grant ${verbs} on ${table} to ${role}`,
];

const VERBS: { readonly [table: string]: string } = {
  heads: 'select, insert, update',
  events: 'select, insert',
  commands: 'select, insert, delete',
  snapshots: 'select, insert, update, delete',
};

/**
 * Brings the database to today's schema, as the owner of its tables.
 * @param role the one that `openPostgresLog` connects as: it owns nothing and may not bypass
 * row-level security.
 */
export const preparePostgres = async ({
  sql,
  tables,
  role,
}: {
  readonly sql: Sql;
  readonly tables: readonly Table[];
  readonly role: string;
}): Promise<void> => {
  await sql.begin(async (tx) => {
    // Two cores that start at once: one waits.
    await tx`select pg_advisory_xact_lock(hashtext('felt schema'))`;
    await tx`create table if not exists meta (key text primary key, value text not null)`;
    const rows = await tx<{ key: string; value: string }[]>`select key, value from meta`;
    const meta = new Map(rows.map(({ key, value }) => [key, value]));
    const done = Number(meta.get('schema') ?? 0);
    if (done > migrations.length) throw new Error('this database was written by a newer Felt');
    const all = withProjections(tables);
    const wanted = createHash('sha256')
      .update(JSON.stringify([migrations, all, VERBS, guarded('t', role, '')]))
      .digest('hex');
    // Nothing to do: `alter table` would wait for everything that another core has under way.
    if (meta.get(`prepared:${role}`) === wanted) return;
    const before = ({ name }: Table): Table | null =>
      JSON.parse(meta.get(`table:${name}`) ?? 'null');
    const changes = all.flatMap((table) => tableSql(before(table), table));
    const named: (readonly [string, string])[] = [
      ...Object.entries(VERBS),
      ...all.map(({ name }) => [quoted(name), 'select, insert, update, delete'] as const),
    ];
    const guards = named.flatMap(([table, verbs]) => guarded(table, quoted(role), verbs));
    for (const one of [...migrations.slice(done), ...changes, ...guards]) await tx.unsafe(one);
    const known = [
      { key: 'schema', value: String(migrations.length) },
      { key: `prepared:${role}`, value: wanted },
      ...all.map((table) => ({
        key: `table:${table.name}`,
        value: JSON.stringify(describedAs(before(table), table)),
      })),
    ];
    await tx`insert into meta ${tx(known)} on conflict (key) do update set value = excluded.value`;
  });
};
