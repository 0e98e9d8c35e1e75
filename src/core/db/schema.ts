import type { Sql } from 'postgres';
import { guarded } from '../../log/postgres-schema.ts';
import { BUILD_TABLES, BUILDS } from './build-schema.ts';
import { PUBLIC, PUBLIC_SHARED, PUBLIC_TABLES } from './public-schema.ts';
import {
  OUTCOME_SHARED,
  OUTCOME_TABLES,
  RELEASE_KEY_TABLES,
  RELEASE_KEYS,
  RELEASE_TABLES,
  RELEASES,
} from './release-schema.ts';
import { PLATFORM, TENANT } from './roles.ts';
import { SIGN_IN, SIGN_IN_TABLES } from './sign-in-schema.ts';

/** Tables of one venue each, beside its log. Whoever asks sees the rows of the venue that is set. */
const tenant = `
  -- Forks, gaps, replaced leaves that still send: for a person to look at.
  create table alarms (
    venue_id uuid not null,
    kind text not null,
    seq bigint,
    first_at bigint not null,
    last_at bigint not null,
    times bigint not null,
    primary key (venue_id, kind)
  );

  -- The venue's leaf as it last reported itself, and how far the core has its log. Nothing personal.
  create table status (
    venue_id uuid primary key,
    epoch bigint not null,
    heard_at bigint not null,
    version text not null,
    build text,
    head_seq bigint not null,
    head_at bigint not null,
    applied_seq bigint not null,
    applied_at bigint not null,
    down_seq bigint not null,
    docs_waiting bigint not null,
    free_bytes bigint,
    clock text,
    live text not null
  );

  -- Which of the venue's leaves counts, written by the platform, asked in each append.
  create table epochs (
    venue_id uuid primary key,
    epoch bigint not null
  );

  -- Profiles, operators and media of the leaf: the newest of each, and of an erased one only its rev.
  create table documents (
    venue_id uuid not null,
    kind text not null,
    id text collate "C" not null,
    epoch bigint not null,
    rev bigint not null,
    doc text,
    primary key (venue_id, kind, id)
  );

  -- Notes signed by the leaf and countersigned here.
  create table checkpoints (
    venue_id uuid not null,
    seq bigint not null,
    hash text not null,
    at bigint not null,
    note text not null,
    primary key (venue_id, seq, at)
  );

  -- What came and will never be applied.
  create table lost_tail (
    venue_id uuid not null,
    digest text not null,
    why text not null,
    at bigint not null,
    payload bytea not null,
    primary key (venue_id, digest)
  );

  -- What the venue's leaf shall take, gap-free by seq.
  create table orders (
    venue_id uuid not null,
    seq bigint not null,
    id uuid not null,
    kind text not null,
    at bigint not null,
    -- Empty once the leaf has answered: it may hold what is personal.
    body text not null,
    -- Of the body as it was given: the same id with another one is another order.
    body_hash text not null,
    -- The leaf's version that did not understand it: another one gets it again.
    unknown_to text,
    primary key (venue_id, seq),
    unique (venue_id, id)
  );
  create index orders_unanswered on orders (venue_id, seq) where body <> '';`;

const platform = `
  create table organisations (
    id uuid primary key,
    name text not null,
    created_at bigint not null
  );

  create table venues (
    id uuid primary key,
    organisation_id uuid references organisations,
    slug text not null unique,
    name text not null,
    timezone text not null,
    currency text not null,
    created_at bigint not null,
    revoked_at bigint
  );

  -- Each leaf that a venue ever had. 'revoked_on_hub_at' is null until the hub knows, too.
  create table leaves (
    venue_id uuid not null references venues,
    epoch bigint not null,
    code_hash text not null,
    nats_key text not null unique,
    signing_key text not null,
    version text not null,
    enrolled_at bigint not null,
    revoked_at bigint,
    revoked_on_hub_at bigint,
    restore_hash text unique,
    restore_until bigint,
    primary key (venue_id, epoch)
  );

  create table enrolments (
    code_hash text primary key,
    venue_id uuid not null references venues,
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint
  );

  create table users (
    id uuid primary key,
    name text not null,
    email text not null unique,
    password text,
    subject text unique,
    created_at bigint not null,
    disabled_at bigint
  );

  -- 'platform' reaches everything, 'organisation' and 'venue' what the row names.
  create table grants (
    id uuid primary key,
    user_id uuid not null references users,
    role text not null check (role in ('platformAdmin', 'venueOwner', 'leagueAdmin')),
    organisation_id uuid references organisations,
    venue_id uuid references venues,
    granted_at bigint not null
  );
  create index grants_user on grants (user_id);

  create table sessions (
    id_hash text primary key,
    user_id uuid not null references users,
    created_at bigint not null,
    seen_at bigint not null,
    expires_at bigint not null,
    device text
  );

  -- Every look of the platform into a venue, and every change of who may.
  create table audit (
    id uuid primary key,
    at bigint not null,
    user_id uuid,
    venue_id uuid,
    action text not null,
    why text,
    details text
  );
  create index audit_at on audit (at);
  create function refuse_audit_change() returns trigger language plpgsql as
    $$ begin raise exception 'the audit never changes' using errcode = 'FE001'; end $$;
  create trigger audit_never_changes before update or delete on audit
    for each row execute function refuse_audit_change();
  create trigger audit_never_truncated before truncate on audit
    for each statement execute function refuse_audit_change();`;

