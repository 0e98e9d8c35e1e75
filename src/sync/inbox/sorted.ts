import type { Batch, Chained } from '../batch.ts';
import { chained, decodeBatch } from '../batch.ts';
import type { ChainHash, Delivery } from '../port.ts';
import type { Arrived } from './runs.ts';

/** Characters of the shortest event: more lines than those fit in are work for nothing, and much of it. */
const LEAST_EVENT = 50;

const isDense = ({ count }: Batch, { payload }: Delivery): boolean =>
  count * LEAST_EVENT <= payload.byteLength;

export type Sorted = {
  readonly arrived: readonly Arrived<Delivery>[];
  readonly damaged: readonly Delivery[];
  readonly tooNew: readonly Delivery[];
};

/** What came of a venue, by what it is in itself: before anybody looks at the venue's log. */
export const createSorting = (chainHash: ChainHash) => {
  /** The hub lets a leaf publish as its own venue only; the header must not say another. */
  const ownChain = (venueId: string, batch: Batch): Chained | null =>
    batch.venueId === venueId ? chained(batch, chainHash) : null;

  return (venueId: string, deliveries: readonly Delivery[]): Sorted => {
    const arrived: Arrived<Delivery>[] = [];
    const damaged: Delivery[] = [];
    const tooNew: Delivery[] = [];
    for (const from of deliveries) {
      const batch = decodeBatch(from.payload);
      if (batch === 'tooNew') {
        tooNew.push(from);
        continue;
      }
      const own = batch !== 'damaged' && isDense(batch, from) ? ownChain(venueId, batch) : null;
      if (own === null) damaged.push(from);
      else arrived.push({ from, batch: own });
    }
    return { arrived, damaged, tooNew };
  };
};
