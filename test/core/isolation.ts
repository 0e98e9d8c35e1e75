import type { Sql, TransactionSql } from 'postgres';

export const A = '0192f0aa-0000-7000-8000-00000000000a';
export const B = '0192f0aa-0000-7000-8000-00000000000b';
const VENUES = [A, B] as const;
const SETTINGS = [null, A, B] as const;
const ROLES = ['felt_tenant', 'felt_platform', 'felt_owner'] as const;
type Role = (typeof ROLES)[number];

const VERBS = ['select', 'insert', 'update', 'delete', 'upsert'] as const;
type Verb = (typeof VERBS)[number];

type Column = { readonly name: string; readonly type: string; readonly inKey: boolean };
export type Found = {
  readonly table: string;
  readonly owner: string;
  readonly enabled: boolean;
  readonly forced: boolean;
  readonly columns: readonly Column[];
  /** What each role may do here at all, by the rights that were granted. */
  readonly rights: { readonly [role: string]: readonly string[] };
};

/** Belongs to the owner of the schema alone, and has no venue. */
const OWN = ['meta'];

/** Every table there is: asked of the catalogue, so that none can be forgotten. */
export const tablesOf = async (admin: Sql): Promise<readonly Found[]> => admin<Found[]>`
  select c.relname as table, pg_get_userbyid(c.relowner) as owner,
    c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
    (select json_agg(json_build_object('name', a.attname, 'type', t.typname,
        'inKey', coalesce(a.attnum = any (i.indkey), false)) order by a.attnum)
      from pg_attribute a join pg_type t on t.oid = a.atttypid
      left join pg_index i on i.indrelid = c.oid and i.indisprimary
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    (select json_object_agg(r.role, (select coalesce(json_agg(p), '[]') from
        unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'trigger', 'references']) p
        where has_table_privilege(r.role, c.oid, p)))
      from unnest(${[...ROLES, 'public']}::text[]) r(role) where r.role <> 'public') as rights
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname !~ '^(pg_|information_schema$)' order by 1`;

/** What is wrong with the schema by itself: tables, views, functions, roles. */
export const lint = async (admin: Sql): Promise<readonly string[]> => {
  const tables = await tablesOf(admin);
  const open = tables
    .filter(({ table }) => !OWN.includes(table))
    .flatMap(({ table, enabled, forced, owner }) => [
      ...(enabled ? [] : [`${table} has no row-level security`]),
      ...(forced ? [] : [`${table} does not bind its owner`]),
      ...(owner === 'felt_owner' ? [] : [`${table} belongs to ${owner}`]),
    ]);
  const own = tables
    .filter(({ table, rights }) => {
      const others = ['felt_tenant', 'felt_platform'].flatMap((role) => rights[role] ?? []);
      return OWN.includes(table) && others.length > 0;
    })
    .map(({ table }) => `${table} is open to others than its owner`);
  const rest = await admin<{ what: string }[]>`
    select format('%s is a view with its owner''s eyes', c.relname) as what
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'v' and n.nspname !~ '^(pg_|information_schema$)'
        and not coalesce(c.reloptions && array['security_invoker=true', 'security_invoker=on'], false)
    union all
    select format('%s is a materialized view', c.relname)
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'm' and n.nspname !~ '^(pg_|information_schema$)'
    union all
    select format('%s is a function with its owner''s rights', p.proname)
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where p.prosecdef and n.nspname !~ '^(pg_|information_schema$)'
    union all
    select format('%s may bypass', rolname) from pg_roles where rolname = any (${[...ROLES]})
        and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
    union all
    select format('%s is a member of %s', m.member::regrole, m.roleid::regrole)
      from pg_auth_members m where m.member::regrole::text = any (${[...ROLES]})`;
  return [...open, ...own, ...rest.map(({ what }) => what)];
};

/** By name, where a check allows certain words only. */
const WORDS: { readonly [column: string]: string } = { role: 'venueOwner' };

const literal = ({ name, type }: Column, venue: string): string => {
  if (name === 'venue_id') return `'${venue}'`;
  if (type === 'uuid') return `'${venue}'`;
  if (type === 'int8' || type === 'int4') return '1';
  if (type === 'bytea') return `'\\x00'`;
  return `'${WORDS[name] ?? `x${venue.at(-1)}`}'`;
};

const quoted = (name: string): string => `"${name}"`;

const insertSql = ({ table, columns }: Found, venue: string): string =>
  `insert into ${quoted(table)} (${columns.map(({ name }) => quoted(name)).join(', ')})
   values (${columns.map((column) => literal(column, venue)).join(', ')})`;