/**
 * What the tenant's role may do with the tables of the cloud.
 *
 * `checkpoints` only grows, and nobody may take from it. One is made in each minute in which a log has
 * grown, of 392 bytes: a room with an event every four minutes all day makes 360, with their index
 * about 200 KB, 70 MB in a year. Thinned out they would no longer show between which two minutes a log
 * was changed, only between which days; of one that its leaf holds and that is gone here this core
 * would say that it lost evidence (`lackedBy`); and a right to delete is what whoever changes events
 * would use first.
 */
const TENANT_TABLES = {
  alarms: 'select, insert, update, delete',
  status: 'select, insert, update',
  epochs: 'select',
  documents: 'select, insert, update',
  checkpoints: 'select, insert',
  lost_tail: 'select, insert',
  orders: 'select, insert, update',
} as const;

/** Of the venues' tables, those without anything personal that the platform sees all of. */
const SHARED_TABLES = {
  alarms: 'select',
  status: 'select',
  epochs: 'select, insert, update',
} as const;

const PLATFORM_TABLES = {
  organisations: 'select, insert, update',
  venues: 'select, insert, update',
  leaves: 'select, insert, update',
  enrolments: 'select, insert, update',
  users: 'select, insert, update',
  grants: 'select, insert, update, delete',
  sessions: 'select, insert, update, delete',
  audit: 'select, insert',
} as const;

/** All rows, for the platform's role and no other. */
const open = (table: string, verbs: string): readonly string[] => [
  `alter table ${table} enable row level security`,
  `alter table ${table} force row level security`,
  `create policy platform on ${table} to ${PLATFORM} using (true) with check (true)`,
  `grant ${verbs} on ${table} to ${PLATFORM}`,
];

const each = (tables: object, guard: (table: string, verbs: string) => readonly string[]) =>
  Object.entries(tables).flatMap(([table, verbs]) => guard(table, verbs));

/** What the venue's leaf says that somebody should look at, as its last report has it. */
const LEAF_ALERTS = 'alter table status add column alerts text';

/** Numbered from 1 and never changed once shipped. */
const migrations: readonly (readonly string[])[] = [
  [
    tenant,
    platform,
    ...each(TENANT_TABLES, (table, verbs) => guarded(table, TENANT, verbs)),
    ...each(SHARED_TABLES, open),
    ...each(PLATFORM_TABLES, open),
  ],
  [SIGN_IN, ...each(SIGN_IN_TABLES, open)],
  [BUILDS, ...each(BUILD_TABLES, open)],
  [
    PUBLIC,
    ...each(PUBLIC_TABLES, (table, verbs) => guarded(table, TENANT, verbs)),
    ...each(PUBLIC_SHARED, open),
  ],
  [
    RELEASES,
    ...each(OUTCOME_TABLES, (table, verbs) => guarded(table, TENANT, verbs)),
    ...each(OUTCOME_SHARED, open),
    ...each(RELEASE_TABLES, open),
  ],
  [RELEASE_KEYS, ...each(RELEASE_KEY_TABLES, open)],
  [LEAF_ALERTS],
];

/** Brings the tables of the cloud to today's, as their owner, behind `preparePostgres`. */
export const prepareCloud = async (sql: Sql): Promise<void> => {
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('felt schema'))`;
    const [row] = await tx<{ value: string }[]>`select value from meta where key = 'cloud'`;
    const done = Number(row?.value ?? 0);
    if (done > migrations.length) throw new Error('this database was written by a newer Felt');
    for (const statement of migrations.slice(done).flat()) await tx.unsafe(statement);
    await tx`insert into meta (key, value) values ('cloud', ${String(migrations.length)})
      on conflict (key) do update set value = excluded.value`;
  });
};
