import type { Query } from '../../log/postgres.ts';
import type { Health } from '../../sync/protocol.ts';
import type { Platform } from '../db/open.ts';

/** Venues at which a build may go back by itself before it is offered to nobody any more. */
export const MOST_FAILURES = 2;

/** What an outcome is called after which the build before it runs again. */
export const ROLLED_BACK = 'rolledBack';

/** Builds that a venue's leaf may speak of: one a week for ten years, and no liar's without end. */
const MOST_OUTCOMES = 500;

/** A file that a leaf refused says nothing about a build that ran there. */
const OUTCOME = `insert into update_outcomes (venue_id, sequence, outcome, reason, at, seen_at)
  select $1::uuid, $2::bigint, $3::text, $4::text, $5::bigint, $6::bigint
  where exists (select from update_outcomes where venue_id = $1::uuid and sequence = $2::bigint)
    or (select count(*) from update_outcomes where venue_id = $1::uuid) < ${MOST_OUTCOMES}
  on conflict (venue_id, sequence) do update set outcome = excluded.outcome,
    reason = excluded.reason, at = excluded.at, seen_at = excluded.seen_at
  where (update_outcomes.outcome, update_outcomes.at) is distinct from
    (excluded.outcome, excluded.at)
    and (excluded.outcome <> 'refused' or update_outcomes.outcome = 'refused')
  returning outcome`;

/**
 * What a leaf says of its last update, in a transaction of its venue.
 * @returns the build that went back by itself, where this report is the first to say so.
 */
export const keepOutcome = async (
  query: Query,
  venueId: string,
  { update }: Health,
  nowMs: number,
): Promise<number | null> => {
  if (update === undefined) return null;
  const { outcome, to, at, reason = null } = update;
  const rows = await query(OUTCOME, [venueId, to, outcome, reason, at, nowMs]);
  return rows.length > 0 && outcome === ROLLED_BACK ? to : null;
};

/**
 * Halts every build that went back at too many venues since it was last let go on.
 * @returns the versions that this halted.
 */
export const haltFailing = async (
  platform: Platform,
  nowMs: number,
): Promise<readonly string[]> => {
  const halted = await platform<{ version: string }[]>`
    update releases set halted_at = ${nowMs}, halted_why = 'rolledBack'
    where product = 'felt-leaf' and halted_at is null
      and (select count(*) from update_outcomes o where o.sequence = releases.sequence
        and outcome = ${ROLLED_BACK} and seen_at > coalesce(releases.resumed_at, 0)) >= ${MOST_FAILURES}
    returning version`;
  return halted.map(({ version }) => version);
};