/** Which column says whose row it is. */
const venueColumn = ({ table, columns }: Found): string | null =>
  table === 'venues' ? 'id' : columns.some(({ name }) => name === 'venue_id') ? 'venue_id' : null;

const statementOf = (found: Found, verb: Verb, target: string): string | null => {
  const { table, columns } = found;
  const column = venueColumn(found);
  const where = column === null ? '' : ` where ${quoted(column)} = '${target}'`;
  const key = columns.filter(({ inKey }) => inKey).map(({ name }) => quoted(name));
  const some = quoted(columns.at(-1)?.name ?? '');
  switch (verb) {
    case 'select':
      return `select 1 from ${quoted(table)}${where}`;
    case 'insert':
      return insertSql(found, target);
    case 'update':
      return `update ${quoted(table)} set ${some} = ${some}${where}`;
    case 'delete':
      return `delete from ${quoted(table)}${where}`;
    case 'upsert':
      return key.length === 0
        ? null
        : `${insertSql(found, target)} on conflict (${key.join(', ')}) do update set ${some} = excluded.${some}`;
  }
};

/** One row of each venue in every table, as nobody but the superuser could make them. */
const fill = async (admin: Sql, tables: readonly Found[]): Promise<void> => {
  await admin.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    for (const found of tables.filter(({ table }) => !OWN.includes(table))) {
      for (const venue of VENUES) {
        await tx.unsafe(`${insertSql(found, venue)} on conflict do nothing`);
      }
    }
  });
};

/** Rows that a statement reached, or null where it was refused. */
const attempt = async (tx: TransactionSql, text: string): Promise<number | null> => {
  await tx.unsafe('savepoint here');
  const done = await tx.unsafe(text).catch(() => null);
  await tx.unsafe('rollback to savepoint here');
  return done === null ? null : done.count;
};

export type Cell = {
  readonly table: string;
  readonly role: Role;
  readonly verb: Verb;
  readonly setting: string | null;
  readonly target: string;
  /** Rows reached; null: refused. */
  readonly reached: number | null;
};

/**
 * Every table × role × verb × (no venue, A, B) × (row of A, of B). Triggers and foreign keys are off,
 * so that nothing but rights and row-level security stands in the way.
 */
const tried = async (
  admin: Sql,
  tables: readonly Found[],
  verbs: readonly Verb[],
): Promise<readonly Cell[]> => {
  const cells: Cell[] = [];
  for (const role of ROLES) {
    for (const setting of SETTINGS) {
      await admin
        .begin(async (tx) => {
          await tx`set local session_replication_role = replica`;
          await tx`select set_config('app.venue', ${setting ?? ''}, true)`;
          await tx.unsafe(`set local role ${role}`);
          for (const found of tables) {
            for (const verb of verbs) {
              for (const target of VENUES) {
                const text = statementOf(found, verb, target);
                if (text === null) continue;
                const reached = await attempt(tx, text);
                cells.push({ table: found.table, role, verb, setting, target, reached });
              }
            }
          }
          throw new Error('rolled back');
        })
        .catch((error: unknown) => {
          if (!(error instanceof Error) || error.message !== 'rolled back') throw error;
        });
    }
  }
  return cells;
};

/** New rows into the empty tables, where no key of a present one stands in the way; then the rest. */
export const matrix = async (admin: Sql, tables: readonly Found[]): Promise<readonly Cell[]> => {
  const inserted = await tried(admin, tables, ['insert']);
  await fill(admin, tables);
  const rest = VERBS.filter((verb) => verb !== 'insert');
  return [...inserted, ...(await tried(admin, tables, rest))];
};

/** The venues' tables: those that the tenant's role may touch at all. */
export const isTenants = ({ rights }: Found): boolean => (rights['felt_tenant'] ?? []).length > 0;

/** What was reached in a venue's table by somebody who stood in another venue, or in none. */
export const leaks = (tables: readonly Found[], cells: readonly Cell[]): readonly string[] => {
  const tenants = new Set(tables.filter(isTenants).map(({ table }) => table));
  return cells
    .filter(({ table, role }) => role !== 'felt_platform' && tenants.has(table))
    .filter(({ setting, target, reached }) => setting !== target && (reached ?? 0) > 0)
    .map(({ table, role, verb, setting, target }) => {
      const from = setting === null ? 'no venue' : setting === A ? 'A' : 'B';
      return `${role} ${verb} ${table}: ${from} reaches ${target === A ? 'A' : 'B'}`;
    });
};
