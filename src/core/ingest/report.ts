import type { ReplicaHead } from '../../sync/port.ts';
import type { Health } from '../../sync/protocol.ts';
import { hasOrders } from '../orders.ts';
import type { Tenant } from '../tenants.ts';
import type { Lacked } from './checkpoints.ts';
import { lackedBy } from './checkpoints.ts';
import { hashIn, headIn } from './head.ts';
import type { Oddity } from './leaf-seen.ts';
import { odditiesIn, reportBefore } from './leaf-seen.ts';
import { keepReport } from './status.ts';

/** What the database says to a leaf's report. */
export type Seen = {
  /** How far the core has the venue's log. */
  readonly head: ReplicaHead;
  /** The chain's hash where the leaf's log ends; null: the core has not come that far. */
  readonly own: string | null;
  /** Null: it is of another leaf than the venue's, and nothing of it was kept. */
  readonly kept: null | {
    readonly oddities: readonly Oddity[];
    /** What it lacks of checkpoints; null: not looked at. */
    readonly lacked: Lacked | null;
    readonly hasOrders: boolean;
    /** The build that an update went back from, told for the first time; null: none. */
    readonly wentBack: number | null;
  };
};

/**
 * Keeps a leaf's report and finds what is to be answered, in one transaction: every leaf reports
 * itself each ten seconds, and with hundreds of them transactions are what the database is busy with.
 * @param isEven the leaf was found to hold all checkpoints that the core has, not long ago.
 */
export const takeReport = (
  { venueId, within }: Pick<Tenant, 'venueId' | 'within'>,
  health: Health,
  { isEven, nowMs }: { readonly isEven: boolean; readonly nowMs: number },
): Promise<Seen> =>
  within(async (query) => {
    // Side by side: in one way to the database and back.
    const [head, own, before, isOpen, lacked] = await Promise.all([
      headIn(query, venueId),
      hashIn(query, venueId, health.head.seq),
      reportBefore(query, venueId),
      hasOrders(query, venueId),
      isEven ? null : lackedBy(query, venueId, health.witnessed),
    ]);
    if (health.epoch !== head.epoch) return { head, own: null, kept: null };
    const wentBack = await keepReport(query, venueId, { health, before, applied: head, nowMs });
    const oddities = odditiesIn(before, health);
    return { head, own, kept: { oddities, lacked, hasOrders: isOpen, wentBack } };
  });
