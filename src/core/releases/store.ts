import type { Platform } from '../db/open.ts';
import type { OfferedFile, OfferedRelease } from './offer.ts';

/** Why a release is offered to nobody any more. */
export type HaltReason = 'asked' | 'rolledBack' | 'revoked';

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
  readonly keysIssued: number;
};

/** Newest first. */
export const releaseRows = (platform: Platform): Promise<readonly ReleaseRow[]> =>
  platform<ReleaseRow[]>`
    select product, sequence, version, channel, signed_for, rollout, halted_at, halted_why, notes, added_at
    from releases order by sequence desc, product`;

export const fileRows = (platform: Platform): Promise<readonly FileRow[]> =>
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

/** Issue of the newest list of signing keys that came with any release, ms; 0: none did. */
export const newestKeys = async (platform: Platform): Promise<number> => {
  const [row] = await platform<{ issued: number }[]>`
    select coalesce(max(keys_issued), 0) as issued from release_files`;
  return row?.issued ?? 0;
};

/** A release and one of its files; what is known of the release already stays. */
export const insertFile = (
  platform: Platform,
  release: Omit<ReleaseRow, 'haltedAt' | 'haltedWhy'>,
  file: FileRow,
): Promise<void> =>
  platform.begin(async (tx) => {
    await tx`insert into releases (product, sequence, version, channel, signed_for, rollout,
        notes, added_at)
      values (${release.product}, ${release.sequence}, ${release.version}, ${release.channel},
        ${release.signedFor}, ${release.rollout}, ${release.notes}, ${release.addedAt})
      on conflict (product, sequence) do nothing`;
    await tx`insert into release_files (product, sequence, target, base, name, size, signer,
        keys_issued, expires_at)
      values (${file.product}, ${file.sequence}, ${file.target}, ${file.base}, ${file.name},
        ${file.size}, ${file.signer}, ${file.keysIssued}, ${file.expiresAt})`;
  });
