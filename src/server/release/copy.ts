import { constants } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { MOST_HEADER_BYTES } from './file.ts';
import { MOST_BYTES } from './manifest.ts';
import type { ReleaseRefusal } from './refusal.ts';
import { refusal } from './refusal.ts';

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : null;

/**
 * A copy that nobody else can change any more, of a file and not of what a link leads to.
 * @returns what is wrong with it; null: nothing yet.
 */
export const copyRelease = async (from: string, to: string): Promise<ReleaseRefusal | null> => {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  try {
    await using source = await open(from, flags);
    const stats = await source.stat();
    if (!stats.isFile()) return refusal('FORMAT');
    const { size } = stats;
    if (size > MOST_BYTES + MOST_HEADER_BYTES) return refusal('TOO_LARGE');
    // A file that grows meanwhile is cut where it ended: what is missing is noticed, and more is not.
    const stream = source.createReadStream({ autoClose: false, end: size });
    await writeFile(to, stream, { flag: 'wx', mode: 0o600 });
    return null;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOSPC') return refusal('NO_SPACE');
    if (code === 'ELOOP') return refusal('FORMAT', { detail: 'a link' });
    throw error;
  }
};
