import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { STORE_SCHEMA } from '../../log/libsql-schema.ts';
import { copyRelease } from '../../server/release/copy.ts';
import { extractRelease } from '../../server/release/extract.ts';
import { readHeader } from '../../server/release/file.ts';
import type { Channel } from '../../server/release/manifest.ts';
import type { ReleaseRefusal } from '../../server/release/refusal.ts';
import type { CheckedRelease, Held } from '../../server/release/verify.ts';
import { checkRelease } from '../../server/release/verify.ts';
import type { Build } from '../../server/version.ts';
import type { Places } from './places.ts';
import { EXECUTABLE } from './places.ts';
import { noteIn } from './release-note.ts';
import type { UpdateState } from './state.ts';

/** By what a release is judged here. */
export type Judge = {
  readonly own: Build;
  readonly roots: readonly string[];
  readonly channel: Channel;
  /** Wall clock; null where nobody keeps it right: then nothing expires. */
  readonly nowMs: number | null;
};

export const heldIn = (state: UpdateState): Held => ({
  confirmedSequence: state.CONFIRMED_SEQUENCE,
  minSequence: state.MIN_SEQUENCE,
  keysIssued: state.KEYS_ISSUED,
  // Of the leaf that runs. Its store may be a later one's, which said that it is as good as this.
  schema: STORE_SCHEMA,
});

/**
 * Copies a release into a folder that only root writes, checks all of it there, and unpacks it there,
 * ready to be renamed: nothing of it has run.
 * @returns the first thing that is wrong with it, in the order of the checks.
 */
export const takeIn = async (
  { incoming }: Pick<Places, 'incoming'>,
  file: string,
  state: UpdateState,
  judge: Judge,
): Promise<CheckedRelease | ReleaseRefusal> => {
  await rm(incoming, { recursive: true, force: true });
  await mkdir(incoming);
  const copy = join(incoming, 'release.felt');
  const odd = await copyRelease(file, copy);
  if (odd !== null) return odd;
  const read = await readHeader(copy);
  if (!read.ok) return read;
  const checked = checkRelease({ header: read.header, held: heldIn(state), ...judge });
  if (!checked.ok) return checked;
  const { manifest, keysIssued } = checked;
  const to = join(incoming, EXECUTABLE);
  // A delta builds on what runs, which is this very program.
  const base = process.execPath;
  const unpacked = await extractRelease({ file: copy, header: read.header, manifest, to, base });
  if (!unpacked.ok) return { ...unpacked, keysIssued, sequence: manifest.sequence };
  await writeFile(noteIn(incoming), JSON.stringify(manifest));
  await rm(copy);
  // The leaf is another user, whatever the umask of this one takes away.
  await chmod(noteIn(incoming), 0o644);
  await chmod(incoming, 0o755);
  return checked;
};
