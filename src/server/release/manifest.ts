import * as v from 'valibot';
import { count } from '../../kernel/parse.ts';
import { Moment } from './keys.ts';

/** No executable of Felt comes near it; whatever says it is larger is refused unread. */
export const MOST_BYTES = 512 * 1024 * 1024;

export const PRODUCTS = ['felt-leaf', 'felt-core'] as const;
export const RELEASE_TARGETS = ['linux-arm64', 'linux-x64'] as const;
/** Who takes `beta` takes what is stable, too. */
export const CHANNELS = ['stable', 'beta'] as const;

export type ReleaseProduct = (typeof PRODUCTS)[number];
export type ReleaseTarget = (typeof RELEASE_TARGETS)[number];
export type Channel = (typeof CHANNELS)[number];

/** Two numbers with the meaning of a file's length and of what it holds. */
const bytes = {
  size: count(MOST_BYTES, 1),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/u, 'must be a SHA-256')),
};

const Sequence = count(999_999_999);
const SchemaNumber = count(1_000_000);

/** As file names and consoles carry it. */
export const Version = v.pipe(
  v.string(),
  v.maxLength(50),
  v.regex(/^\d+\.\d+\.\d+[0-9A-Za-z.+-]*$/u, 'must be a version such as 1.8.0'),
);

/** What a release says of itself, signed by a signing key. */
export const Manifest = v.object({
  type: v.literal('felt-release'),
  product: v.picklist(PRODUCTS),
  target: v.picklist(RELEASE_TARGETS),
  version: Version,
  /** Rises from build to build: only what is higher is ever put in. */
  sequence: v.pipe(Sequence, v.minValue(1)),
  /** Once this release is confirmed, nothing below is taken any more. */
  minSequence: Sequence,
  /** Of the executable. */
  ...bytes,
  /** Of the body in the file as it travels: no byte of it is unpacked that was not signed. */
  packed: v.object(bytes),
  /**
   * Which stores it can open, which one it leaves behind, and the oldest release, by the store that
   * it would leave itself, that still runs on that one.
   */
  schema: v.object({
    reads: v.tuple([SchemaNumber, SchemaNumber]),
    ...{ writes: SchemaNumber, oldest: SchemaNumber },
  }),
  /** Version of the nats-server inside. */
  nats: v.pipe(v.string(), v.maxLength(50)),
  /** Who has not got it by then must not take it any more. */
  expires: Moment,
  channel: v.picklist(CHANNELS),
  /** For the people who wait for it. */
  notes: v.optional(v.pipe(v.string(), v.maxLength(4_000))),
});
export type Manifest = v.InferOutput<typeof Manifest>;

/** `felt-leaf-1.8.0-linux-arm64.felt` */
export const releaseName = ({
  product,
  version,
  target,
}: Pick<Manifest, 'product' | 'version' | 'target'>): string =>
  `${product}-${version}-${target}.felt`;

/** `felt-leaf-1.8.0-linux-arm64-from-181.delta` */
export const deltaName = (
  manifest: Parameters<typeof releaseName>[0],
  { sequence }: Pick<Manifest, 'sequence'>,
): string => releaseName(manifest).replace(/\.felt$/u, `-from-${sequence}.delta`);
