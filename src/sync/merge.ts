import type { Chained } from './batch.ts';
import { lastSeqOf } from './batch.ts';

/** What the core holds of a venue's log. */
export type Held = {
  readonly seq: number;
  readonly hash: string;
  /** Of the leaf that the core listens to. */
  readonly epoch: number;
  /** The chain's hash at a seq below; null where it is not at hand, and then it judges nothing. */
  readonly hashAt: (seq: number) => string | null;
};

export type Merged =
  /** Append the bodies from this index on. */
  | { readonly kind: 'append'; readonly from: number }
  /** All of it is there. */
  | { readonly kind: 'skip' }
  /** Something is missing in between: this seq comes first. */
  | { readonly kind: 'gap'; readonly want: number }
  /** Both sides hold this seq, with different hashes. */
  | { readonly kind: 'fork'; readonly seq: number }
  /** From a leaf that was replaced, and it never arrived before. */
  | { readonly kind: 'stale' }
  /** From an epoch that the core has not heard of: its database is older than the venue's leaf. */
  | { readonly kind: 'tooNew' };

const SKIP: Merged = { kind: 'skip' };

const hashIn = ({ firstSeq, prevHash, hashes }: Chained, seq: number): string | undefined =>
  seq === firstSeq - 1 ? prevHash : hashes[seq - firstSeq];

/** The first seq of the batch that the core is known to hold differently. */
const firstDifferent = (held: Held, batch: Chained): number | null => {
  const known = (seq: number) => (seq === held.seq ? held.hash : held.hashAt(seq));
  const last = Math.min(lastSeqOf(batch), held.seq);
  for (let seq = batch.firstSeq - 1; seq <= last; seq++) {
    const own = known(seq);
    if (own !== null && own !== hashIn(batch, seq)) return seq;
  }
  return null;
};

/** The end of its chain is known: so is all of it. */
const isThere = (held: Held, batch: Chained): boolean =>
  (lastSeqOf(batch) === held.seq ? held.hash : held.hashAt(lastSeqOf(batch))) === batch.hash;

/**
 * The one decision of sync: what a batch means to whoever holds this much already. Pure; a batch
 * comes in any order, any number of times, and cut differently from one time to the next.
 */
export const merge = (held: Held, batch: Chained): Merged => {
  if (batch.epoch < held.epoch) return isThere(held, batch) ? SKIP : { kind: 'stale' };
  if (batch.epoch > held.epoch) return { kind: 'tooNew' };
  if (batch.firstSeq > held.seq + 1) return { kind: 'gap', want: held.seq + 1 };
  const different = firstDifferent(held, batch);
  if (different !== null) return { kind: 'fork', seq: different };
  if (lastSeqOf(batch) <= held.seq) return SKIP;
  return { kind: 'append', from: held.seq + 1 - batch.firstSeq };
};
