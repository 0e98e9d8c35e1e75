import type { Query } from '../log/postgres.ts';
import type { Document } from '../sync/protocol.ts';
import { keepPeople } from './people.ts';

const PUT = `insert into documents (venue_id, kind, id, epoch, rev, doc)
  select $1::uuid, t.* from unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[]) t
  on conflict (venue_id, kind, id) do update
    set epoch = excluded.epoch, rev = excluded.rev, doc = excluded.doc
    where (documents.epoch, documents.rev) < (excluded.epoch, excluded.rev)`;

/** Of each document the newest: one statement may touch a row only once. */
const newest = (documents: readonly Document[]): readonly Document[] => {
  const byId = new Map<string, Document>();
  for (const one of documents) {
    const key = `${one.kind} ${one.id}`;
    const known = byId.get(key);
    if (known === undefined || one.rev > known.rev) byId.set(key, one);
  }
  // Two processes that write the same rows must lock them in one order.
  return [...byId.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
};

/**
 * Keeps those of the epoch that are newer than what is there, in the caller's transaction, which has
 * locked the venue.
 */
export const putDocuments = async (
  query: Query,
  venueId: string,
  epoch: number,
  documents: readonly Document[],
): Promise<void> => {
  const all = newest(documents.filter((one) => one.epoch === epoch));
  const column = (of: (one: Document) => string | number | null) => all.map(of);
  await query(PUT, [
    venueId,
    column(({ kind }) => kind),
    column(({ id }) => id),
    column((one) => one.epoch),
    column(({ rev }) => rev),
    column(({ doc }) => (doc === null ? null : JSON.stringify(doc))),
  ]);
  await keepPeople(query, venueId, all);
};
