import type { RowWrite } from '../kernel/room.ts';
import { SECOND } from '../kernel/time.ts';
import { backoffMs } from './outbox/backoff.ts';
import type { Bus, Chance, Source, Timers } from './port.ts';
import type { Ack, Document, DocumentKind } from './protocol.ts';
import { DOCUMENT_KINDS, encode, PROTOCOL, SUBJECTS } from './protocol.ts';
import { SYNC_DOCUMENTS } from './tables.ts';
import { createTurns } from './turns.ts';

/** Documents that wait for the core's word at a time: what the hub may lose, and what memory holds. */
const WINDOW = 64;
/** Rows read at a time; several of them may be of the same document. */
const PAGE = 256;
const AGAIN_MS = 30 * SECOND;

type Change = { readonly kind: DocumentKind; readonly id: string; readonly rev: number };
type Sent = { readonly change: Change; at: number };

/**
 * The row that belongs into the transaction of every change of a document.
 * @param rev higher than of any change of it before: the version of its stream.
 */
export const documentChanged = ({ kind, id, rev }: Change): RowWrite => ({
  ...{ table: SYNC_DOCUMENTS.name, key: { kind, id, rev }, row: {} },
});

const keyOf = ({ kind, id }: Omit<Change, 'rev'>): string => `${kind}.${id}`;

const isKind = (kind: unknown): kind is DocumentKind => DOCUMENT_KINDS.some((one) => one === kind);

/**
 * The way of profiles, operators and pictures out of the leaf: beside the log, so that an erasure
 * erases. Each is sent whole, as it is at that moment, until the core says that it has it.
 * @param load the document as it is now, JSON only; null where it was erased.
 */
export const createDocuments = ({
  source,
  bus,
  timers,
  chance,
  venueId,
  epoch,
  load,
  failed,
}: {
  readonly source: Source;
  readonly bus: Bus;
  readonly timers: Timers;
  readonly chance: Chance;
  readonly venueId: string;
  readonly epoch: number;
  readonly load: (kind: DocumentKind, id: string) => Promise<Document['doc']>;
  /** Told what failed; it is tried again by itself. */
  readonly failed: (error: unknown) => void;
}) => {
  const { turn, done } = createTurns(failed);
  /** Handed to the hub, not confirmed by the core. */
  const sent = new Map<string, Sent>();
  let cancel: (() => void) | null = null;
  let attempt = 0;
  let stopped = false;

  const later = (ms: number) => {
    if (stopped) return;
    cancel?.();
    cancel = timers.after(ms, () => {
      cancel = null;
      act(pump);
    });
  };

  const act = (work: () => Promise<void>) =>
    turn(async () => {
      if (!stopped) await work();
    });

  /** Of each document that waits its newest change, a page of them at a time. */
  const waiting = async (after: Change | null): Promise<readonly Change[]> => {
    const rows = await source.select({
      ...{ table: SYNC_DOCUMENTS.name, limit: PAGE },
      ...(after === null ? {} : { after: [after.kind, after.id, after.rev] }),
    });
    return rows.flatMap(({ kind, id, rev }) =>
      isKind(kind) ? [{ kind, id: String(id), rev: Number(rev) }] : [],
    );
  };

  /** Also where the clock was set back since. */
  const isDue = ({ at }: Sent): boolean => timers.now() - at >= AGAIN_MS || timers.now() < at;

  /** Not sent yet, and there is room; or changed since. */
  const isNew = (change: Change): boolean => {
    const before = sent.get(keyOf(change));
    return before === undefined ? sent.size < WINDOW : before.change.rev < change.rev;
  };

  const send = async (change: Change) => {
    const { kind, id, rev } = change;
    sent.set(keyOf(change), { change, at: timers.now() });
    const doc = await load(kind, id);
    const message = { protocol: PROTOCOL, venueId, epoch, kind, id, rev, doc };
    // Without an id: the hub keeps the last one only, and must never take it for one that it had.
    bus.store(SUBJECTS.document(venueId, kind, id), encode(message)).then(
      () => {
        attempt = 0;
      },
      () => act(async () => notStored(change)),
    );
  };

  const notStored = (change: Change) => {
    const before = sent.get(keyOf(change));
    // Due at once, when the link is tried again.
    if (before?.change === change) before.at = Number.NEGATIVE_INFINITY;
    if (cancel === null || attempt === 0) later(backoffMs(attempt, chance));
    attempt += 1;
  };

  const pump = async (): Promise<void> => {
    if (bus.isUp()) for (const one of [...sent.values()]) if (isDue(one)) await send(one.change);
    let page = bus.isUp() ? await waiting(null) : [];
    while (page.length > 0 && bus.isUp()) {
      const newest = new Map(page.map((change) => [keyOf(change), change]));
      for (const change of newest.values()) if (isNew(change)) await send(change);
      if (page.length < PAGE || sent.size >= WINDOW) break;
      page = await waiting(page.at(-1) ?? null);
    }
    if (sent.size > 0 && cancel === null) later(AGAIN_MS);
  };

  /** Of what the core holds: in one write, because each waits for the disk, and so does all else. */
  const forget = async (docs: readonly Change[]) => {
    const gone: RowWrite[] = [];
    for (const { kind, id, rev } of docs) {
      const where = { kind, id };
      for (const row of await source.select({ table: SYNC_DOCUMENTS.name, where, limit: PAGE })) {
        const own = Number(row['rev']);
        const key = { ...where, rev: own };
        if (own <= rev) gone.push({ table: SYNC_DOCUMENTS.name, key, row: null });
      }
    }
    if (gone.length > 0) await source.write(gone);
    for (const one of docs) {
      const before = sent.get(keyOf(one));
      if (before !== undefined && before.change.rev <= one.rev) sent.delete(keyOf(one));
    }
  };

  let stopListening = () => {};

  return {
    start: () => {
      stopListening = bus.onChange((up) => {
        attempt = 0;
        if (up) act(pump);
      });
      act(pump);
    },
    /** A change was committed. */
    wake: () => act(pump),
    /** The core's word (`Outbox.acknowledged`): it holds these. */
    acknowledged: ({ epoch: of, docs = [] }: Ack) => {
      if (of !== epoch || docs.length === 0) return;
      act(async () => {
        await forget(docs);
        await pump();
      });
    },
    /** Changes that the core has not confirmed: for the health. */
    waiting: (): Promise<number> => source.count(SYNC_DOCUMENTS.name),
    stop: async (): Promise<void> => {
      stopped = true;
      stopListening();
      cancel?.();
      await done();
    },
  };
};

export type Documents = ReturnType<typeof createDocuments>;
