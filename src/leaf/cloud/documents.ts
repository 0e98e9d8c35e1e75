import type { Envelope } from '../../kernel/envelope.ts';
import { idOf, roomOf } from '../../kernel/envelope.ts';
import type { Json } from '../../kernel/parse.ts';
import type { Cell, RowWrite } from '../../kernel/room.ts';
import type { Batch, Log, Row } from '../../log/port.ts';
import { player, profileOf } from '../../rooms/players/room.ts';
import type { VenueState } from '../../rooms/venue/room.ts';
import { VENUE, venue } from '../../rooms/venue/room.ts';
import { documentChanged } from '../../sync/documents.ts';
import { MAX_PAYLOAD } from '../../sync/nats/config.ts';
import type { Document, DocumentKind } from '../../sync/protocol.ts';
import { SYNC_MARKS } from '../../sync/tables.ts';

/** Lines of a profile's history that go along, the newest: what a merge taken back stands on. */
const MOST_HISTORY = 200;
/** With them a document has to fit into one message of the hub's, together with the profile. */
const MOST_HISTORY_BYTES = MAX_PAYLOAD / 2;
/** Read and noted in one turn, in which nothing else happens: a few milliseconds. */
const PAGE = 100;
const FILLED = 'filled';

/** Events of an operator after which their document is another one; a PIN is in none. */
const ABOUT_OPERATORS: ReadonlySet<string> = new Set([
  'operator.added',
  'operator.roleChanged',
  'operator.renamed',
  'operator.deactivated',
  'operator.reactivated',
]);

const operatorIn = ({ type, data }: Envelope): string | null => {
  if (!ABOUT_OPERATORS.has(type) || typeof data !== 'object' || data === null) return null;
  const id = 'operatorId' in data ? data['operatorId'] : null;
  return typeof id === 'string' ? id : null;
};

/** The document that an event changes: its rev is the version of the event's stream. */
const documentOf = (envelope: Envelope): readonly RowWrite[] => {
  const { stream, version: rev, type } = envelope;
  if (roomOf(stream) === player.name && type.startsWith('player.')) {
    return [documentChanged({ kind: 'player', id: idOf(stream), rev })];
  }
  const operator = stream === VENUE ? operatorIn(envelope) : null;
  return operator === null ? [] : [documentChanged({ kind: 'operator', id: operator, rev })];
};

/** Pictures change beside any event, so the log's end gives them their rev. */
const picturesIn = ({ events, rows }: Batch, seq: number): readonly RowWrite[] =>
  rows
    .filter(({ table }) => table === 'media')
    .map(({ key }) =>
      documentChanged({ kind: 'media', id: String(key['id']), rev: seq + events.length }),
    );

/**
 * The log with a note of every document that a commit changes, in that very commit.
 * @param wanted whether there is a core to send them to; without one nothing is noted.
 */
export const noteDocuments = <L extends Log>(log: L, wanted: () => boolean): L => ({
  ...log,
  append: async (batch: Batch) => {
    if (!wanted()) return log.append(batch);
    const own = batch.events.flatMap(({ envelope }) => documentOf(envelope));
    const { seq } = await log.head();
    return log.append({ ...batch, rows: [...batch.rows, ...own, ...picturesIn(batch, seq)] });
  },
});

const historyOf = async (log: Pick<Log, 'select'>, playerId: string): Promise<readonly Json[]> => {
  const rows = await log.select({
    table: 'profile_history',
    where: { playerId },
    order: [{ column: 'version', down: true }],
    limit: MOST_HISTORY,
  });
  let bytes = 0;
  const over = rows.findIndex((line) => {
    bytes += Buffer.byteLength(JSON.stringify(line));
    return bytes > MOST_HISTORY_BYTES;
  });
  return (over < 0 ? rows : rows.slice(0, over)).map(({ playerId: _, ...line }) => line);
};

const playerDocument = async (log: Pick<Log, 'select'>, id: string): Promise<Document['doc']> => {
  const stored = await profileOf(log, id);
  return stored === null ? null : { ...stored, history: await historyOf(log, id) };
};

const rowOf = async (log: Pick<Log, 'select'>, table: string, id: string): Promise<Row | null> =>
  (await log.select({ table, where: { id }, limit: 1 }))[0] ?? null;

