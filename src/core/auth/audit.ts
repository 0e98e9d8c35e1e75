import { randomBytes } from 'node:crypto';
import { uuid7 } from '../../kernel/ids.ts';
import type { Platform } from '../db/open.ts';

/** What somebody did or looked at; rows are never changed. */
export type Deed = {
  readonly userId: string | null;
  readonly venueId: string | null;
  /** `venue.looked`, `user.added` … */
  readonly action: string;
  /** What for: the part of the venue that was looked at. */
  readonly why?: string;
  readonly details?: string;
};

/** Of what somebody typed into an address: rows stay for good. */
const MOST = 200;

export const note = async (platform: Platform, deed: Deed, nowMs: number): Promise<void> => {
  const { userId, venueId, action, why = null, details = null } = deed;
  await platform`insert into audit (id, at, user_id, venue_id, action, why, details)
    values (${uuid7(nowMs, randomBytes(10))}, ${nowMs}, ${userId}, ${venueId}, ${action},
      ${why?.slice(0, MOST) ?? null}, ${details})`;
};
