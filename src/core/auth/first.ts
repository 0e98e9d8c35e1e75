import { DAY } from '../../kernel/time.ts';
import { ApiError } from '../../server/errors.ts';
import type { Platform } from '../db/open.ts';
import { codeHash, newCode } from '../venues/codes.ts';

const LIVES_MS = DAY;

/** Whether nobody may administer this core yet. */
export const needsFirst = async (platform: Platform): Promise<boolean> => {
  const [admin] = await platform`select from grants g join users u on u.id = g.user_id
    where role = 'platformAdmin' and disabled_at is null limit 1`;
  return admin === undefined;
};

/**
 * The way in to a new core: a one-time link on the console, which only whoever runs the machine reads.
 * A later start of a core that still has no administrator tells another one.
 */
export const createFirst = (platform: Platform, now: () => number) => ({
  /** A fresh code; null where there is an administrator already. */
  issue: async (): Promise<string | null> => {
    if (!(await needsFirst(platform))) return null;
    const code = newCode();
    await platform`delete from first_codes where expires_at <= ${now()}`;
    await platform`insert into first_codes (code_hash, expires_at)
      values (${codeHash(code)}, ${now() + LIVES_MS})`;
    return code;
  },
  /**
   * Uses a code up: of two who come with the same one, one is the administrator.
   * @throws ApiError CODE_UNKNOWN (404), ALREADY_SET_UP (409).
   */
  redeem: async (code: string): Promise<void> => {
    if (!(await needsFirst(platform))) {
      throw new ApiError('ALREADY_SET_UP', 'This core has an administrator: sign in.');
    }
    const used = await platform`delete from first_codes
      where code_hash = ${codeHash(code)} and expires_at > ${now()}`;
    if (used.count === 0) throw new ApiError('CODE_UNKNOWN', 'There is no such code.');
  },
});

export type First = ReturnType<typeof createFirst>;
