/** Builds that leaves are offered, and what became of them where they were put in. */
export const RELEASES = `
  -- One build of a product, for all its targets. Nothing of a venue.
  create table releases (
    product text not null,
    sequence bigint not null,
    version text not null,
    -- Whom it is offered to, and whom it was signed for: leaves hold it against the latter.
    channel text not null,
    signed_for text not null,
    -- Of a hundred venues, how many are offered it.
    rollout bigint not null,
    halted_at bigint,
    -- 'asked', 'rolledBack' (by itself), 'refused' (its file), 'revoked' (its key).
    halted_why text,
    -- What went wrong before does not halt it once more.
    resumed_at bigint,
    notes text,
    added_at bigint not null,
    primary key (product, sequence)
  );

  -- 'base' is the build that a delta needs; 0: the whole file.
  create table release_files (
    product text not null,
    sequence bigint not null,
    target text not null,
    base bigint not null,
    name text not null unique,
    size bigint not null,
    signer text not null,
    keys_issued bigint not null,
    expires_at bigint not null,
    primary key (product, sequence, target, base),
    foreign key (product, sequence) references releases
  );

  -- Which build the venue's leaf is, and which ones it takes.
  alter table status
    add column sequence bigint,
    add column target text,
    add column channel text;

  -- The last word of the venue's leaf on each build. 'at' is of its own clock, 'seen_at' of the core's.
  create table update_outcomes (
    venue_id uuid not null,
    sequence bigint not null,
    outcome text not null,
    reason text,
    at bigint not null,
    seen_at bigint not null,
    primary key (venue_id, sequence)
  );
  create index update_outcomes_sequence on update_outcomes (sequence, outcome);`;

/** What of releases came with a later build. */
export const RELEASE_KEYS = `
  -- Every list of signing keys that the roots vouched for; what it revoked stays so, also where no
  -- file of the shelf carries it.
  create table release_keys (
    issued bigint primary key,
    -- As it was signed, base64; and the signatures, JSON.
    keys text not null,
    signatures text not null
  );

  -- For a database that a build between two releases made.
  alter table releases add column if not exists signed_for text not null default 'beta';
  alter table releases alter column signed_for drop default;`;

/** What the tenant's role may do with the venues' table among them; the platform sees all of it. */
export const OUTCOME_TABLES = { update_outcomes: 'select, insert, update' } as const;
export const OUTCOME_SHARED = { update_outcomes: 'select' } as const;
/** What the platform's role may do with its own. */
export const RELEASE_TABLES = {
  releases: 'select, insert, update',
  release_files: 'select, insert, update',
} as const;
export const RELEASE_KEY_TABLES = { release_keys: 'select, insert' } as const;
