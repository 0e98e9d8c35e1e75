import type { Envelope } from '../kernel/envelope.ts';
import type { Head, Stored } from './port.ts';
import { LogConflict } from './port.ts';

/** What the first event's hash stands on. */
export const GENESIS = '0'.repeat(64);

export const EMPTY: Head = { seq: 0, hash: GENESIS };

/** The stored log contradicts itself: it was changed behind Felt's back, or the disk lost something. */
export class LogDamaged extends Error {
  override readonly name = 'LogDamaged';
}

/** @throws LogConflict where the log's head is not the one that a batch was made for. */
export const checkExpected = (expected: Head | undefined, { seq, hash }: Head): void => {
  if (expected === undefined || (expected.seq === seq && expected.hash === hash)) return;
  throw new LogConflict(`the log is at event ${seq}, and not at ${expected.seq} as expected`);
};

const prefix = Buffer.alloc(40);

/**
 * sha256(prev ‖ u64be(seq) ‖ body): `prev` as its 32 raw bytes, `body` as UTF-8, hex outside.
 * The prefix buffer is shared, because hashing is synchronous and on the path of every command; Bun's
 * hasher makes no stream of each hash, as that of node:crypto does.
 */
export const chainHash = (prev: string, seq: number, body: string): string => {
  prefix.write(prev, 0, 32, 'hex');
  prefix.writeUInt32BE(Math.floor(seq / 2 ** 32), 32);
  prefix.writeUInt32BE(seq % 2 ** 32, 36);
  return new Bun.CryptoHasher('sha256').update(prefix).update(body).digest('hex');
};

/** The first seq of a run that does not follow from `before`, or null where all of it holds. */
export const firstBad = (
  before: Head,
  run: readonly Pick<Stored, 'seq' | 'body' | 'hash'>[],
): number | null => {
  let { seq, hash } = before;
  for (const row of run) {
    seq += 1;
    if (row.seq !== seq || row.hash !== chainHash(hash, seq, row.body)) return seq;
    hash = row.hash;
  }
  return null;
};

/** A stored row; its body is parsed when somebody asks, so that a damaged one can still be found. */
export const storedOf = (seq: number, body: string, hash: string): Stored => {
  let parsed: Envelope | null = null;
  return {
    ...{ seq, body, hash },
    get envelope() {
      const envelope: Envelope = parsed ?? JSON.parse(body);
      parsed = envelope;
      return envelope;
    },
  };
};
