import type { RowWrite } from '../kernel/room.ts';
import { MINUTE, SECOND } from '../kernel/time.ts';
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
/**
 * Sent again so soon where the core does not confirm it, then twice as late each time: its word may
 * have been lost, or a process of it that had the document in hand.
 */
const AGAIN_MS = 5 * SECOND;
const MOST_AGAIN_MS = 5 * MINUTE;
/** Between two looks, where several are due. */
const SOONEST_MS = SECOND;

type Change = { readonly kind: DocumentKind; readonly id: string; readonly rev: number };
/** `again`: how often it was sent before. */
type Sent = {
  readonly change: Change;
  readonly again: number;
  readonly at: number;
  isDue: boolean;
};

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
  /** The link is tried again then: one wait for all that failed together. */
  let retry: (() => void) | null = null;
  let attempt = 0;
  let stopped = false;

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

  const waitMs = ({ again }: Sent): number => Math.min(MOST_AGAIN_MS, AGAIN_MS * 2 ** again);

  /** Also where the clock was set back since. */
  const isDue = (one: Sent): boolean => {
    const forMs = timers.now() - one.at;
    return one.isDue || forMs >= waitMs(one) || forMs < 0;
  };

  /** Not sent yet, and there is room; or changed since. */
  const isNew = (change: Change): boolean => {
    const before = sent.get(keyOf(change));
    return before === undefined ? sent.size < WINDOW : before.change.rev < change.rev;
  };

  const send = async (change: Change) => {
    const { kind, id, rev } = change;
    const before = sent.get(keyOf(change));
    const again = before?.change === change && !before.isDue ? before.again + 1 : 0;
    sent.set(keyOf(change), { change, again, at: timers.now(), isDue: false });
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
    if (before?.change === change) before.isDue = true;
    if (retry !== null || stopped) return;
    retry = timers.after(backoffMs(attempt, chance), () => {
      retry = null;
      act(pump);
    });
    attempt += 1;
  };

  /** The link is back, or the core is: no reason to wait any longer. */
  const hurry = () => {
    retry?.();
    [retry, attempt] = [null, 0];
  };

  const isFree = () => bus.isUp() && retry === null;

  /** Looks again when the first of them is due. */
  const wait = () => {
    cancel?.();
    cancel = null;
    // While it is down, or tried again, something else wakes it.
    if (stopped || sent.size === 0 || !isFree()) return;
    const now = timers.now();
    const ms = Math.min(...[...sent.values()].map((one) => one.at + waitMs(one) - now));
    cancel = timers.after(Math.max(SOONEST_MS, ms), () => {
      cancel = null;
      act(pump);
    });
  };

  const pump = async (): Promise<void> => {
    if (isFree()) for (const one of [...sent.values()]) if (isDue(one)) await send(one.change);
    let page = isFree() ? await waiting(null) : [];
    while (page.length > 0 && isFree()) {
      const newest = new Map(page.map((change) => [keyOf(change), change]));
      for (const change of newest.values()) if (isNew(change)) await send(change);
      if (page.length < PAGE || sent.size >= WINDOW) break;
      page = await waiting(page.at(-1) ?? null);
    }
    wait();
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
        hurry();
        if (!up) return;
        // The core's words may have been lost with the line.
        for (const one of sent.values()) one.isDue = true;
        act(pump);
      });
      act(pump);
    },
    /** A change was committed. */
    wake: () => act(pump),
    /** The core's word (`Outbox.acknowledged`): it holds these. */
    acknowledged: ({ epoch: of, docs = [] }: Ack) => {
      if (of !== epoch) return;
      // Who hears the core has a line: whatever did not get through may now.
      const isTried = retry !== null;
      hurry();
      if (docs.length === 0 && !isTried) return;
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
      retry?.();
      await done();
    },
  };
};

export type Documents = ReturnType<typeof createDocuments>;
