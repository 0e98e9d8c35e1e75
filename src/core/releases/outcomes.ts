import type { Query } from '../../log/postgres.ts';
import { FILE_CODES, isOfTheFile } from '../../server/release/refusal.ts';
import type { Health } from '../../sync/protocol.ts';
import type { Platform } from '../db/open.ts';

/** Venues at which a build may fail before it is offered to nobody any more. */
export const MOST_FAILURES = 2;

/** What an outcome is called after which the build before it runs again. */
export const ROLLED_BACK = 'rolledBack';
/** Its reason where an operator there wanted it: that is no failure of the build. */
const BY_HAND = 'operator';
/** And that of a file that was fetched and not taken. */
const REFUSED = 'refused';

/**
 * Whether a leaf found the file itself wrong. Other refusals say nothing of other machines: one has no
 * room, another needs a release in between.
 */
export const isRefusedFile = ({
  outcome,
  reason,
}: {
  readonly outcome: string;
  readonly reason: string | null;
}): boolean => outcome === REFUSED && reason !== null && isOfTheFile(reason);

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
 * Halts every build that failed at too many venues since it was last let go on.
 * @returns the versions that this halted.
 */
export const haltFailing = async (
  platform: Platform,
  nowMs: number,
): Promise<readonly string[]> => {
  const halted = await platform<{ version: string }[]>`
    with failed as (
      select o.sequence, count(*) as venues,
        count(*) filter (where o.outcome = ${ROLLED_BACK}) as went_back
      from update_outcomes o join releases r on r.sequence = o.sequence
      where r.product = 'felt-leaf' and o.seen_at > coalesce(r.resumed_at, 0)
        and ((o.outcome = ${ROLLED_BACK} and o.reason is distinct from ${BY_HAND})
          or (o.outcome = ${REFUSED} and o.reason in ${platform([...FILE_CODES])}))
      group by o.sequence
    )
    update releases set halted_at = ${nowMs},
      halted_why = case when failed.went_back > 0 then ${ROLLED_BACK} else ${REFUSED} end
    from failed
    where releases.product = 'felt-leaf' and releases.sequence = failed.sequence
      and halted_at is null and failed.venues >= ${MOST_FAILURES}
    returning releases.version`;
  return halted.map(({ version }) => version);
};
