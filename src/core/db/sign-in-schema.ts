/** What the pages of the core stand on: sign-ins, and how far a venue lags. */
export const SIGN_IN = `
  truncate sessions;
  -- The token changes as a session goes on; the one before it serves a moment longer.
  alter table sessions
    add column id uuid not null unique,
    add column previous_hash text unique,
    add column rotated_at bigint not null,
    add column address text,
    add column via text not null;

  create table sign_in_failures (
    subject text primary key,
    failures bigint not null,
    at bigint not null
  );

  -- Sign-ins that are under way at the provider.
  create table oidc_attempts (
    state_hash text primary key,
    verifier text not null,
    nonce text not null,
    expires_at bigint not null
  );

  -- For the first administrator of a core.
  create table first_codes (
    code_hash text primary key,
    expires_at bigint not null
  );

  -- The leaf's own clock at 'heard_at', and since when the core has not had what the leaf had then.
  alter table status
    add column leaf_now bigint,
    add column behind_since bigint,
    add column behind_seq bigint;`;

/** What the platform's role may do with the tables among them. */
export const SIGN_IN_TABLES = {
  sign_in_failures: 'select, insert, update, delete',
  oidc_attempts: 'select, insert, delete',
  first_codes: 'select, insert, delete',
} as const;
