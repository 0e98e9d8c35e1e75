import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { Failed } from '../server/failed.ts';
import { copyRelease } from '../server/release/copy.ts';
import { extractRelease } from '../server/release/extract.ts';
import { readHeader } from '../server/release/file.ts';
import type { ReleaseRefusal } from '../server/release/refusal.ts';
import { checkRelease } from '../server/release/verify.ts';
import type { Build } from '../server/version.ts';

/** What runs the core on a machine. */
export type Service = {
  /** Whether an executable runs at all here. */
  readonly runs: (executable: string) => Promise<boolean>;
  /** Starts the core anew. Answers whether it got ready, and stayed so. */
  readonly restart: () => Promise<boolean>;
};

export type Putting = {
  /** The executable that the service starts. */
  readonly target: string;
  /** Root's own: what is kept for the way back, and what is known of releases. */
  readonly folder: string;
  readonly own: Build;
  readonly roots: readonly string[];
  /** Wall clock; null where nobody keeps it right: then nothing expires. */
  readonly nowMs: number | null;
  readonly service: Service;
};

const knownSchema = v.object({
  /** Issue of the newest list of signing keys ever seen, ms. */
  keysIssued: v.number(),
  /** The oldest release that may run here. */
  minSequence: v.number(),
  /** What is kept for the way back. */
  previous: v.nullable(v.object({ version: v.string(), sequence: v.number() })),
});
type Known = v.InferOutput<typeof knownSchema>;

const placesIn = (folder: string) => ({
  incoming: join(folder, 'incoming'),
  known: join(folder, 'known.json'),
  previous: join(folder, 'previous'),
});

/** @throws Failed where it cannot be read: then nobody knows which keys are in wrong hands. */
const readKnown = async (path: string): Promise<Known> => {
  if (!existsSync(path)) return { keysIssued: 0, minSequence: 0, previous: null };
  try {
    return v.parse(knownSchema, JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    throw new Failed(`${path} cannot be read`, { cause: error });
  }
};

const sync = async (path: string): Promise<void> => {
  await using opened = await open(path, 'r');
  await opened.sync();
};

/** The old one or the new one, whatever happens; the new one when it answers. */
const replace = async (fresh: string, path: string): Promise<void> => {
  await sync(fresh);
  await rename(fresh, path);
  await sync(dirname(path));
};

const writeKnown = async (path: string, known: Known): Promise<void> => {
  await writeFile(`${path}.new`, JSON.stringify(known), { mode: 0o644 });
  await replace(`${path}.new`, path);
};

const copyInPlace = async (from: string, to: string): Promise<void> => {
  await copyFile(from, `${to}.new`);
  await replace(`${to}.new`, to);
};

const refused = ({ code, message }: Pick<ReleaseRefusal, 'code' | 'message'>): Failed =>
  new Failed(`${code}: ${message}`);

/** The executable out of a release, in a folder of its own, after all that a leaf would look at. */
const takeOut = async (
  { own, roots, nowMs }: Putting,
  file: string,
  folder: string,
  { keysIssued, minSequence }: Known,
) => {
  const copy = join(folder, 'release.felt');
  const odd = await copyRelease(file, copy);
  if (odd !== null) throw refused(odd);
  const read = await readHeader(copy);
  if (!read.ok) throw refused(read);
  const { header } = read;
  const held = { confirmedSequence: own.sequence, minSequence, keysIssued };
  const checked = checkRelease({ header, held, own, roots, nowMs, channel: 'stable' });
  if (!checked.ok) return checked;
  const to = join(folder, 'felt-core');
  const { manifest } = checked;
  const unpacked = await extractRelease({ file: copy, header, manifest, to });
  return unpacked.ok ? { ...checked, to } : { ...unpacked, keysIssued: checked.keysIssued };
};

/** Back to what ran before, in the place of what does not. */
const backTo = async ({ target, folder, service }: Putting): Promise<boolean> => {
  await copyInPlace(placesIn(folder).previous, target);
  return service.restart();
};

/**
 * Puts a signed release in the place of the core that runs: checks all of it, keeps the one before,
 * swaps by rename, and goes back where the new one does not get ready or does not stay so.
 * @returns the version that runs.
 * @throws Failed with the code of what is wrong with it, or that it went back.
 */
export const putIn = async (putting: Putting, file: string): Promise<string> => {
  const { target, folder, own, service } = putting;
  const places = placesIn(folder);
  const before = await readKnown(places.known);
  const clear = () => rm(places.incoming, { recursive: true, force: true });
  // Of one that was cut off.
  await clear();
  await mkdir(places.incoming, { mode: 0o700 });
  try {
    const taken = await takeOut(putting, file, places.incoming, before);
    const keysIssued = Math.max(before.keysIssued, taken.keysIssued ?? 0);
    if (!taken.ok) {
      // A key that it revokes stays revoked.
      await writeKnown(places.known, { ...before, keysIssued });
      throw refused(taken);
    }
    if (!(await service.runs(taken.to))) throw new Failed('it does not run on this machine');
    const { version, sequence } = own;
    await copyInPlace(target, places.previous);
    await writeKnown(places.known, { ...before, keysIssued, previous: { version, sequence } });
    await copyInPlace(taken.to, target);
    // The way back needs the room.
    await clear();
    const { manifest } = taken;
    if (await service.restart()) {
      const minSequence = Math.max(before.minSequence, manifest.minSequence);
      const previous = { version, sequence };
      await writeKnown(places.known, { keysIssued, minSequence, previous });
      return manifest.version;
    }
    const isBack = await backTo(putting);
    const now = isBack
      ? `${version} runs again`
      : `${version} was put back, and does not run either`;
    throw new Failed(`${manifest.version} did not get ready: ${now}; see journalctl -u felt-core`);
  } finally {
    await clear();
  }
};

/** One release back, because somebody wants it. @throws Failed where there is none. */
export const takeBack = async (putting: Putting): Promise<string> => {
  const { folder, own } = putting;
  const { known, previous: kept } = placesIn(folder);
  const { previous, minSequence, ...rest } = await readKnown(known);
  if (previous === null || previous.sequence === own.sequence || !existsSync(kept)) {
    throw new Failed('there is no release to go back to');
  }
  if (previous.sequence < minSequence) {
    throw new Failed(`build ${previous.sequence} may not run any more (${minSequence})`);
  }
  const isUp = await backTo(putting);
  await writeKnown(known, { ...rest, minSequence, previous: null });
  if (!isUp) throw new Failed(`${previous.version} is back, and does not get ready`);
  return previous.version;
};

/** Root's own, beside the executable: `/usr/local/lib/felt-core`. */
export const keptBeside = async (target: string): Promise<string> => {
  const folder = join(dirname(target), '../lib/felt-core');
  await mkdir(folder, { recursive: true, mode: 0o755 });
  return folder;
};
