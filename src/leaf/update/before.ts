import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import * as v from 'valibot';
import type { LibsqlLog } from '../../log/libsql.ts';
import type { Build } from '../../server/version.ts';
import { DIGEST_VERSION, digestsOf, streamsToWatch } from './digest.ts';
import { DISK, replaceFile } from './files.ts';
import type { Staging } from './places.ts';
import { keepSmallFiles } from './small-files.ts';

const schema = v.object({
  /** By which root knows that this was left for its update, and for no other. */
  token: v.string(),
  sequence: v.number(),
  version: v.string(),
  head: v.object({ seq: v.number(), hash: v.string() }),
  /** Whether its nats-server ran: then that of the next release has to run, too. */
  nats: v.boolean(),
  digestVersion: v.number(),
  digests: v.record(v.string(), v.string()),
});
/** What the release before knew as it ended. */
export type Before = v.InferOutput<typeof schema>;

export const readBefore = ({ before }: Pick<Staging, 'before'>): Before | null => {
  if (!existsSync(before)) return null;
  try {
    return v.parse(schema, JSON.parse(readFileSync(before, 'utf8')));
  } catch {
    return null;
  }
};

/** What an update left is of no use any more. */
export const forgetBefore = ({ before, snapshot, small }: Staging): void => {
  for (const path of [before, snapshot, small]) rmSync(path, { recursive: true, force: true });
};

const tokenIn = (ending: string): string | null =>
  existsSync(ending) ? readFileSync(ending, 'utf8').trim() : null;

/**
 * Where root ends this leaf for an update: leaves a snapshot of the log and a digest of what it says,
 * with nothing behind it that anybody was told of. Else does nothing.
 * @param log on which nobody works any more.
 * @throws Error where the disk refuses; then root takes the update back.
 */
export const leaveBefore = async (
  log: LibsqlLog,
  staging: Staging,
  { sequence, version, nats }: Pick<Build, 'sequence' | 'version'> & { readonly nats: boolean },
): Promise<void> => {
  const token = tokenIn(staging.ending);
  if (token === null) return;
  forgetBefore(staging);
  const head = await log.head();
  const digests = await digestsOf(log, await streamsToWatch(log), head.seq);
  const fresh = `${staging.snapshot}.new`;
  rmSync(fresh, { force: true });
  log.copyInto(fresh);
  // SQLite does not do that for a copy.
  DISK.sync(fresh);
  renameSync(fresh, staging.snapshot);
  DISK.sync(staging.folder);
  keepSmallFiles(dirname(staging.folder), staging);
  const own = { token, sequence, version, nats, head, digestVersion: DIGEST_VERSION };
  const before: Before = { ...own, digests };
  replaceFile(DISK, staging.before, JSON.stringify(before), 0o600);
};
