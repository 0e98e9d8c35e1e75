import { createHash, randomBytes } from 'node:crypto';
import type { TransactionSql } from 'postgres';
import { DAY } from '../../kernel/time.ts';
import { VENUE_LOCK } from '../../log/postgres.ts';
import { ApiError } from '../../server/errors.ts';
import type { Platform } from '../db/open.ts';
import type { Hub } from '../hub.ts';
import type { Tenants } from '../tenants.ts';
import { REVOKED } from '../venues.ts';
import { codeHash } from './codes.ts';

const RESTORE_MS = 7 * DAY;

/** What a leaf sends: its code, and the public halves of the keys that never leave it. */
export type Application = {
  readonly code: string;
  readonly natsKey: string;
  readonly signingKey: string;
  readonly version: string;
};

type Redeemed = { readonly venueId: string; readonly epoch: number; readonly restore: string };
type Code = {
  readonly venueId: string;
  readonly expiresAt: number;
  readonly usedAt: number | null;
};
type Venue = {
  readonly name: string;
  readonly slug: string;
  readonly timezone: string;
  readonly currency: string;
};

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

const unknown = () => new ApiError('CODE_UNKNOWN', 'There is no such code.');
const used = () => new ApiError('CODE_USED', 'This code was used already.');
const expired = () => new ApiError('CODE_EXPIRED', 'This code has expired.');

/**
 * Lets leaves in by one-time codes: the venue's epoch rises, the leaf before is out, and the new one
 * gets its credentials, and a token to fetch what the core has.
 */
