import { GENESIS } from '../../log/chain.ts';
import type { Query } from '../../log/postgres.ts';
import type { ReplicaHead } from '../../sync/port.ts';

const EPOCH = 'select epoch from epochs where venue_id = $1';

/** Epoch, end of the log, and its last event, in one question. */
const HEAD = `select (${EPOCH}) as epoch, h.seq, h.hash, e.body
  from heads h left join events e on e.venue_id = $1 and e.seq = h.seq where h.venue_id = $1`;

export const epochIn = async (query: Query, venueId: string): Promise<number> => {
  const [row] = await query(EPOCH, [venueId]);
  return Number(row?.['epoch'] ?? 0);
};

/** How far the core has the venue's log, in a transaction of the venue. */
export const headIn = async (query: Query, venueId: string): Promise<ReplicaHead> => {
  const [row] = await query(HEAD, [venueId]);
  const body = row?.['body'];
  if (row === undefined || body == null) {
    return { seq: 0, hash: GENESIS, at: 0, epoch: await epochIn(query, venueId) };
  }
  const [seq, hash] = [Number(row['seq']), String(row['hash'])];
  return { seq, hash, at: Number(JSON.parse(String(body)).at), epoch: Number(row['epoch'] ?? 0) };
};

/** The chain's hash at a seq; null beyond the head. */
export const hashIn = async (
  query: Query,
  venueId: string,
  seq: number,
): Promise<string | null> => {
  if (seq === 0) return GENESIS;
  const text = 'select hash from events where venue_id = $1 and seq = $2';
  const [row] = await query(text, [venueId, seq]);
  return row === undefined ? null : String(row['hash']);
};
