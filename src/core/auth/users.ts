import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { uuid7 } from '../../kernel/ids.ts';
import { text } from '../../kernel/parse.ts';
import { Failed } from '../../server/failed.ts';
import type { Platform } from '../db/open.ts';
import { sealed } from './passwords.ts';

export const ROLES = ['platformAdmin', 'venueOwner', 'leagueAdmin'] as const;

export const NewUser = v.object({
  email: v.pipe(v.string(), v.trim(), v.toLowerCase(), v.email('must be an e-mail address')),
  name: text(80, 1),
  role: v.picklist(ROLES, `must be one of ${ROLES.join(', ')}`),
  /** Which venue the role is for; none for a platform administrator. */
  venueId: v.nullable(v.string()),
});
export type NewUser = v.InferOutput<typeof NewUser>;

/**
 * Adds a user with a password made for them, which is told once and kept as argon2id only.
 * @throws Failed where there is one of this address.
 */
export const addUser = async (
  platform: Platform,
  { email, name, role, venueId }: NewUser,
  nowMs: number,
): Promise<{ readonly id: string; readonly password: string }> => {
  const newId = () => uuid7(nowMs, randomBytes(10));
  const id = newId();
  const password = randomBytes(15).toString('base64url');
  const hash = await sealed(password);
  await platform.begin(async (tx) => {
    const made = await tx`insert into users (id, name, email, password, created_at)
      values (${id}, ${name}, ${email}, ${hash}, ${nowMs}) on conflict (email) do nothing`;
    if (made.count === 0) throw new Failed(`there is a user ${email} already`);
    await tx`insert into grants (id, user_id, role, venue_id, granted_at)
      values (${newId()}, ${id}, ${role}, ${venueId}, ${nowMs})`;
    await tx`insert into audit (id, at, user_id, venue_id, action, details)
      values (${newId()}, ${nowMs}, ${id}, ${venueId}, 'user.added', ${role})`;
  });
  return { id, password };
};
