/** Builds that have served from this database, in the order in which they came. */
export const BUILDS = `
  create table builds (
    number bigint primary key,
    version text not null,
    -- Of its rooms and their tables: who has another one would write other rows.
    shape text not null,
    first_at bigint not null,
    unique (version, shape)
  );

  -- Which process of the leaf reported, and which one before it: two that take turns are two leaves.
  alter table status
    add column instance text,
    add column instance_before text,
    -- Events that no room of the build that took them follows.
    add column waiting bigint not null default 0;`;

export const BUILD_TABLES = { builds: 'select, insert' } as const;
