import * as v from 'valibot';
import type { ChainHash, Line } from './port.ts';
import { BatchHeader, speaks } from './protocol.ts';

/** A run of events on its way, each body exactly as the log holds it. */
export type Batch = BatchHeader & { readonly bodies: readonly string[] };

/** A batch whose chain was computed again: `hashes[i]` belongs to `firstSeq + i`. */
export type Chained = Batch & { readonly hashes: readonly string[] };

/** Bytes of one message; a bigger event goes alone. */
export const MOST_BYTES = 64 * 1024;
/** The header's share of them. */
const HEADER_BYTES = 1024;

export const lastSeqOf = ({ firstSeq, count }: Pick<BatchHeader, 'firstSeq' | 'count'>): number =>
  firstSeq + count - 1;

/**
 * The hub stores a message of the same id once within its window. The first event belongs to it: by
 * the last alone a resend that begins earlier would be swallowed. So does the venue, because the
 * hub's stream is one for all: two of them may hold the same events, after a board was copied. And
 * the round, which rises when the core misses what the hub says it has.
 */
export const messageId = (
  { venueId, epoch }: Pick<BatchHeader, 'venueId' | 'epoch'>,
  first: string,
  last: string,
  round: number,
): string => {
  const id = `${venueId}:${epoch}:${first}:${last}`;
  return round === 0 ? id : `${id}:${round}`;
};

/** As many of the lines, from the first, as one message holds; at least one. */
export const fitting = <L extends Pick<Line, 'body'>>(lines: readonly L[]): readonly L[] => {
  let bytes = HEADER_BYTES;
  const over = lines.findIndex(({ body }) => {
    bytes += Buffer.byteLength(body) + 1;
    return bytes > MOST_BYTES;
  });
  return over < 0 ? lines : lines.slice(0, Math.max(1, over));
};

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text lines: the header as JSON, then the bodies, which as JSON hold no raw newline. */
export const encodeBatch = ({ bodies, ...header }: Batch): Uint8Array =>
  encoder.encode([JSON.stringify(header), ...bodies].join('\n'));

const Protocol = v.object({ protocol: v.number() });

const parse = (payload: Uint8Array): Batch | 'tooNew' | 'damaged' => {
  const [first = '', ...bodies] = decoder.decode(payload).split('\n');
  const header: unknown = JSON.parse(first);
  const { protocol } = v.parse(Protocol, header);
  if (!speaks(protocol)) return 'tooNew';
  const batch = v.parse(BatchHeader, header);
  return batch.count === bodies.length ? { ...batch, bodies } : 'damaged';
};

/** `tooNew`: of a protocol that this build does not speak; `damaged`: no batch at all. */
export const decodeBatch = (payload: Uint8Array): Batch | 'tooNew' | 'damaged' => {
  try {
    return parse(payload);
  } catch {
    return 'damaged';
  }
};

/** Computes the chain over the bodies; null where it does not end as the header says. */
export const chained = (batch: Batch, chainHash: ChainHash): Chained | null => {
  let hash = batch.prevHash;
  const hashes = batch.bodies.map((body, i) => {
    hash = chainHash(hash, batch.firstSeq + i, body);
    return hash;
  });
  return hash === batch.hash ? { ...batch, hashes } : null;
};
