import { createHash } from 'node:crypto';
import type { Log } from '../../log/port.ts';
import { ApiError } from '../../server/errors.ts';
import { VERSION } from '../../server/version.ts';
import { keyFromPem, keyToPem, newSigningKey, publicKeyText } from '../../sync/checkpoints.ts';
import { newUserKey } from '../../sync/nats/credentials.ts';
import type { CodeLook } from './core-door.ts';
import { coreAddress, lookAtCode, redeem } from './core-door.ts';
import type { LeafLink, LinkFile, Pending } from './link.ts';

/** Case and dashes do not matter in a code. */
export const codeHash = (code: string): string =>
  createHash('sha256')
    .update(code.toUpperCase().replace(/[^0-9A-Z]/gu, ''))
    .digest('hex');

const freshKeys = (core: string, code: string): Pending => {
  const { publicKey, seed } = newUserKey();
  const signingKey = keyToPem(newSigningKey());
  return { core, codeHash: codeHash(code), natsSeed: seed, natsKey: publicKey, signingKey };
};

const isEmpty = async (log: Pick<Log, 'head'>): Promise<boolean> => (await log.head()).seq === 0;

/** Whether this log goes on from where the cloud's copy ends: then nothing is to be brought back. */
const goesOn = async (log: Pick<Log, 'after'>, { seq, hash }: { seq: number; hash: string }) => {
  const [stored] = await log.after(seq - 1, 1);
  return stored?.hash === hash;
};

/**
 * A venue with a past takes an empty leaf, to be filled with it, or the very one that it had.
 * @throws ApiError LOG_NOT_EMPTY.
 */
const refuseOther = async (log: Pick<Log, 'head' | 'after'>, { venue, head }: CodeLook) => {
  if (head === null || (await isEmpty(log)) || (await goesOn(log, head))) return;
  const words = `This code is for ${venue.name}, whose nights are in the cloud, and this leaf holds others. Start a leaf with an empty data folder, and give the code there.`;
  throw new ApiError('LOG_NOT_EMPTY', words, { venue: venue.name });
};

/**
 * Redeems a code. The keys are on disk before they are sent, so that the same code can be given again
 * where the answer was lost.
 * @throws ApiError CORE_ADDRESS, CORE_INSECURE (422), CORE_UNREACHABLE, LOG_NOT_EMPTY (409), and what the core
 * says of the code.
 */
export const joinCore = async (
  { file, log }: { readonly file: LinkFile; readonly log: Pick<Log, 'head' | 'after'> },
  typed: string,
  code: string,
): Promise<LeafLink> => {
  const core = coreAddress(typed);
  const before = file.pending();
  const isRepeated = before?.core === core && before.codeHash === codeHash(code);
  // A code is asked about before it is used: used by the wrong leaf, it would put the right one out.
  if (!isRepeated) await refuseOther(log, await lookAtCode(core, code));
  const keys = isRepeated ? before : freshKeys(core, code);
  file.writePending(keys);
  const { natsKey, natsSeed, signingKey } = keys;
  const publicKey = publicKeyText(keyFromPem(signingKey));
  const enrolled = await redeem(core, { code, natsKey, signingKey: publicKey, version: VERSION });
  const { venueId, epoch, venue, creds, hub, restore } = enrolled;
  const own = { venueId, epoch, venue, natsSeed, natsKey, signingKey, creds, hub };
  const link = { ...own, core: { ...enrolled.core, url: core, told: enrolled.core.url } };
  // Nobody can sign in on what comes back: PINs never leave a leaf.
  const comesBack = restore !== null && (await isEmpty(log));
  return comesBack ? { ...link, restore, codeHash: codeHash(code) } : link;
};
