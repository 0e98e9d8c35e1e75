import { randomBytes } from 'node:crypto';
import type { TransactionSql } from 'postgres';
import * as v from 'valibot';
import { uuid7 } from '../../kernel/ids.ts';
import { ApiError } from '../../server/errors.ts';
import type { Platform } from '../db/open.ts';
import { note } from './audit.ts';
import type { Grant } from './grants.ts';
import { sealed } from './passwords.ts';

export const email = v.pipe(
  v.string(),
  v.trim(),
  v.toLowerCase(),
  v.maxLength(200),
  v.email('must be an e-mail address'),
);

export type Person = { readonly name: string; readonly email: string };

/** Where a role shall hold; both null: everywhere. */
export type NewGrant = Omit<Grant, 'id'>;

export type Account = Person & {
  readonly id: string;
  readonly hasPassword: boolean;
  /** Whether they have come in by the provider. */
  readonly isLinked: boolean;
  readonly createdAt: number;
  readonly disabledAt: number | null;
  readonly seenAt: number | null;
  readonly grants: readonly Grant[];
};

type Tx = TransactionSql<{ bigint: number }>;

export type Organisation = { readonly id: string; readonly name: string; readonly venues: number };

/** 90 bits that somebody can type once from a screen. */
const madePassword = (): string => randomBytes(12).toString('base64url').slice(0, 15);

const lastAdmin = () =>
  new ApiError('LAST_ADMIN', 'Somebody has to stay an administrator: make another one first.');

