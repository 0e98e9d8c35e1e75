import { join } from 'node:path';
import { roomOf } from '../../kernel/envelope.ts';
import { SECOND } from '../../kernel/time.ts';
import { GENESIS } from '../../log/chain.ts';
import type { Committed, Handle } from '../../log/handle.ts';
import type { Log } from '../../log/port.ts';
import { tournament } from '../../rooms/tournament/room.ts';
import type { Shell } from '../../server/shell.ts';
import { VERSION } from '../../server/version.ts';
import { createDocuments } from '../../sync/documents.ts';
import { createOutbox } from '../../sync/outbox.ts';
import type { Timers } from '../../sync/port.ts';
import type { Ack, LeafAlert } from '../../sync/protocol.ts';
import { SUBJECTS } from '../../sync/protocol.ts';
import type { Clock } from '../clock.ts';
import type { House } from '../orders/step.ts';
import { createOrders } from '../orders.ts';
import { openCheckpoints } from './checkpoints.ts';
import { createLoader, fillDocuments, forgetFilled } from './documents.ts';
import type { LeafLink } from './link.ts';
import { openNatsChild } from './nats-child.ts';
import { createReport } from './report.ts';

/** What changes on the boards is told so soon, however much of it comes. */
const TELL_WITHIN_MS = SECOND;
const ERROR = '[ERR] ';
/** A hub that refuses for so long has not just been started anew. */
const REFUSED_MS = 3 * SECOND;

export type LineDeps = {
  readonly dataFolder: string;
  readonly link: LeafLink;
  readonly house: House & Pick<Shell, 'lanOrigin'> & { readonly handle: Handle; readonly log: Log };
  readonly clock: Clock;
  /** Each word of the core, once the line has acted upon it. */
  readonly acknowledged: (ack: Ack) => void;
  /** What somebody should look at on this leaf. */
  readonly alerts: () => readonly LeafAlert[];
  readonly say: (line: string) => void;
  readonly failed: (error: unknown) => void;
};

/** The line to the core: everything between this leaf's log and the hub. */
export const openLine = ({
  dataFolder,
  link,
  house,
  clock,
  acknowledged,
  alerts,
  say,
  failed,
}: LineDeps) => {
  const { venueId, epoch } = link;
  const { handle, log } = house;
  const timers: Timers = {
    now: () => clock.now().wallMs,
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  };
  /** Why there is no line, as nats-server says it; null while there is one. */
  let trouble: string | null = null;
  const child = openNatsChild({
    ...{ folder: join(dataFolder, 'nats'), link },
    log: (text) => {
      if (text.startsWith(ERROR)) trouble = text.slice(ERROR.length);
      say(text);
    },
  });
  const { bus } = child;
  const common = { source: log, bus, timers, chance: Math.random, venueId, epoch, failed };
  const documents = createDocuments({
    ...common,
    load: createLoader({ log, look: handle.look }),
  });
  const fill = () => fillDocuments(log, link).then(documents.wake, failed);
  let filled: Promise<void> = Promise.resolve();
  const orders = createOrders({ house, venueId, epoch, failed });
  const checkpoints = openCheckpoints({ ...common, link });
  const outbox = createOutbox({
    ...{ ...common, genesis: GENESIS, version: VERSION },
    instance: crypto.randomUUID(),
    report: createReport({
      ...{ handle, log, dataFolder, now: clock.now, isSynchronised: clock.isSynchronised },
      ...{ downSeq: orders.downSeq, docsWaiting: documents.waiting },
      room: house.lanOrigin,
      ...{ witnessed: checkpoints.newest, alerts },
    }),
    // Put back from a copy, it lacks documents as well, which one cannot say.
    setBack: () => {
      filled = filled.then(() => forgetFilled(log)).then(fill, failed);
    },
    acknowledged: (ack) => {
      documents.acknowledged(ack);
      checkpoints.heard(ack);
      acknowledged(ack);
    },
  });

  let refusedSince: number | null = null;
  const stopHearing = [
    bus.subscribe(SUBJECTS.sync(venueId), (_, payload) => {
      // The core learns at once what was taken, and sends the next ones.
      void orders.heard(payload).then((isTaken) => {
        if (isTaken) outbox.sayHealth();
      }, failed);
    }),
    bus.onChange((up) => {
      if (up) trouble = null;
    }),
    child.onStatus(() => {
      const isRefused = child.status().link === 'refused';
      refusedSince = isRefused ? (refusedSince ?? performance.now()) : null;
    }),
  ];

  outbox.start();
  documents.start();
  filled = fill();

  let telling: ReturnType<typeof setTimeout> | undefined;
  const tellSoon = () => {
    telling ??= setTimeout(() => {
      telling = undefined;
      outbox.sayHealth();
    }, TELL_WITHIN_MS);
  };

  return {
    bus,
    status: outbox.status,
    nats: child.status,
    /** Why there is no line, in the words of whoever noticed; null while there is one. */
    trouble: (): string | null => child.status().reason ?? (bus.isUp() ? null : trouble),
    isRefused: (): boolean =>
      refusedSince !== null && performance.now() - refusedSince > REFUSED_MS,
    documentsWaiting: documents.waiting,
    /** The log has grown; nothing here is waited for. */
    grown: (events: readonly Committed[]): void => {
      outbox.wake();
      checkpoints.grown(events);
      // A night is nearly all of these, and none of them changes a document.
      const ofTournaments = events.filter(
        ({ envelope }) => roomOf(envelope.stream) === tournament.name,
      );
      if (ofTournaments.length > 0) tellSoon();
      if (ofTournaments.length < events.length) documents.wake();
    },
    stop: async (): Promise<void> => {
      clearTimeout(telling);
      for (const stop of stopHearing) stop();
      await filled;
      await orders.stop();
      await Promise.all([outbox.stop(), documents.stop(), checkpoints.stop()]);
      await child.stop();
    },
  };
};

export type Line = ReturnType<typeof openLine>;
