import { SECOND } from '../../kernel/time.ts';
import type { Bus, Delivery, Intake, ReplicaHead, Timers } from '../port.ts';
import { Unfit } from '../port.ts';
import { Document, decode, partsOf, speaks } from '../protocol.ts';
import type { Alarm } from './alarm.ts';
import { createAnswers } from './answers.ts';

/** One venue's documents on the core. */
export type DocumentStore = {
  readonly head: (how?: 'fresh') => Promise<ReplicaHead>;
  /**
   * Keeps each document that is newer than what is there: of a higher epoch, or of the same with a
   * higher rev; in one transaction, and only while the venue is in their epoch. A document without
   * `doc` leaves nothing of it but the rev. One of an earlier epoch is kept only where nothing is, not
   * even that somebody was erased: else a name that came too late for the next leaf were lost.
   * @throws Unfit where one of them never can be kept.
   */
  readonly put: (documents: readonly Document[]) => Promise<void>;
};

type Read = { readonly from: Delivery; readonly document: Document };

/**
 * The core's intake of documents: kept in one transaction per venue, then acknowledged. Those of a
 * replaced leaf fill what is empty, and are dropped beyond that: the one in its place holds what
 * counts.
 */
export const createDocumentInbox = ({
  intake,
  bus,
  open,
  timers,
  alarm,
}: {
  readonly intake: Intake;
  readonly bus: Pick<Bus, 'publish' | 'mostBytes'>;
  /** Null: unknown, or revoked for good. `later`: not to be written at the moment. */
  readonly open: (venueId: string) => Promise<DocumentStore | null | 'later'>;
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

  /**
   * Keeps all that can be kept. Where something never can, each goes alone, and that one is dropped:
   * what nobody ever took would wait on the hub for good, and a few hundred of those stop all venues.
   */
  const keep = async (
    venueId: string,
    store: DocumentStore,
    documents: readonly Document[],
  ): Promise<readonly Document[]> => {
    try {
      await store.put(documents);
      return documents;
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
      if (documents.length === 1) {
        alarm({ venueId, kind: 'damaged' });
        return [];
      }
    }
    const kept: Document[] = [];
    for (const one of documents) kept.push(...(await keep(venueId, store, [one])));
    return kept;
  };

  const take = async (venueId: string, deliveries: readonly Delivery[]) => {
    const store = await open(venueId);
    if (store === 'later') {
      for (const delivery of deliveries) delivery.nak(SECOND);
      return;
    }
    const all = store === null ? [] : reads(venueId, deliveries);
    const understood = all.filter(({ document }) => speaks(document.protocol));
    if (store !== null && understood.length > 0) {
      // What is of another epoch is not confirmed, so it must not be an old word.
      const head = await store.head('fresh');
      const documents = understood.map(({ document }) => document);
      const isCurrent = ({ epoch }: Document) => epoch === head.epoch;
      if (!documents.every(isCurrent)) alarm({ venueId, kind: 'stale' });
      const kept = (await keep(venueId, store, documents)).filter(isCurrent);
      answer(venueId, head, { docs: kept.map(({ kind, id, rev }) => ({ kind, id, rev })) });
    }
    // What only a later build understands, too: its leaf sends it again until it is confirmed, and in
    // the hub's list of what is under way it would be in the way of all others.
    for (const delivery of deliveries) delivery.ack();
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
