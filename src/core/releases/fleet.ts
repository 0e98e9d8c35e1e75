import * as v from 'valibot';
import type { Platform } from '../db/open.ts';
import type { OfferedRelease } from './offer.ts';
import { offerFor } from './offer.ts';
import { isRefusedFile, ROLLED_BACK } from './outcomes.ts';
import type { FileRow, ReleaseRow } from './store.ts';
import { fileRows, releaseRows } from './store.ts';

const fileSchema = v.object({
  target: v.string(),
  size: v.number(),
  /** Until when a leaf may take it, ms. */
  expiresAt: v.number(),
  /** Builds from which only what changed is sent, and how much that is. */
  deltas: v.array(v.object({ from: v.number(), size: v.number() })),
});

/** A build and how it fares. Times in ms. */
export const releaseLine = v.object({
  product: v.string(),
  sequence: v.number(),
  version: v.string(),
  channel: v.string(),
  /** The channel that it was signed for: a beta release never goes to others. */
  signedFor: v.string(),
  rollout: v.number(),
  haltedAt: v.nullable(v.number()),
  haltedWhy: v.nullable(v.string()),
  notes: v.nullable(v.string()),
  addedAt: v.number(),
  files: v.array(fileSchema),
  /** Venues whose leaf runs it, is offered it now, went back from it, or found its file wrong. */
  venues: v.object({
    ...{ running: v.number(), offered: v.number(), wentBack: v.number(), refused: v.number() },
  }),
});
export type ReleaseLine = v.InferOutput<typeof releaseLine>;

const outcomeSchema = v.object({
  sequence: v.number(),
  outcome: v.string(),
  reason: v.nullable(v.string()),
  /** When the core first heard of it. */
  seenAt: v.number(),
});

/** What a venue's leaf runs, and what became of its updates, newest first. */
export const runningLine = v.object({
  id: v.string(),
  name: v.string(),
  version: v.string(),
  /** Null: a checkout, or a build that does not tell. */
  sequence: v.nullable(v.number()),
  target: v.nullable(v.string()),
  channel: v.nullable(v.string()),
  heardAt: v.number(),
  /** The build that it gets when it asks; null: none. */
  offered: v.nullable(v.number()),
  outcomes: v.array(outcomeSchema),
});
export type RunningLine = v.InferOutput<typeof runningLine>;

type Running = Omit<RunningLine, 'offered' | 'outcomes'>;
type OutcomeRow = v.InferOutput<typeof outcomeSchema> & { readonly venueId: string };

/** Of each venue; what is older is history that nobody decides by. */
const OUTCOMES_SHOWN = 5;

const forTarget = (
  releases: readonly ReleaseRow[],
  files: readonly FileRow[],
  target: string,
): readonly OfferedRelease[] =>
  releases.map((release) => ({
    ...release,
    files: files.filter(
      (file) =>
        file.target === target &&
        file.product === release.product &&
        file.sequence === release.sequence,
    ),
  }));

const filesOf = (files: readonly FileRow[]): ReleaseLine['files'] =>
  files
    .filter(({ base }) => base === 0)
    .map(({ target, size, expiresAt }) => ({
      ...{ target, size, expiresAt },
      deltas: files
        .filter((one) => one.target === target && one.base !== 0)
        .map((one) => ({ from: one.base, size: one.size })),
    }));

const offeredTo = (
  releases: readonly ReleaseRow[],
  files: readonly FileRow[],
  { id, sequence, target, channel }: Running,
  nowMs: number,
): number | null => {
  // Who does not tell its build does not ask for updates.
  if (sequence === null || sequence === 0 || target === null) return null;
  const leaves = forTarget(
    releases.filter(({ product }) => product === 'felt-leaf'),
    files,
    target,
  );
  const asking = { venueId: id, sequence, channel: channel ?? 'stable', nowMs };
  return offerFor(leaves, asking)?.release.sequence ?? null;
};

/** Every build, and every venue that was ever heard, as an administrator sees them. */
export const releasesOf = async (
  platform: Platform,
  nowMs: number,
): Promise<{ items: ReleaseLine[]; venues: RunningLine[] }> => {
  const [releases, files, running, outcomes] = await Promise.all([
    releaseRows(platform),
    fileRows(platform),
    platform<Running[]>`select v.id, v.name, s.version, s.sequence, s.target, s.channel, s.heard_at
      from status s join venues v on v.id = s.venue_id
      where v.revoked_at is null order by lower(v.name), v.id`,
    platform<OutcomeRow[]>`select venue_id, sequence, outcome, reason, seen_at
      from update_outcomes order by sequence desc`,
  ]);
  const byVenue = Map.groupBy(outcomes, ({ venueId }) => venueId);
  const venues = running.map((one) => {
    const own = (byVenue.get(one.id) ?? []).map(({ venueId: _, ...outcome }) => outcome);
    const offered = offeredTo(releases, files, one, nowMs);
    // It lies there still, and is put in again by nobody but an operator there.
    const failed = own.some((o) => o.sequence === offered && o.outcome === ROLLED_BACK);
    return { ...one, offered: failed ? null : offered, outcomes: own.slice(0, OUTCOMES_SHOWN) };
  });
  const countOf = (sequence: number, is: (one: OutcomeRow) => boolean) =>
    outcomes.filter((one) => one.sequence === sequence && is(one)).length;
  const items = releases.map((release) => {
    const { product, sequence } = release;
    const isLeaf = product === 'felt-leaf';
    const own = files.filter((one) => one.product === product && one.sequence === sequence);
    const count = (is: (one: RunningLine) => boolean) => (isLeaf ? venues.filter(is).length : 0);
    return {
      ...{ ...release, files: filesOf(own) },
      venues: {
        running: count((one) => one.sequence === sequence),
        offered: count((one) => one.offered === sequence),
        wentBack: isLeaf ? countOf(sequence, ({ outcome }) => outcome === ROLLED_BACK) : 0,
        refused: isLeaf ? countOf(sequence, isRefusedFile) : 0,
      },
    };
  });
  return { items, venues };
};
