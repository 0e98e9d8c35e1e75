import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import * as v from 'valibot';
import { linesOf } from './state.ts';

/** What the leaf asks root for, as `KEY=value` lines. */
const schema = v.object({
  /** `giveUp`: back, because a release on trial does not stay well. */
  DO: v.picklist(['apply', 'confirm', 'rollback', 'giveUp']),
  /** The release that is meant: root does nothing to any other. */
  SEQUENCE: v.pipe(v.string(), v.regex(/^\d{1,9}$/u), v.transform(Number)),
});
export type UpdateRequest = v.InferOutput<typeof schema>;

const MOST_BYTES = 1_000;

/**
 * A small file of another user's folder: never through a link, never more than it may hold.
 * Null where it is not there, or is anything else.
 * @param owner the only user whose file is read; left out: anybody's.
 */
export const smallFile = (
  path: string,
  mostBytes = MOST_BYTES,
  owner: number | null = null,
): string | null => {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return null;
  }
  try {
    const stats = fstatSync(file);
    if (!stats.isFile() || (owner !== null && stats.uid !== owner)) return null;
    const bytes = Buffer.alloc(mostBytes + 1);
    const read = readSync(file, bytes, 0, bytes.length, 0);
    return read > mostBytes ? null : bytes.toString('utf8', 0, read);
  } finally {
    closeSync(file);
  }
};

/** Null where nothing is asked that root would do. */
export const readRequest = (path: string): UpdateRequest | null => {
  const text = smallFile(path);
  const read = v.safeParse(schema, linesOf(text ?? ''));
  return read.success ? read.output : null;
};
