import * as v from 'valibot';
import type { ReleaseHeader } from '../../server/release/file.ts';
import type { Platform } from '../db/open.ts';
import type { PlatformQuery } from '../db/platform.ts';
import type { OfferedFile, OfferedRelease } from './offer.ts';

/** Why a release is offered to nobody any more. */
export type HaltReason = 'asked' | 'rolledBack' | 'refused' | 'revoked';

/** A build of a product, as the platform keeps it. Times in ms. */
export type ReleaseRow = Omit<OfferedRelease, 'files'> & {
  readonly product: string;
  /** The channel that it was signed for. */
  readonly signedFor: string;
  readonly haltedWhy: string | null;
  readonly addedAt: number;
};

export type FileRow = OfferedFile & {
  readonly product: string;
  readonly sequence: number;
  readonly target: string;
  /** Id of the signing key. */
  readonly signer: string;
};

/** Newest first. */
export const releaseRows = (platform: Platform): Promise<readonly ReleaseRow[]> =>
  platform<ReleaseRow[]>`
    select product, sequence, version, channel, signed_for, rollout, halted_at, halted_why, notes, added_at
    from releases order by sequence desc, product`;

export const fileRows = (platform: PlatformQuery): Promise<readonly FileRow[]> =>
  platform<FileRow[]>`
    select product, sequence, target, base, name, size, signer, keys_issued, expires_at
    from release_files order by product, sequence, target, base`;

/** Everything of one product for one target, each release with its files. */
export const releasesFor = async (
  platform: Platform,
  product: string,
  target: string,
): Promise<readonly OfferedRelease[]> => {
  const [releases, files] = await Promise.all([
    platform<ReleaseRow[]>`select * from releases where product = ${product}`,
    platform<FileRow[]>`select * from release_files
      where product = ${product} and target = ${target}`,
  ]);
  const bySequence = Map.groupBy(files, ({ sequence }) => sequence);
  return releases.map((release) => ({ ...release, files: bySequence.get(release.sequence) ?? [] }));
};

/** One change of the shelf at a time, whichever process makes it, and all of it or nothing. */
export const inTurn = async (
  platform: Platform,
  work: (tx: PlatformQuery) => Promise<void>,
): Promise<void> => {
  await platform.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('felt releases'))`;
    await work(tx);
  });
};

/** Issue of the newest list of signing keys that was ever seen here, ms; 0: none was. */
export const newestKeys = async (platform: PlatformQuery): Promise<number> => {
  const [row] = await platform<{ issued: number }[]>`
    select greatest((select max(keys_issued) from release_files),
      (select max(issued) from release_keys), 0) as issued`;
  return row?.issued ?? 0;
};

type Keys = ReleaseHeader['keys'];
const Signatures = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.object({ root: v.string(), signature: v.string() })),
);

export const keepKeys = async (
  platform: PlatformQuery,
  { bytes, signatures }: Keys,
  issued: number,
): Promise<void> => {
  const keys = Buffer.from(bytes).toString('base64');
  await platform`insert into release_keys (issued, keys, signatures)
    values (${issued}, ${keys}, ${JSON.stringify(signatures)}) on conflict (issued) do nothing`;
};

/** The newest list that was kept whole; null: none was. */
export const keptKeys = async (platform: PlatformQuery): Promise<Keys | null> => {
  const [row] = await platform<{ keys: string; signatures: string }[]>`
    select keys, signatures from release_keys order by issued desc limit 1`;
  if (row === undefined) return null;
  const signatures = v.parse(Signatures, row.signatures);
  return { bytes: Buffer.from(row.keys, 'base64'), signatures };
};

/** A release and one of its files; what is known of the release already stays. */
export const insertFile = async (
  tx: PlatformQuery,
  release: Omit<ReleaseRow, 'haltedAt' | 'haltedWhy'>,
  file: FileRow,
): Promise<void> => {
  await tx`insert into releases (product, sequence, version, channel, signed_for, rollout,
        notes, added_at)
      values (${release.product}, ${release.sequence}, ${release.version}, ${release.channel},
        ${release.signedFor}, ${release.rollout}, ${release.notes}, ${release.addedAt})
      on conflict (product, sequence) do nothing`;
  await tx`insert into release_files (product, sequence, target, base, name, size, signer,
        keys_issued, expires_at)
      values (${file.product}, ${file.sequence}, ${file.target}, ${file.base}, ${file.name},
        ${file.size}, ${file.signer}, ${file.keysIssued}, ${file.expiresAt})`;
};