/** Users, what they may, and the organisations that venues belong to. */
export const createAccounts = ({
  platform,
  now,
}: {
  readonly platform: Platform;
  readonly now: () => number;
}) => {
  const newId = () => uuid7(now(), randomBytes(10));

  const noted = (userId: string, action: string, details: string, venueId: string | null = null) =>
    note(platform, { userId, venueId, action, details }, now());

  const insert = async (tx: Tx, person: Person, hash: string | null): Promise<string> => {
    const id = newId();
    const made = await tx`insert into users (id, name, email, password, created_at)
      values (${id}, ${person.name}, ${person.email}, ${hash}, ${now()})
      on conflict (email) do nothing`;
    if (made.count === 0) throw new ApiError('EMAIL_TAKEN', 'There is a user of this address.');
    return id;
  };

  const insertGrant = async (tx: Tx, userId: string, grant: NewGrant): Promise<string> => {
    const { role, organisationId, venueId } = grant;
    const isPlatform = role === 'platformAdmin';
    const places = [organisationId, venueId].filter((one) => one !== null);
    if (places.length !== (isPlatform ? 0 : 1)) {
      const words = isPlatform ? 'This role holds everywhere.' : 'Name one venue or organisation.';
      throw new ApiError('INVALID', words);
    }
    const id = newId();
    const done = await tx`
      insert into grants (id, user_id, role, organisation_id, venue_id, granted_at)
      select ${id}, u.id, ${role}, ${organisationId}::uuid, ${venueId}::uuid, ${now()}
      from users u where u.id = ${userId}
        and (${organisationId}::uuid is null
          or exists (select from organisations where id = ${organisationId}::uuid))
        and (${venueId}::uuid is null or exists (select from venues where id = ${venueId}::uuid))`;
    if (done.count === 0) throw new ApiError('NOT_FOUND', 'There is no such user or place.');
    return id;
  };

  /** With the first of their roles, or not at all. */
  const make = async (person: Person, password: string | null, grant: NewGrant) => {
    const hash = password === null ? null : await sealed(password);
    return platform.begin(async (tx) => {
      const id = await insert(tx, person, hash);
      await insertGrant(tx, id, grant);
      return id;
    });
  };

  /** Runs a change and takes it back where nobody would be left who administers the core. */
  const keepingAnAdmin = (work: (tx: Tx) => Promise<number>): Promise<void> =>
    platform.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(hashtext('felt administrators'))`;
      const done = await work(tx);
      if (done === 0) throw new ApiError('NOT_FOUND', 'There is nothing of this kind.');
      const [admin] = await tx`select from grants g join users u on u.id = g.user_id
        where role = 'platformAdmin' and disabled_at is null limit 1`;
      if (admin === undefined) throw lastAdmin();
    });

  const list = async (): Promise<readonly Account[]> => {
    const users = await platform<Omit<Account, 'grants'>[]>`
      select u.id, name, email, u.created_at, disabled_at, password is not null as has_password,
        subject is not null as is_linked, max(s.seen_at) as seen_at
      from users u left join sessions s on s.user_id = u.id
      group by u.id order by lower(name), email`;
    const grants = await platform<(Grant & { userId: string })[]>`
      select id, user_id, role, organisation_id, venue_id from grants order by granted_at`;
    const byUser = Map.groupBy(grants, ({ userId }) => userId);
    return users.map((user) => ({
      ...user,
      grants: (byUser.get(user.id) ?? []).map(({ userId: _, ...grant }) => grant),
    }));
  };

  return {
    list,
    addFirst: async ({ password, ...person }: Person & { readonly password: string }) => {
      const everywhere = { role: 'platformAdmin', organisationId: null, venueId: null } as const;
      const id = await make(person, password, everywhere);
      await noted(id, 'user.added', 'platformAdmin');
      return id;
    },
    /** @param by who does it. Answers a password to hand over, which is told once. */
    add: async (
      person: Person & { readonly password: boolean },
      grant: NewGrant,
      by: string,
    ): Promise<{ readonly id: string; readonly password: string | null }> => {
      const password = person.password ? madePassword() : null;
      const id = await make(person, password, grant);
      await noted(by, 'user.added', `${id} ${grant.role}`, grant.venueId);
      return { id, password };
    },
    setPassword: async (id: string, password: string, by: string): Promise<void> => {
      const done = await platform`update users set password = ${await sealed(password)}
        where id = ${id}`;
      if (done.count === 0) throw new ApiError('NOT_FOUND', 'There is no such user.');
      await noted(by, 'user.password', id);
    },
    newPassword: madePassword,
    disable: async (id: string, isDisabled: boolean, by: string): Promise<void> => {
      const at = isDisabled ? now() : null;
      await keepingAnAdmin(
        async (tx) => (await tx`update users set disabled_at = ${at} where id = ${id}`).count,
      );
      if (isDisabled) await platform`delete from sessions where user_id = ${id}`;
      await noted(by, isDisabled ? 'user.disabled' : 'user.enabled', id);
    },
    grant: async (userId: string, grant: NewGrant, by: string): Promise<string> => {
      const id = await platform.begin((tx) => insertGrant(tx, userId, grant));
      await noted(by, 'grant.given', `${userId} ${grant.role}`, grant.venueId);
      return id;
    },
    takeBack: async (userId: string, id: string, by: string): Promise<void> => {
      await keepingAnAdmin(
        async (tx) => (await tx`delete from grants where id = ${id} and user_id = ${userId}`).count,
      );
      await noted(by, 'grant.taken', `${userId} ${id}`);
    },
    organisations: () => platform<Organisation[]>`
      select o.id, o.name, count(v.id) as venues
      from organisations o left join venues v on v.organisation_id = o.id
      group by o.id order by lower(o.name)`,
    addOrganisation: async (name: string, by: string): Promise<string> => {
      const [same] = await platform`select from organisations where lower(name) = lower(${name})`;
      if (same !== undefined) throw new ApiError('NAME_TAKEN', 'There is one of this name.');
      const id = newId();
      await platform`insert into organisations (id, name, created_at)
        values (${id}, ${name}, ${now()})`;
      await noted(by, 'organisation.added', name);
      return id;
    },
    renameOrganisation: async (id: string, name: string, by: string): Promise<void> => {
      const done = await platform`update organisations set name = ${name} where id = ${id}`;
      if (done.count === 0) throw new ApiError('NOT_FOUND', 'There is no such organisation.');
      await noted(by, 'organisation.renamed', name);
    },
    moveVenue: async (venueId: string, organisationId: string | null, by: string) => {
      const done = await platform`update venues set organisation_id = ${organisationId}
        where id = ${venueId} and (${organisationId}::uuid is null
          or exists (select from organisations where id = ${organisationId}::uuid))`;
      if (done.count === 0) throw new ApiError('NOT_FOUND', 'There is no such organisation.');
      await noted(by, 'venue.moved', organisationId ?? '', venueId);
    },
  };
};

export type Accounts = ReturnType<typeof createAccounts>;
