import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import * as v from 'valibot';
import type { ReleaseRefusal } from '../../server/release/refusal.ts';
import { DISK, replaceFile } from './files.ts';
import type { Judge } from './incoming.ts';
import type { Offered } from './offer.ts';
import type { Staging } from './places.ts';

const schema = v.object({
  /** Of `offerMark`. */
  mark: v.string(),
  sequence: v.number(),
  version: v.string(),
  /** A code of `RELEASE_CODES`. */
  code: v.string(),
  /** Wall clock, ms. */
  at: v.number(),
  /** Somebody has read of it. */
  seen: v.boolean(),
});
/** The last offer that was fetched and found not to be as it should be. */
export type RefusedOffer = v.InferOutput<typeof schema>;

/**
 * What an offer is known by: all that the core says of it (build, files, their lengths, and of when
 * their list of keys is), and who looked at it. Where any of that is another one, it may be taken.
 */
export const offerMark = (offer: Offered, { own, channel }: Pick<Judge, 'own' | 'channel'>) =>
  createHash('sha256')
    .update(JSON.stringify([own.sequence, channel, offer]))
    .digest('hex');

export const readRefused = ({ refused }: Pick<Staging, 'refused'>): RefusedOffer | null => {
  try {
    return v.parse(schema, JSON.parse(readFileSync(refused, 'utf8')));
  } catch {
    return null;
  }
};

const write = ({ refused }: Pick<Staging, 'refused'>, found: RefusedOffer): void =>
  replaceFile(DISK, refused, JSON.stringify(found), 0o600);

/** For good: it is not fetched again by itself, and the core is told. */
export const keepRefused = (
  staging: Pick<Staging, 'refused'>,
  mark: string,
  { sequence, version }: Offered,
  { code }: ReleaseRefusal,
  nowMs: number,
): void => write(staging, { mark, sequence, version, code, at: nowMs, seen: false });

export const sawRefused = (staging: Pick<Staging, 'refused'>): void => {
  const found = readRefused(staging);
  if (found !== null && !found.seen) write(staging, { ...found, seen: true });
};

export const forgetRefused = ({ refused }: Pick<Staging, 'refused'>): void =>
  rmSync(refused, { force: true });
