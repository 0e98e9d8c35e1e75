import { createHash, randomBytes } from 'node:crypto';
import { uuid7 } from '../../kernel/ids.ts';
import { DAY, HOUR, MINUTE } from '../../kernel/time.ts';
import type { Platform } from '../db/open.ts';

/** Signed in for so long at most, and no longer than this without a sign of life. */
export const LONGEST_MS = 14 * DAY;
const IDLE_MS = 3 * DAY;
const ROTATE_MS = HOUR;
/** Requests that were under way while the token changed still carry the one before. */
const GRACE_MS = MINUTE;
/** A sign of life is written at most this often. */
const SEEN_MS = MINUTE;

export type Origin = {
  readonly device: string | null;
  readonly address: string | null;
  readonly via: 'password' | 'oidc' | 'first';
};

type Row = {
  readonly id: string;
  readonly idHash: string;
  readonly userId: string;
  readonly createdAt: number;
  readonly seenAt: number;
  readonly rotatedAt: number;
  readonly expiresAt: number;
};

export type Session = { readonly id: string; readonly userId: string };

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const newToken = (): string => randomBytes(32).toString('base64url');

/**
 * Sign-ins on the core: a random token in a cookie, of which only the hash is kept. It changes every
 * hour; one that comes after that was stolen or copied, and ends the sign-in.
 */
export const createSessions = (platform: Platform, now: () => number) => {
  const remove = async (id: string): Promise<void> => {
    await platform`delete from sessions where id = ${id}`;
  };

  const rotated = async ({ id, idHash }: Row): Promise<string | null> => {
    const token = newToken();
    const done = await platform`update sessions
      set id_hash = ${sha256(token)}, previous_hash = ${idHash}, rotated_at = ${now()},
        seen_at = ${now()}
      where id = ${id} and id_hash = ${idHash}`;
    // Another request was faster, and its answer brings the new one.
    return done.count === 1 ? token : null;
  };

  const renewed = async (row: Row): Promise<string | null> => {
    const at = now();
    if (at - row.rotatedAt >= ROTATE_MS) return rotated(row);
    if (at - row.seenAt >= SEEN_MS) {
      await platform`update sessions set seen_at = ${at} where id = ${row.id}`;
    }
    return null;
  };

  const isOver = ({ seenAt, expiresAt }: Row): boolean =>
    now() >= expiresAt || now() - seenAt >= IDLE_MS;

  return {
    open: async (userId: string, { device, address, via }: Origin): Promise<string> => {
      const [token, at] = [newToken(), now()];
      await platform`delete from sessions
        where user_id = ${userId} and (expires_at <= ${at} or seen_at <= ${at - IDLE_MS})`;
      await platform`insert into sessions (id, id_hash, user_id, created_at, seen_at, rotated_at,
          expires_at, device, address, via)
        values (${uuid7(at, randomBytes(10))}, ${sha256(token)}, ${userId}, ${at}, ${at}, ${at},
          ${at + LONGEST_MS}, ${device?.slice(0, 300) ?? null}, ${address}, ${via})`;
      return token;
    },
    /** The sign-in behind a cookie's token, and the next token where it changes; null: none. */
    find: async (
      token: string,
    ): Promise<{ readonly session: Session; readonly next: string | null } | null> => {
      const hash = sha256(token);
      const [row] = await platform<Row[]>`
        select id, id_hash, user_id, created_at, seen_at, rotated_at, expires_at from sessions
        where id_hash = ${hash} or previous_hash = ${hash}`;
      if (row === undefined) return null;
      const isOld = row.idHash !== hash;
      if (isOver(row) || (isOld && now() - row.rotatedAt > GRACE_MS)) {
        await remove(row.id);
        return null;
      }
      const { id, userId } = row;
      return { session: { id, userId }, next: isOld ? null : await renewed(row) };
    },
    stands: async (id: string): Promise<boolean> =>
      (await platform`select from sessions where id = ${id} and expires_at > ${now()}`).length > 0,
    of: (userId: string) =>
      platform<
        {
          id: string;
          createdAt: number;
          seenAt: number;
          device: string | null;
          address: string | null;
          via: Origin['via'];
        }[]
      >`select id, created_at, seen_at, device, address, via from sessions
        where user_id = ${userId} and expires_at > ${now()} and seen_at > ${now() - IDLE_MS}
        order by seen_at desc limit 100`,
    end: async (userId: string, id: string): Promise<boolean> =>
      (await platform`delete from sessions where user_id = ${userId} and id = ${id}`).count > 0,
    /** @param except the sign-in in which this was asked for; null: all. */
    endAll: async (userId: string, except: string | null): Promise<void> => {
      await platform`delete from sessions where user_id = ${userId}
        and (${except}::uuid is null or id <> ${except}::uuid)`;
    },
  };
};

export type Sessions = ReturnType<typeof createSessions>;
