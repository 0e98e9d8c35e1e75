import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fchmodSync, openSync, rmSync, writeSync } from 'node:fs';
import * as v from 'valibot';
import type { Machine } from './machine.ts';
import type { Staging } from './places.ts';
import { smallFile } from './request.ts';

/** Digests of a long night's streams are the most of it. */
const MOST_BEFORE_BYTES = 4 * 1024 * 1024;

const tokenSchema = v.object({ token: v.string() });

const tokenIn = (before: string): string | null => {
  try {
    return v.parse(tokenSchema, JSON.parse(smallFile(before, MOST_BEFORE_BYTES) ?? '')).token;
  } catch {
    return null;
  }
};

/**
 * Not through a link of somebody else's making, and by its descriptor alone: its name may be somebody
 * else's file a moment later. For the leaf, which is another user, whatever the umask takes away.
 */
const leaveToken = (path: string, token: string): void => {
  const file = openSync(path, 'wx', 0o644);
  try {
    writeSync(file, token);
    fchmodSync(file, 0o644);
  } finally {
    closeSync(file);
  }
};

/**
 * Ends the leaf so that everything it ever acknowledged lies in a snapshot beside its log, with a
 * digest of what it knew: the leaf itself leaves both as it ends, because only one process may open
 * the log. One that does not run any more, or was cut off in the middle, has them made afterwards.
 * Answers whether they are there.
 */
export const endTidily = async (machine: Machine, staging: Staging): Promise<boolean> => {
  if (!existsSync(staging.folder)) return false;
  const token = randomBytes(8).toString('hex');
  rmSync(staging.ending, { force: true });
  leaveToken(staging.ending, token);
  try {
    await machine.stop();
    if (tokenIn(staging.before) === token) return true;
    await machine.prepare();
    return tokenIn(staging.before) === token;
  } finally {
    rmSync(staging.ending, { force: true });
    // Else it may be there again after a power cut, and any end would be taken for that of an update.
    machine.files.sync(staging.folder);
  }
};
