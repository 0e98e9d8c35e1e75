import type { Query } from '../../log/postgres.ts';
import type { Health } from '../../sync/protocol.ts';

/** What a report says against the one before it. */
export type Oddity =
  /** Two processes take turns as this leaf: its data folder was copied. */
  | 'twin'
  /** It has less of its log than was here when it reported before: it was set back. */
  | 'behind';

export type Before = {
  readonly epoch: number;
  readonly leafNow: number;
  readonly appliedSeq: number;
  readonly instance: string | null;
  readonly instanceBefore: string | null;
};

const BEFORE = `select epoch, leaf_now, applied_seq, instance, instance_before from status
  where venue_id = $1 for update`;

const textOf = (value: unknown): string | null => (value == null ? null : String(value));

/** The row that the leaf's last report left, locked; null where there is none. */
export const reportBefore = async (query: Query, venueId: string): Promise<Before | null> => {
  const [row] = await query(BEFORE, [venueId]);
  if (row === undefined) return null;
  return {
    ...{ epoch: Number(row['epoch']), leafNow: Number(row['leaf_now'] ?? 0) },
    appliedSeq: Number(row['applied_seq']),
    instance: textOf(row['instance']),
    instanceBefore: textOf(row['instance_before']),
  };
};

/** Of the same leaf, and not one that was overtaken on its way. Pure. */
const follows = (before: Before, { epoch, now }: Health): boolean =>
  before.epoch === epoch && now > before.leafNow;

/** What is odd about a report, held against the one before it. Pure. */
export const odditiesIn = (before: Before | null, health: Health): readonly Oddity[] => {
  if (before === null || !follows(before, health)) return [];
  const { instance = null, head } = health;
  // A process that ended never comes back; who does so was there all the time.
  const isTwin =
    instance !== null && instance !== before.instance && instance === before.instanceBefore;
  return [
    ...(isTwin ? (['twin'] as const) : []),
    ...(head.seq < before.appliedSeq ? (['behind'] as const) : []),
  ];
};

/** Which process reported before this one, as far as it was of the same leaf. Pure. */
export const instanceBefore = (
  before: Before | null,
  { epoch, instance }: Pick<Health, 'epoch' | 'instance'>,
): string | null => {
  if (before === null || before.epoch !== epoch) return null;
  return before.instance === (instance ?? null) ? before.instanceBefore : before.instance;
};
