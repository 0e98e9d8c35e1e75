import type { Platform } from '../db/open.ts';
import type { ROLES } from './users.ts';

export type CoreRole = (typeof ROLES)[number];

/** A role and where it holds: everywhere, in an organisation, or in a venue. */
export type Grant = {
  readonly id: string;
  readonly role: CoreRole;
  readonly organisationId: string | null;
  readonly venueId: string | null;
};

/** Who asks, as of this request: a grant that was taken away is gone with the next one. */
export type User = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly hasPassword: boolean;
  readonly grants: readonly Grant[];
  /** Of the sign-in that asks. */
  readonly session: string;
};

export const userOf = async (
  platform: Platform,
  userId: string,
  session: string,
): Promise<User | null> => {
  const [user] = await platform<{ id: string; name: string; email: string; own: boolean }[]>`
    select id, name, email, password is not null as own from users
    where id = ${userId} and disabled_at is null`;
  if (user === undefined) return null;
  const grants = await platform<Grant[]>`
    select id, role, organisation_id, venue_id from grants where user_id = ${userId}`;
  const { id, name, email, own } = user;
  return { id, name, email, hasPassword: own, grants: [...grants], session };
};

type Place = { readonly id: string; readonly organisationId: string | null };

const reaches = ({ role, venueId, organisationId }: Grant, venue: Place): boolean => {
  if (role === 'platformAdmin') return true;
  if (venueId !== null) return venueId === venue.id;
  return organisationId !== null && organisationId === venue.organisationId;
};

const MOST_FIRST = ['platformAdmin', 'venueOwner', 'leagueAdmin'] as const;

/** The strongest role that somebody has in a venue; null: none at all. */
export const roleIn = ({ grants }: Pick<User, 'grants'>, venue: Place): CoreRole | null => {
  const held = new Set(grants.filter((one) => reaches(one, venue)).map(({ role }) => role));
  return MOST_FIRST.find((role) => held.has(role)) ?? null;
};

export const isPlatformAdmin = ({ grants }: Pick<User, 'grants'>): boolean =>
  grants.some(({ role }) => role === 'platformAdmin');