export const createEnrolment = ({
  platform,
  tenants,
  hub,
  now,
  failed,
}: {
  readonly platform: Platform;
  readonly tenants: Tenants;
  readonly hub: Pick<Hub, 'mint' | 'revoke'>;
  readonly now: () => number;
  readonly failed: (error: unknown) => void;
}) => {
  type Tx = TransactionSql<{ bigint: number }>;

  /** The answer may have been lost: for a week the same leaf may ask again, with the same keys. */
  const again = async (tx: Tx, { natsKey, signingKey, code }: Application, token: string) => {
    const [leaf] = await tx<{ venueId: string; epoch: number }[]>`
      update leaves set restore_hash = ${hashOf(token)}, restore_until = ${now() + RESTORE_MS}
      where code_hash = ${codeHash(code)} and nats_key = ${natsKey}
        and signing_key = ${signingKey} and revoked_at is null
        and enrolled_at > ${now() - RESTORE_MS}
      returning venue_id, epoch`;
    if (leaf === undefined) throw used();
    return { ...leaf, restore: token };
  };

  const raise = async (tx: Tx, venueId: string): Promise<number> => {
    const [row] = await tx<{ epoch: number }[]>`
      insert into epochs (venue_id, epoch) values (${venueId}, 1)
      on conflict (venue_id) do update set epoch = epochs.epoch + 1 returning epoch`;
    await tx`update leaves set revoked_at = ${now()}, restore_hash = null
      where venue_id = ${venueId} and revoked_at is null`;
    return row?.epoch ?? 1;
  };

  const redeem = async (tx: Tx, asked: Application): Promise<Redeemed> => {
    const hash = codeHash(asked.code);
    const token = randomBytes(32).toString('base64url');
    const [code] = await tx<Code[]>`
      select venue_id, expires_at, used_at from enrolments where code_hash = ${hash} for update`;
    if (code === undefined) throw unknown();
    if (code.usedAt !== null) return again(tx, asked, token);
    if (code.expiresAt <= now()) throw expired();
    const { venueId } = code;
    // From here on nobody appends to the venue's log: what the old leaf sent is in, or never will be.
    await tx.unsafe(VENUE_LOCK, [venueId]);
    const epoch = await raise(tx, venueId);
    const { natsKey, signingKey, version } = asked;
    const [taken] = await tx`select from leaves where nats_key = ${natsKey}`;
    if (taken !== undefined) throw new ApiError('KEY_USED', 'This key was used before.');
    await tx`update enrolments set used_at = ${now()} where code_hash = ${hash}`;
    await tx`insert into leaves (venue_id, epoch, code_hash, nats_key, signing_key, version,
        enrolled_at, restore_hash, restore_until)
      values (${venueId}, ${epoch}, ${hash}, ${natsKey}, ${signingKey}, ${version},
        ${now()}, ${hashOf(token)}, ${now() + RESTORE_MS})`;
    await tx`select pg_notify(${REVOKED}, ${venueId})`;
    return { venueId, epoch, restore: token };
  };

  /** Where the venue's log ends here. */
  const headOf = async (venueId: string) => {
    const log = await tenants.log(venueId);
    const head = await log.head();
    const [last] = head.seq === 0 ? [] : await log.after(head.seq - 1, 1);
    return { ...head, at: last?.envelope.at ?? 0 };
  };

  const venueOf = async (venueId: string): Promise<Venue> => {
    const [venue] = await platform<Venue[]>`
      select name, slug, timezone, currency from venues where id = ${venueId}`;
    if (venue === undefined) throw unknown();
    return venue;
  };

  const restoreOf = async (venueId: string, token: string) => {
    const head = await headOf(venueId);
    const documents = await tenants.within(venueId, async (query) => {
      const [row] = await query(
        'select count(*) as n from documents where venue_id = $1 and doc is not null',
        [venueId],
      );
      return Number(row?.['n'] ?? 0);
    });
    if (head.seq === 0 && documents === 0) return null;
    return { token, head, counts: { events: head.seq, documents } };
  };

  /** Tells the hub of every leaf that is out; whatever it could not be told is told the next time. */
  const revokeOnHub = async (): Promise<void> => {
    const out = await platform<{ venueId: string; natsKey: string; epoch: number }[]>`
      select venue_id, nats_key, epoch from leaves
      where revoked_at is not null and revoked_on_hub_at is null`;
    for (const { venueId, natsKey, epoch } of out) {
      try {
        await hub.revoke(venueId, natsKey);
        await platform`update leaves set revoked_on_hub_at = ${now()}
          where venue_id = ${venueId} and epoch = ${epoch}`;
      } catch (error) {
        failed(error);
      }
    }
  };

  return {
    revokeOnHub,
    /**
     * What a code is for, without using it; `head` is null where the venue has no log yet.
     * @throws ApiError CODE_UNKNOWN (404), CODE_USED (409), CODE_EXPIRED (410).
     */
    look: async (code: string) => {
      const [found] = await platform<Code[]>`
        select venue_id, expires_at, used_at from enrolments where code_hash = ${codeHash(code)}`;
      if (found === undefined) throw unknown();
      if (found.usedAt !== null) throw used();
      if (found.expiresAt <= now()) throw expired();
      const head = await headOf(found.venueId);
      return { venue: await venueOf(found.venueId), head: head.seq === 0 ? null : head };
    },
    /** @throws ApiError CODE_UNKNOWN (404), CODE_USED or KEY_USED (409), CODE_EXPIRED (410). */
    enrol: async (asked: Application) => {
      const { venueId, epoch, restore } = await platform.begin((tx) => redeem(tx, asked));
      tenants.forget(venueId);
      const venue = await venueOf(venueId);
      const creds = await hub.mint(venueId, asked.natsKey);
      return { venueId, epoch, venue, creds, restore: await restoreOf(venueId, restore) };
    },
    /** Which venue a restore token opens, for the leaf that is its now; null: none. */
    restoring: async (
      token: string,
    ): Promise<{ readonly venueId: string; readonly epoch: number } | null> => {
      const [leaf] = await platform<{ venueId: string; epoch: number }[]>`
        select venue_id, epoch from leaves where restore_hash = ${hashOf(token)}
          and restore_until > ${now()} and revoked_at is null`;
      return leaf === undefined ? null : { venueId: leaf.venueId, epoch: leaf.epoch };
    },
    /** The Ed25519 key (JWK `x`) of the venue's leaf; null where it has none. */
    leafKey: async (venueId: string): Promise<string | null> => {
      const [leaf] = await platform<{ signingKey: string }[]>`
        select signing_key from leaves where venue_id = ${venueId} and revoked_at is null`;
      return leaf?.signingKey ?? null;
    },
  };
};

export type Enrolment = ReturnType<typeof createEnrolment>;
