import { MINUTE } from '../../kernel/time.ts';
import type { Log } from '../../log/port.ts';
import type { Query } from '../../log/postgres.ts';
import { ApiError } from '../../server/errors.ts';
import type { Platform } from '../db/open.ts';
import type { Tenants } from '../tenants.ts';
import { note } from './audit.ts';
import type { CoreRole, User } from './grants.ts';
import { roleIn } from './grants.ts';

/** A page that follows a night asks every few seconds: one line says that somebody looked on. */
const SAME_LOOK_MS = 5 * MINUTE;
const KEPT = 5_000;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

export type Place = {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly organisationId: string | null;
  readonly timezone: string;
  readonly currency: string;
  readonly revokedAt: number | null;
};

/** A venue that somebody may look into. */
export type Entered = {
  readonly venue: Place;
  /** The strongest role that they have here. */
  readonly role: CoreRole;
  /** To read from; it refuses every append. */
  readonly log: () => Promise<Log>;
  /** A transaction of the venue: its rows and no others. */
  readonly within: <T>(work: (query: Query) => Promise<T>) => Promise<T>;
};

/** Looks that were noted a moment ago, by who, where and what for. */
const createRecent = (now: () => number) => {
  const noted = new Map<string, number>();
  return (key: string): boolean => {
    const before = noted.get(key);
    if (before !== undefined && now() - before < SAME_LOOK_MS) return true;
    noted.delete(key);
    const [oldest] = noted.size >= KEPT ? noted.keys() : [];
    if (oldest !== undefined) noted.delete(oldest);
    noted.set(key, now());
    return false;
  };
};

/**
 * The one way from a person into a venue's rows: it asks for a grant, and notes who looked where and
 * what for before anything is read. Refused looks are noted, too.
 */
export const createAccess = ({
  platform,
  tenants,
  now,
}: {
  readonly platform: Platform;
  readonly tenants: Pick<Tenants, 'log' | 'within'>;
  readonly now: () => number;
}) => {
  const isRecent = createRecent(now);

  const find = async (venueId: string): Promise<Place | null> => {
    if (!UUID.test(venueId)) return null;
    const [venue] = await platform<Place[]>`
      select id, slug, name, organisation_id, timezone, currency, revoked_at
      from venues where id = ${venueId}`;
    return venue ?? null;
  };

  const noted = async (user: User, venueId: string, action: string, why: string) => {
    if (isRecent(`${user.session} ${venueId} ${action} ${why}`)) return;
    await note(platform, { userId: user.id, venueId, action, why }, now());
  };

  return {
    find,
    /**
     * @param why what for, in a word or a path: it stands in the audit.
     * @param roles who may do this; everybody with a grant unless told.
     * @param action for what changes something; a change is noted each time.
     * @throws ApiError NOT_FOUND (404) where there is no such venue, or none that this user may know
     * of; FORBIDDEN (403) where their role does not reach.
     */
    asVenue: async (
      user: User,
      venueId: string,
      why: string,
      {
        roles,
        action = 'venue.looked',
      }: { readonly roles?: readonly CoreRole[]; readonly action?: string } = {},
    ): Promise<Entered> => {
      const venue = await find(venueId);
      const role = venue === null ? null : roleIn(user, venue);
      if (venue === null || role === null) {
        if (venue !== null) await noted(user, venueId, 'venue.refused', why);
        throw new ApiError('NOT_FOUND', 'There is no such venue.');
      }
      if (roles !== undefined && !roles.includes(role)) {
        await noted(user, venueId, 'venue.refused', why);
        throw new ApiError('FORBIDDEN', `This needs the role ${roles.join(' or ')}.`);
      }
      if (action === 'venue.looked') await noted(user, venueId, action, why);
      else await note(platform, { userId: user.id, venueId, action, why }, now());
      return {
        ...{ venue, role, log: () => tenants.log(venueId) },
        within: (work) => tenants.within(venueId, work),
      };
    },
  };
};

export type Access = ReturnType<typeof createAccess>;
