import { createHash } from 'node:crypto';

export const EVERYBODY = 100;

/** A file of a release for one target; `base` 0 is the whole, else the build that a delta needs. */
export type OfferedFile = {
  readonly base: number;
  readonly name: string;
  readonly size: number;
  /** ms. */
  readonly expiresAt: number;
  /** Of the list of signing keys that it carries, ms. */
  readonly keysIssued: number;
};

/** A build as far as one target goes. */
export type OfferedRelease = {
  readonly sequence: number;
  readonly version: string;
  readonly channel: string;
  /** 0 to 100. */
  readonly rollout: number;
  readonly haltedAt: number | null;
  readonly notes: string | null;
  readonly files: readonly OfferedFile[];
};

export type Asking = {
  readonly channel: string;
  /** Null: a leaf of no venue, which comes last. */
  readonly venueId: string | null;
  /** Of the build that it runs. */
  readonly sequence: number;
  readonly nowMs: number;
};

/**
 * Whether a venue is among the first so many of a hundred. Each build draws anew, so that it is not
 * always the same houses that go first; a wider roll-out holds all of a narrower one.
 */
export const inRollout = (venueId: string, sequence: number, rollout: number): boolean =>
  createHash('sha256').update(`${venueId} ${sequence}`).digest().readUInt32BE(0) % EVERYBODY <
  rollout;

const isFor = (release: OfferedRelease, { channel, venueId, sequence }: Asking): boolean =>
  release.sequence > sequence &&
  release.haltedAt === null &&
  (release.channel === channel || release.channel === 'stable') &&
  (release.rollout >= EVERYBODY ||
    (venueId !== null && inRollout(venueId, release.sequence, release.rollout)));

/** The newest release that is for whoever asks, with the whole file and the delta if there is one. */
export const offerFor = (
  releases: readonly OfferedRelease[],
  asking: Asking,
): { release: OfferedRelease; whole: OfferedFile; delta: OfferedFile | null } | null => {
  const newest = releases.toSorted((a, b) => b.sequence - a.sequence);
  for (const release of newest.filter((one) => isFor(one, asking))) {
    const fresh = release.files.filter(({ expiresAt }) => expiresAt > asking.nowMs);
    const whole = fresh.find(({ base }) => base === 0);
    if (whole === undefined) continue;
    const delta = fresh.find(({ base }) => base !== 0 && base === asking.sequence) ?? null;
    return { release, whole, delta };
  }
  return null;
};
