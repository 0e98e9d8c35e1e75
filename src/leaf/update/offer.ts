import { readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { SECOND } from '../../kernel/time.ts';
import { extractRelease } from '../../server/release/extract.ts';
import { readHeader } from '../../server/release/file.ts';
import { MOST_BYTES, Version } from '../../server/release/manifest.ts';
import type { ReleaseRefusal } from '../../server/release/refusal.ts';
import type { CheckedRelease } from '../../server/release/verify.ts';
import { checkRelease } from '../../server/release/verify.ts';
import { fetchPatiently } from '../cloud/patient-fetch.ts';
import { DISK, replaceFile } from './files.ts';
import type { Judge } from './incoming.ts';
import { heldIn } from './incoming.ts';
import type { Staging } from './places.ts';
import type { UpdateState } from './state.ts';

const PATIENCE = { idleMs: 15 * SECOND, wholeMs: 60 * SECOND, mostBytes: 64 * 1024 };

const size = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(MOST_BYTES));
const place = v.object({ url: v.pipe(v.string(), v.maxLength(500)), size });
const STRANGE = 'the core did not answer as it should';

/** What a core has for this machine. */
const offered = v.object({
  sequence: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  version: Version,
  notes: v.nullable(v.pipe(v.string(), v.maxLength(4_000))),
  ...place.entries,
  delta: v.optional(place),
  /** Of when the list of signing keys is that it carries, ms. */
  keysIssued: v.optional(v.number()),
});
export type Offered = v.InferOutput<typeof offered>;

/** @throws Error in words where nobody there answers as a core does. */
export const askCore = async (
  core: string,
  { own: { target, sequence }, channel }: Pick<Judge, 'own' | 'channel'>,
  venueId: string,
): Promise<Offered | null> => {
  const query = new URLSearchParams({ channel, venue: venueId, sequence: String(sequence) });
  const url = `${core}/api/v1/updates/felt-leaf/${target}?${query}`;
  const { ok, bytes } = await fetchPatiently(url, {}, PATIENCE);
  if (!ok) throw new Error(STRANGE);
  if (bytes.length === 0) return null;
  const offer = v.parse(offered, JSON.parse(Buffer.from(bytes).toString()));
  const { origin } = new URL(core);
  const own = [offer.url, ...(offer.delta === undefined ? [] : [offer.delta.url])];
  // Nothing else is asked in its name: no file of this machine, and no other one in its network.
  if (own.some((one) => !URL.canParse(one, core) || new URL(one, core).origin !== origin)) {
    throw new Error(STRANGE);
  }
  return offer;
};

const ready = v.object({
  sequence: v.number(),
  version: v.string(),
  notes: v.nullable(v.string()),
  size: v.number(),
  /** Of when the list of signing keys is that it carries, ms. */
  keysIssued: v.number(),
  /** Wall clock, ms. */
  at: v.number(),
});
/** A release that lies beside the log, checked, whole. */
export type Ready = v.InferOutput<typeof ready>;

export const readReady = ({ offer }: Pick<Staging, 'offer'>): Ready | null => {
  try {
    return v.parse(ready, JSON.parse(readFileSync(offer, 'utf8')));
  } catch {
    return null;
  }
};

/**
 * Whether what is ready is not what the core has any more: it was halted, or its key is in wrong hands,
 * and then the same build may have been signed anew, under a newer list of keys.
 * @param isLast it is about to be put in: where a newer one took its place nobody says whether it was.
 */
export const isTakenAway = (here: Ready, offer: Offered | null, isLast: boolean): boolean => {
  const there = offer?.sequence ?? 0;
  if (there === here.sequence) return (offer?.keysIssued ?? 0) > here.keysIssued;
  return isLast || there < here.sequence;
};

/** Everything that root will check again, on the very file. */
const checked = async (
  { folder }: Staging,
  file: string,
  state: UpdateState,
  judge: Judge,
): Promise<CheckedRelease | ReleaseRefusal> => {
  const read = await readHeader(file);
  if (!read.ok) return read;
  const release = checkRelease({ header: read.header, held: heldIn(state), ...judge });
  if (!release.ok) return release;
  const trying = await mkdtemp(join(folder, 'trying-'));
  try {
    const { manifest } = release;
    const to = join(trying, 'unpacked');
    const base = process.execPath;
    const unpacked = await extractRelease({ file, header: read.header, manifest, to, base });
    return unpacked.ok ? release : unpacked;
  } finally {
    await rm(trying, { recursive: true, force: true });
  }
};

/** Checks a file that was fetched and makes it the one that is ready, or answers what is wrong. */
export const makeReady = async (
  staging: Staging,
  file: string,
  state: UpdateState,
  judge: Judge,
  nowMs: number,
): Promise<Ready | ReleaseRefusal> => {
  const release = await checked(staging, file, state, judge);
  if (!release.ok) return release;
  const { sequence, version, notes = null, size: bytes } = release.manifest;
  const { keysIssued } = release;
  const found: Ready = { sequence, version, notes, size: bytes, keysIssued, at: nowMs };
  rmSync(staging.offer, { force: true });
  renameSync(file, staging.ready);
  replaceFile(DISK, staging.offer, JSON.stringify(found), 0o600);
  return found;
};

/** What was fetched of other releases, and what a cut left of looking into one. */
export const clearParts = ({ folder }: Staging, kept: string): void => {
  for (const name of readdirSync(folder)) {
    if (!/\.part$|^trying-/u.test(name) || name === kept) continue;
    rmSync(join(folder, name), { recursive: true, force: true });
  }
};

export const forgetReady = ({ ready: file, offer, plan }: Staging): void => {
  for (const path of [offer, plan, file]) rmSync(path, { force: true });
};
