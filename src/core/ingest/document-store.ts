import type { Envelope } from '../../kernel/envelope.ts';
import { idOf, roomOf } from '../../kernel/envelope.ts';
import type { Query } from '../../log/postgres.ts';
import { player } from '../../rooms/players/room.ts';
import type { Document } from '../../sync/protocol.ts';
import { keepPeople } from './people.ts';

const PUT = `insert into documents (venue_id, kind, id, epoch, rev, doc)
  select $1::uuid, t.* from unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[]) t
  on conflict (venue_id, kind, id) do update
    set epoch = excluded.epoch, rev = excluded.rev, doc = excluded.doc
    where (documents.epoch, documents.rev) < (excluded.epoch, excluded.rev)
  returning kind, id`;

/** What came too late of an earlier leaf: only where nothing is, nor was. */
const FILL = `insert into documents (venue_id, kind, id, epoch, rev, doc)
  select $1::uuid, t.* from unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[]) t
  on conflict (venue_id, kind, id) do nothing
  returning kind, id`;

/** Whoever is erased comes back by no document, however late it comes. */
const ERASE = `insert into documents (venue_id, kind, id, epoch, rev, doc)
  select $1::uuid, 'player', t.*, null from unnest($2::text[], $3::bigint[], $4::bigint[]) t
  on conflict (venue_id, kind, id) do update
    set epoch = greatest(documents.epoch, excluded.epoch),
      rev = greatest(documents.rev, excluded.rev), doc = null`;

/** Of each document the newest: one statement may touch a row only once. */
const newest = (documents: readonly Document[]): readonly Document[] => {
  const byId = new Map<string, Document>();
  for (const one of documents) {
    const key = `${one.kind} ${one.id}`;
    const known = byId.get(key);
    const isNewer =
      known === undefined ||
      one.epoch > known.epoch ||
      (one.epoch === known.epoch && one.rev > known.rev);
    if (isNewer) byId.set(key, one);
  }
  // Two processes that write the same rows must lock them in one order.
  return [...byId.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
};

const PAGE = 500;
const PEOPLE = `select id, doc from documents where venue_id = $1 and kind = 'player'
  and doc is not null and id > $2 order by id limit ${PAGE}`;

/**
 * Writes the people of a venue anew from its documents, which hold more of them than an older build
 * could read; in the caller's transaction, which has locked the venue.
 */
export const keepPeopleAnew = async (query: Query, venueId: string): Promise<void> => {
  let after = '';
  for (;;) {
    const rows = await query(PEOPLE, [venueId, after]);
    const documents = rows.map((row) => ({
      ...{ kind: 'player' as const, id: String(row['id']) },
      doc: JSON.parse(String(row['doc'])),
    }));
    await keepPeople(query, venueId, documents);
    if (rows.length < PAGE) return;
    after = documents.at(-1)?.id ?? '';
  }
};

/** Writes them by a statement that answers which of them it took. */
const write = async (
  query: Query,
  venueId: string,
  text: string,
  documents: readonly Document[],
): Promise<void> => {
  const all = newest(documents);
  if (all.length === 0) return;
  const column = (of: (one: Document) => string | number | null) => all.map(of);
  const kept = await query(text, [
    venueId,
    column(({ kind }) => kind),
    column(({ id }) => id),
    column((one) => one.epoch),
    column(({ rev }) => rev),
    column(({ doc }) => (doc === null ? null : JSON.stringify(doc))),
  ]);
  // One that came late, by another process, must not bring back what the newer one replaced.
  const keys = new Set(kept.map(({ kind, id }) => `${kind} ${id}`));
  const won = all.filter(({ kind, id }) => keys.has(`${kind} ${id}`));
  await keepPeople(query, venueId, won);
};

/**
 * Keeps those of the epoch that are newer than what is there, and of earlier ones what nothing is
 * there for, in the caller's transaction, which has locked the venue.
 */
export const putDocuments = async (
  query: Query,
  venueId: string,
  epoch: number,
  documents: readonly Document[],
): Promise<void> => {
  await write(
    query,
    venueId,
    PUT,
    documents.filter((one) => one.epoch === epoch),
  );
  await write(
    query,
    venueId,
    FILL,
    documents.filter((one) => one.epoch < epoch),
  );
};

/**
 * Erases whom these events of the venue's log erase, in the transaction that appends them: their own
 * documents may never come, because the leaf burnt down first.
 */
export const eraseWith = async (
  query: Query,
  venueId: string,
  epoch: number,
  events: readonly { readonly envelope: Envelope }[],
): Promise<void> => {
  const erased = new Map(
    events.flatMap(({ envelope: { stream, type, version } }) =>
      type === 'player.erased' && roomOf(stream) === player.name ? [[idOf(stream), version]] : [],
    ),
  );
  if (erased.size === 0) return;
  const ids = [...erased.keys()].sort();
  const revs = ids.map((id) => erased.get(id) ?? 0);
  await query(ERASE, [venueId, ids, ids.map(() => epoch), revs]);
  await keepPeople(
    query,
    venueId,
    ids.map((id) => ({ kind: 'player', id, doc: null })),
  );
};
