import { SECOND } from '../kernel/time.ts';
import { createAnswers } from './answers.ts';
import type { Alarm } from './inbox.ts';
import type { Bus, Delivery, Intake, ReplicaHead, Timers } from './port.ts';
import { Document, decode, partsOf, speaks } from './protocol.ts';

/** One venue's documents on the core. */
export type DocumentStore = {
  readonly head: () => Promise<ReplicaHead>;
  /**
   * Keeps each document that is newer than what is there: of a higher epoch, or of the same with a
   * higher rev; in one transaction, and only while the venue is in their epoch. A document without
   * `doc` leaves nothing of it but the rev.
   */
  readonly put: (documents: readonly Document[]) => Promise<void>;
};

type Read = { readonly from: Delivery; readonly document: Document };

const LATER_MS = 30 * SECOND;

/**
 * The core's intake of documents: kept in one transaction per venue, then acknowledged. Those of a
 * replaced leaf are dropped: the one in its place holds what counts.
 */
export const createDocumentInbox = ({
  intake,
  bus,
  open,
  timers,
  alarm,
}: {
  readonly intake: Intake;
  readonly bus: Pick<Bus, 'publish'>;
  /** Null: unknown, or revoked for good. */
  readonly open: (venueId: string) => Promise<DocumentStore | null>;
  readonly timers: Pick<Timers, 'now'>;
  readonly alarm: (alarm: Alarm) => void;
}) => {
  const { answer } = createAnswers({ bus, timers });

  /** What the subject allows: the hub let the leaf publish there, and nowhere else. */
  const reads = (venueId: string, deliveries: readonly Delivery[]): readonly Read[] =>
    deliveries.flatMap((from) => {
      const document = decode(Document, from.payload);
      const own = document?.venueId === venueId && partsOf(from.subject)?.topic === document.kind;
      return document !== null && own ? [{ from, document }] : [];
    });

  const take = async (venueId: string, deliveries: readonly Delivery[]) => {
    const store = await open(venueId);
    const all = store === null ? [] : reads(venueId, deliveries);
    const understood = all.filter(({ document }) => speaks(document.protocol));
    if (store !== null && understood.length > 0) {
      const head = await store.head();
      const documents = understood.map(({ document }) => document);
      const current = documents.filter(({ epoch }) => epoch === head.epoch);
      if (current.length < documents.length) alarm({ venueId, kind: 'stale' });
      await store.put(current);
      answer(venueId, head, { docs: current.map(({ kind, id, rev }) => ({ kind, id, rev })) });
    }
    const future = new Set(all.filter((one) => !understood.includes(one)).map(({ from }) => from));
    for (const delivery of deliveries) {
      if (future.has(delivery)) delivery.nak(LATER_MS);
      else delivery.ack();
    }
  };

  const takeSafely = async (venueId: string, deliveries: readonly Delivery[]) => {
    try {
      await take(venueId, deliveries);
    } catch (error) {
      alarm({ venueId, kind: 'failed', error });
      for (const delivery of deliveries) delivery.nak(SECOND);
    }
  };

  return {
    start: () =>
      intake.start(async (messages) => {
        const byVenue = Map.groupBy(messages, ({ subject }) => partsOf(subject)?.venueId ?? '');
        await Promise.all([...byVenue].map((group) => takeSafely(...group)));
      }),
    stop: () => intake.stop(),
  };
};
