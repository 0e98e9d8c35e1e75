import type { Chained } from '../batch.ts';
import { lastSeqOf } from '../batch.ts';
import type { Delivery, Replica, ReplicaHead } from '../port.ts';
import { Unfit } from '../port.ts';
import type { Arrived, Run } from './runs.ts';
import { bySeq, runOf } from './runs.ts';

/** Looks at a venue's log again where another process appended meanwhile. */
const ATTEMPTS = 5;

/** Told after each commit; must not throw. */
export type Applied = (venueId: string, before: ReplicaHead, bodies: readonly string[]) => void;

type Appended = { readonly run: Run<Delivery>; readonly head: ReplicaHead };

/** What a head that is known, but not asked for, must not decide. */
const isDoubtful = ({ want, forked, stale, tooNew }: Run<Delivery>): boolean =>
  want !== null || forked.length + stale.length + tooNew.length > 0;

/** Hashes by which a batch that is there already proves to be the same: its last, or all of it. */
const hashesOf = async (
  replica: Replica,
  head: ReplicaHead,
  batches: readonly Chained[],
  all: boolean,
): Promise<ReadonlyMap<number, string>> => {
  const own = batches.filter(({ epoch }) => epoch <= head.epoch);
  const wanted = own.flatMap((batch) =>
    all ? batch.hashes.map((_, i) => batch.firstSeq + i) : [lastSeqOf(batch)],
  );
  const found = new Map<number, string>();
  for (const seq of new Set(wanted.filter((one) => one < head.seq))) {
    const hash = await replica.hashAt(seq);
    if (hash !== null) found.set(seq, hash);
  }
  return found;
};

const planned = async (
  replica: Replica,
  head: ReplicaHead,
  arrived: readonly Arrived<Delivery>[],
): Promise<Run<Delivery>> => {
  const batches = arrived.map(({ batch }) => batch);
  const run = runOf(head, arrived, await hashesOf(replica, head, batches, false));
  if (run.fork === null) return run;
  // Something differs: now it is worth finding out where it begins.
  return runOf(head, arrived, await hashesOf(replica, head, batches, true));
};

/** The way of batches into a venue's log on the core, in one transaction where that goes. */
export const createAppend = (applied: Applied) => {
  /** Appends what follows on; null where others were faster each time. */
  const append = async (
    venueId: string,
    replica: Replica,
    arrived: readonly Arrived<Delivery>[],
  ): Promise<Appended | null> => {
    let how: 'fresh' | undefined;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const before = await replica.head(how);
      const run = await planned(replica, before, arrived);
      // Others may have gone on meanwhile, or another leaf have come.
      if (how === undefined && isDoubtful(run)) {
        how = 'fresh';
        continue;
      }
      how = 'fresh';
      if (run.bodies.length === 0) return { run, head: before };
      const head = await replica.apply(before, run.bodies);
      if (head !== null) {
        applied(venueId, before, run.bodies);
        return { run, head };
      }
    }
    return null;
  };

  /**
   * Appends all that fits. Where something in it never will, each message goes alone: what nobody ever
   * took would wait on the hub for good, and a few hundred of those stop all venues.
   */
  return async (
    venueId: string,
    replica: Replica,
    arrived: readonly Arrived<Delivery>[],
  ): Promise<{ readonly appended: Appended | null; readonly unfit: readonly Delivery[] }> => {
    const unfit = new Set<Delivery>();
    const tried = async (some: readonly Arrived<Delivery>[]) => {
      try {
        return await append(venueId, replica, some);
      } catch (error) {
        if (!(error instanceof Unfit)) throw error;
        for (const { from } of some) unfit.add(from);
        return null;
      }
    };
    const all = await tried(arrived);
    if (unfit.size === 0) return { appended: all, unfit: [] };
    unfit.clear();
    for (const one of arrived.toSorted(bySeq)) await tried([one]);
    const fits = arrived.filter(({ from }) => !unfit.has(from));
    return { appended: await append(venueId, replica, fits), unfit: [...unfit] };
  };
};
