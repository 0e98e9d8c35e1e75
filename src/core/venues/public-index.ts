import type { Query } from '../../log/postgres.ts';
import type { Platform } from '../db/open.ts';
import type { Tenants } from '../tenants.ts';

const PLACE = `insert into tournament_venues (venue_id, tournament_id, seen_at)
  select t.venue_id, t.id, $2::bigint from tournaments t
  where t.venue_id = $1 and not exists (
    select from tournament_venues v where v.venue_id = $1 and v.tournament_id = t.id)
  on conflict do nothing`;

/** Notes whose the venue's tournaments are, in a transaction of the venue. */
export const placeTournaments = async (
  query: Query,
  venueId: string,
  nowMs: number,
): Promise<void> => {
  await query(PLACE, [venueId, nowMs]);
};

const CREATED = '"tournament.created"';

/** Notes new ones as soon as they are applied; a leaf's next report makes up for one that failed. */
export const createPlacing =
  ({
    within,
    now,
    failed,
  }: {
    readonly within: Tenants['within'];
    readonly now: () => number;
    readonly failed: (error: unknown) => void;
  }) =>
  (venueId: string, bodies: readonly string[]): void => {
    if (!bodies.some((body) => body.includes(CREATED))) return;
    within(venueId, (query) => placeTournaments(query, venueId, now())).catch(failed);
  };

export type PublicPlace = {
  readonly venueId: string;
  /** Where the venue's leaf is for phones in its network, as it says itself; null: not known. */
  readonly room: string | null;
  /** When the leaf was heard last, ms; null: never. */
  readonly heardAt: number | null;
};

/**
 * The venue of a tournament; null where there is none, or where its venue was revoked. Should two
 * venues have one id, it is of the one that had it first: nobody takes another one's page over.
 */
export const placeOf = async (
  platform: Platform,
  tournamentId: string,
): Promise<PublicPlace | null> => {
  const [found] = await platform<PublicPlace[]>`
    select t.venue_id, s.room, s.heard_at from tournament_venues t
      join venues v on v.id = t.venue_id and v.revoked_at is null
      left join status s on s.venue_id = t.venue_id
    where t.tournament_id = ${tournamentId} order by t.seen_at, t.venue_id limit 1`;
  return found ?? null;
};
