import type { Query } from '../../log/postgres.ts';
import type { Health } from '../../sync/protocol.ts';
import type { Platform } from '../db/open.ts';

/** Venues at which a build may go back by itself before it is offered to nobody any more. */
export const MOST_FAILURES = 2;

/** What an outcome is called after which the build before it runs again. */
export const ROLLED_BACK = 'rolledBack';

/** A file that a leaf refused says nothing about the build that it has. */
const OUTCOME = `insert into update_outcomes (venue_id, sequence, outcome, reason, at, seen_at)
  values ($1, $2, $3, $4, $5, $6)
  on conflict (venue_id, sequence) do update set outcome = excluded.outcome,
    reason = excluded.reason, at = excluded.at, seen_at = excluded.seen_at
  where (update_outcomes.outcome, update_outcomes.at) is distinct from
    (excluded.outcome, excluded.at) and excluded.outcome <> 'refused'
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
