import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { uuid7 } from '../kernel/ids.ts';
import { DAY } from '../kernel/time.ts';
import { VENUE_LOCK } from '../log/postgres.ts';
import { settings } from '../rooms/venue/commands.ts';
import { Failed } from '../server/failed.ts';
import { note as writeNote } from './auth/audit.ts';
import type { Platform } from './db/open.ts';
import { codeHash, newCode } from './venues/codes.ts';

const CODE_LIVES_MS = 7 * DAY;

/** Heard by every core process: some leaf's key is to be revoked on the hub. */
export const REVOKED = 'felt_revoked';

export const NewVenue = v.object({
  ...settings,
  /** Made with the first venue of that name. */
  organisation: v.optional(settings.name),
});
export type NewVenue = v.InferOutput<typeof NewVenue>;

export type VenueRow = {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly timezone: string;
  readonly currency: string;
  readonly revokedAt: number | null;
  /** Of its leaf now; 0: none was enrolled yet. */
  readonly epoch: number;
};

/** Venues as the platform keeps them, and the codes by which leaves become theirs. */
export const createVenues = ({
  platform,
  now,
  by = null,
}: {
  readonly platform: Platform;
  readonly now: () => number;
  /** The user who does it; null: whoever runs the machine. */
  readonly by?: string | null;
}) => {
  const newId = () => uuid7(now(), randomBytes(10));

  const note = (action: string, venueId: string, details: string | null) =>
    writeNote(platform, { userId: by, venueId, action, ...(details && { details }) }, now());

  /** A code for the venue's next leaf; earlier ones that nobody used are worth nothing any more. */
  const codeFor = async (venueId: string): Promise<string> => {
    const code = newCode();
    await platform.begin(async (tx) => {
      await tx`update enrolments set expires_at = ${now()}
        where venue_id = ${venueId} and used_at is null and expires_at > ${now()}`;
      await tx`insert into enrolments (code_hash, venue_id, created_at, expires_at)
        values (${codeHash(code)}, ${venueId}, ${now()}, ${now() + CODE_LIVES_MS})`;
    });
    return code;
  };

  const organisation = async (name: string): Promise<string> => {
    const [known] = await platform`select id from organisations where name = ${name}`;
    if (known !== undefined) return String(known['id']);
    const id = newId();
    await platform`insert into organisations (id, name, created_at)
      values (${id}, ${name}, ${now()})`;
    return id;
  };

  const list = async (): Promise<readonly VenueRow[]> => platform<VenueRow[]>`
    select v.id, slug, name, timezone, currency, revoked_at, coalesce(e.epoch, 0) as epoch
    from venues v left join epochs e on e.venue_id = v.id order by slug`;

  /** @throws Failed where there is none of this id or slug. */
  const find = async (named: string): Promise<VenueRow> => {
    const found = (await list()).find(({ id, slug }) => id === named || slug === named);
    if (found === undefined) throw new Failed(`there is no venue "${named}"`);
    return found;
  };

  return {
    list,
    find,
    /** @throws Failed where the slug is taken. */
    add: async (venue: NewVenue): Promise<{ readonly id: string; readonly code: string }> => {
      const id = newId();
      const owner =
        venue.organisation === undefined ? null : await organisation(venue.organisation);
      const made = await platform`
        insert into venues (id, organisation_id, slug, name, timezone, currency, created_at)
        values (${id}, ${owner}, ${venue.slug}, ${venue.name}, ${venue.timezone},
          ${venue.currency}, ${now()})
        on conflict (slug) do nothing`;
      if (made.count === 0) throw new Failed(`there is a venue "${venue.slug}" already`);
      await note('venue.added', id, venue.slug);
      return { id, code: await codeFor(id) };
    },
    /** A code for another leaf in the place of this one, which works on until the code is used. */
    replace: async (named: string): Promise<string> => {
      const { id, revokedAt } = await find(named);
      if (revokedAt !== null) throw new Failed(`the venue "${named}" was revoked`);
      await note('venue.replacing', id, null);
      return codeFor(id);
    },
    /** For good: its leaf is cut off, nothing more of it is taken; what there is stays. */
    revoke: async (named: string): Promise<void> => {
      const { id } = await find(named);
      await platform.begin(async (tx) => {
        const at = now();
        // Appends end with the epoch: from here on no process takes anything of this leaf.
        await tx.unsafe(VENUE_LOCK, [id]);
        await tx`update epochs set epoch = epoch + 1 where venue_id = ${id}`;
        await tx`update venues set revoked_at = ${at} where id = ${id} and revoked_at is null`;
        await tx`update leaves set revoked_at = ${at}, restore_hash = null
          where venue_id = ${id} and revoked_at is null`;
        await tx`update enrolments set expires_at = ${at}
          where venue_id = ${id} and used_at is null`;
        await tx`select pg_notify(${REVOKED}, ${id})`;
      });
      await note('venue.revoked', id, null);
    },
  };
};

export type Venues = ReturnType<typeof createVenues>;
