import { EMPTY, firstBad } from './chain.ts';
import type { Head, Log, Stored } from './port.ts';
import type { Difference } from './rebuild.ts';
import { createRebuild, differences, pages, Unreadable, untold } from './rebuild.ts';
import type { AnyRoom } from './rooms.ts';
import { waiting } from './waiting.ts';

export type Verified = {
  readonly events: number;
  /** The first event that does not follow from the one before it; null where the chain holds. */
  readonly firstBadSeq: number | null;
  /** The first event that cannot be followed though the chain holds. */
  readonly unreadableSeq?: number;
  /** Empty where the live projections are what the log says; not looked at behind any of these. */
  readonly differences: readonly Difference[];
};

const unreadableIn = (
  { add }: ReturnType<typeof createRebuild>,
  page: readonly Stored[],
): number | null => {
  try {
    add(page);
    return null;
  } catch (error) {
    if (error instanceof Unreadable) return error.seq;
    throw error;
  }
};

/**
 * Walks the whole log: its hash chain, and its projections rebuilt beside the live ones. Where the log
 * keeps count of what waits for an upgrade, what this build cannot follow is no error.
 */
export const verifyLog = async (log: Log, rooms: readonly AnyRoom[]): Promise<Verified> => {
  const isCopy = log.tables.includes(waiting);
  const building = createRebuild(rooms, isCopy ? () => undefined : undefined);
  let last: Head = EMPTY;
  let unreadableSeq: number | null = null;
  for await (const page of pages(log, untold)) {
    const firstBadSeq = firstBad(last, page);
    if (firstBadSeq !== null) return { events: last.seq, firstBadSeq, differences: [] };
    unreadableSeq ??= unreadableIn(building, page);
    last = page.at(-1) ?? last;
  }
  const head = await log.head();
  // Events that vanished from the end leave a chain that holds, and a head that says otherwise.
  const firstBadSeq = head.seq === last.seq && head.hash === last.hash ? null : last.seq + 1;
  const looked = { events: last.seq, firstBadSeq };
  if (unreadableSeq !== null) return { ...looked, unreadableSeq, differences: [] };
  return { ...looked, differences: await differences(log, building.rows) };
};
