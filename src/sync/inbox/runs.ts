import type { Chained } from '../batch.ts';
import { lastSeqOf } from '../batch.ts';
import type { Merged } from '../merge.ts';
import { merge } from '../merge.ts';
import type { ReplicaHead } from '../port.ts';

/** A batch, and whatever it came with. */
export type Arrived<T> = { readonly from: T; readonly batch: Chained };

/** What is to be done with the batches of one venue that came together. */
export type Run<T> = {
  /** To append in one transaction; none where nothing follows on. */
  readonly bodies: readonly string[];
  /** The log's end once they are appended. */
  readonly after: { readonly seq: number; readonly hash: string };
  /** Of the log once `bodies` is in it. */
  readonly covered: readonly T[];
  /** They lie behind a gap, whose first seq is `want`. */
  readonly early: readonly T[];
  readonly want: number | null;
  readonly forked: readonly T[];
  /** The lowest seq at which both sides differ. */
  readonly fork: number | null;
  readonly stale: readonly T[];
  readonly tooNew: readonly T[];
};

/** In the order of the log; of those that begin together the longest first. */
export const bySeq = (a: Arrived<unknown>, b: Arrived<unknown>): number =>
  a.batch.firstSeq - b.batch.firstSeq || lastSeqOf(b.batch) - lastSeqOf(a.batch);

const lowest = (a: number | null, b: number): number => (a === null ? b : Math.min(a, b));

type Place = 'covered' | 'early' | 'forked' | 'stale' | 'tooNew';
type Places<T> = { readonly [P in Place]: T[] };

const PLACE = {
  append: 'covered',
  skip: 'covered',
  gap: 'early',
  fork: 'forked',
  stale: 'stale',
  tooNew: 'tooNew',
} as const satisfies { readonly [kind in Merged['kind']]: Place };

/**
 * Merges the batches of one venue, in whatever order they came, behind the log's head. Pure.
 * @param known hashes of the venue's chain below the head, where they are at hand.
 */
export const runOf = <T>(
  head: ReplicaHead,
  arrived: readonly Arrived<T>[],
  known: ReadonlyMap<number, string>,
): Run<T> => {
  const places: Places<T> = { covered: [], early: [], forked: [], stale: [], tooNew: [] };
  const hashes = new Map(known);
  const bodies: string[] = [];
  let { seq, hash } = head;
  let want: number | null = null;
  let fork: number | null = null;
  for (const { from, batch } of arrived.toSorted(bySeq)) {
    const hashAt = (at: number) => hashes.get(at) ?? null;
    const merged = merge({ seq, hash, epoch: head.epoch, hashAt }, batch);
    places[PLACE[merged.kind]].push(from);
    if (merged.kind === 'gap') want = merged.want;
    if (merged.kind === 'fork') fork = lowest(fork, merged.seq);
    if (merged.kind !== 'append') continue;
    for (const body of batch.bodies.slice(merged.from)) bodies.push(body);
    for (const [i, own] of batch.hashes.entries()) hashes.set(batch.firstSeq + i, own);
    [seq, hash] = [lastSeqOf(batch), batch.hash];
  }
  return { bodies, after: { seq, hash }, want, fork, ...places };
};
