import { chainHash, GENESIS } from '../../src/log/chain.ts';
import type { Batch, Chained } from '../../src/sync/batch.ts';
import { chained } from '../../src/sync/batch.ts';
import { PROTOCOL } from '../../src/sync/protocol.ts';

/** How many cases a property is tried on. */
export const runs = { numRuns: Number(process.env['FELT_RUNS'] ?? 200) };

/** A batch of these bodies, with the hashes that follow. */
export const batchOf = (
  bodies: readonly string[],
  { firstSeq, prevHash, epoch }: Pick<Batch, 'firstSeq' | 'prevHash' | 'epoch'>,
): Batch => ({
  ...{ protocol: PROTOCOL, venueId: 'v1', version: '1.0.0', epoch, firstSeq, prevHash, bodies },
  count: bodies.length,
  hash: bodies.reduce((hash, body, i) => chainHash(hash, firstSeq + i, body), prevHash),
});

/** The chain over a whole log: `hashes[seq]`, from the genesis at 0. */
export const hashesOf = (bodies: readonly string[]): readonly string[] => {
  const hashes = [GENESIS];
  for (const body of bodies) hashes.push(chainHash(hashes.at(-1) ?? '', hashes.length, body));
  return hashes;
};

/** The events from `first` to `last` of a log, as a leaf of that epoch sends them. */
export const cut = (bodies: readonly string[], first: number, last: number, epoch = 1): Chained => {
  const prevHash = hashesOf(bodies.slice(0, first - 1)).at(-1) ?? GENESIS;
  const batch = batchOf(bodies.slice(first - 1, last), { firstSeq: first, prevHash, epoch });
  const whole = chained(batch, chainHash);
  if (whole === null) throw new Error('a cut of a log holds');
  return whole;
};