type Look = <T>(stream: string, use: (state: unknown, version: number) => T) => Promise<T>;

const operatorDocument = async (
  log: Pick<Log, 'select'>,
  look: Look,
  id: string,
): Promise<Document['doc']> => {
  const row = await rowOf(log, 'operators', id);
  // The venue's stream holds its own room's states only.
  const facts = await look(VENUE, (state) => ({ ...(state as VenueState).operators[id] }));
  if (row === null) return null;
  const { role = null, active = null } = facts;
  return { name: row['name'] ?? '', createdAt: row['createdAt'] ?? 0, role, active };
};

const mediaDocument = async (log: Pick<Log, 'select'>, id: string): Promise<Document['doc']> => {
  const row = await rowOf(log, 'media', id);
  if (row === null) return null;
  const { type = '', content = '', createdAt = 0 } = row;
  return { type, content, createdAt };
};

/** A document as it is now; null where it was erased. */
export const createLoader =
  ({ log, look }: { readonly log: Pick<Log, 'select'>; readonly look: Look }) =>
  (kind: DocumentKind, id: string): Promise<Document['doc']> => {
    switch (kind) {
      case 'player':
        return playerDocument(log, id);
      case 'operator':
        return operatorDocument(log, look, id);
      case 'media':
        return mediaDocument(log, id);
    }
  };

async function* idsIn(log: Pick<Log, 'select'>, table: string): AsyncGenerator<readonly string[]> {
  let after: readonly Cell[] = [''];
  for (;;) {
    const rows = await log.select({ table, limit: PAGE, after });
    const ids = rows.map(({ id }) => String(id));
    if (ids.length > 0) yield ids;
    if (rows.length < PAGE) return;
    after = [ids.at(-1) ?? ''];
  }
}

const lastVersion = async (log: Pick<Log, 'stream'>, stream: string): Promise<number> =>
  (await log.stream(stream)).at(-1)?.envelope.version ?? 0;

const markOf = async (log: Pick<Log, 'select'>) =>
  (await log.select({ table: SYNC_MARKS.name, where: { name: FILLED }, limit: 1 }))[0];

/** Says that the core of this link has every document that was there when the link began. */
export const markFilled = (log: Pick<Log, 'write'>, venueId: string, epoch: number) =>
  log.write([
    {
      ...{ table: SYNC_MARKS.name, key: { name: FILLED } },
      row: { epoch, seq: 0, hash: venueId, at: 0 },
    },
  ]);

/** Says that the core may lack any document, confirmed or not. */
export const forgetFilled = (log: Pick<Log, 'write'>): Promise<void> =>
  log.write([{ table: SYNC_MARKS.name, key: { name: FILLED }, row: null }]);

/** Forgets how far a core is, because there is none any more, or another one. */
export const forgetMarks = (log: Pick<Log, 'write'>): Promise<void> =>
  log.write(
    ['applied', FILLED].map((name) => ({ table: SYNC_MARKS.name, key: { name }, row: null })),
  );

/**
 * Notes all that there was before the link: once per link, and once more where that was forgotten,
 * from the beginning where a crash came in between. A page at a time, so that commands go in between.
 */
export const fillDocuments = async (
  log: Log,
  { venueId, epoch }: { readonly venueId: string; readonly epoch: number },
): Promise<void> => {
  const mark = await markOf(log);
  if (mark?.['epoch'] === epoch && mark['hash'] === venueId) return;
  const note = (kind: DocumentKind, ids: readonly string[], revs: readonly number[]) =>
    log.write(ids.map((id, i) => documentChanged({ kind, id, rev: revs[i] ?? 0 })));
  for await (const ids of idsIn(log, 'profiles')) {
    const revs = await Promise.all(ids.map((id) => lastVersion(log, `${player.name}:${id}`)));
    await note('player', ids, revs);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const rev = await lastVersion(log, `${venue.name}:main`);
  for await (const ids of idsIn(log, 'operators'))
    await note(
      'operator',
      ids,
      ids.map(() => rev),
    );
  const { seq } = await log.head();
  for await (const ids of idsIn(log, 'media'))
    await note(
      'media',
      ids,
      ids.map(() => seq),
    );
  await markFilled(log, venueId, epoch);
};
