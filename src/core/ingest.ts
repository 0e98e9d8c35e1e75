import type { KeyObject } from 'node:crypto';
import { chainHash } from '../log/chain.ts';
import { createWitness } from '../sync/checkpoints/witness.ts';
import type { Signer } from '../sync/checkpoints.ts';
import { publicKeyFrom } from '../sync/checkpoints.ts';
import type { Alarm } from '../sync/inbox/alarm.ts';
import { createAnswers } from '../sync/inbox/answers.ts';
import { createDocumentInbox } from '../sync/inbox/documents.ts';
import { createInbox } from '../sync/inbox.ts';
import type { Intake, ReplicaHead, Timers } from '../sync/port.ts';
import { decode, Health, partsOf, SUBJECTS, speaks } from '../sync/protocol.ts';
import type { Daily } from './hub/daily.ts';
import { createDaily } from './hub/daily.ts';
import type { Hub } from './hub.ts';
import type { Lacked } from './ingest/checkpoints.ts';
import { createCheckpoints, createEven } from './ingest/checkpoints.ts';
import { createNewest } from './ingest/newest.ts';
import { takeReport } from './ingest/report.ts';
import { createRepublish } from './ingest/republish.ts';
import type { OrderBook } from './orders.ts';
import type { Tenants } from './tenants.ts';
import type { Enrolment } from './venues/enrolment.ts';
import type { createNaming } from './venues/naming.ts';
import { createPlacing } from './venues/public-index.ts';

/** Of all core processes one hears each leaf's report. */
const QUEUE = 'core';

/**
 * All that comes from the leaves: logs, documents, checkpoints, reports. Any number of processes may
 * do so at once.
 */
export const createIngest = ({
  hub,
  tenants,
  enrolment,
  orders,
  own,
  timers,
  alarm,
  failed,
  naming,
  wentBack,
  daily: share,
}: {
  readonly hub: Pick<Hub, 'bus'> & { readonly intake: (stream: 'UP' | 'DOCS') => Intake };
  readonly tenants: Tenants;
  readonly enrolment: Pick<Enrolment, 'leafKey'>;
  readonly orders: Pick<OrderBook, 'heard'>;
  /** Signs the checkpoints that the core has found true. */
  readonly own: Signer;
  readonly timers: Timers;
  readonly alarm: (alarm: Alarm) => void;
  readonly failed: (error: unknown) => void;
  /** Hears how venues call themselves. */
  readonly naming?: ReturnType<typeof createNaming>;
  /** Hears of each update that was taken back, once that is kept. */
  readonly wentBack?: () => Promise<void>;
  /** What of one venue is taken within a day. */
  readonly daily?: Daily;
}) => {
  const { bus } = hub;
  const { answer, answerHealth } = createAnswers({ bus, timers });

  const leafKey = async (venueId: string): Promise<KeyObject | null> => {
    const x = await enrolment.leafKey(venueId);
    return x === null ? null : publicKeyFrom(x);
  };

  const daily = createDaily({
    now: timers.now,
    over: (venueId) => alarm({ venueId, kind: 'quota' }),
    ...(share === undefined ? {} : { share }),
  });
  const checkpoints = createCheckpoints(tenants);
  const even = createEven(timers.now);
  const witness = createWitness({
    ...{ own, leafKey },
    keep: checkpoints.keep,
  });

  const republish = createRepublish(bus);
  const place = createPlacing({ ...tenants, now: timers.now, failed });

  const logs = createInbox({
    ...{ bus, timers, chainHash, witness, alarm, replicas: { open: tenants.openToWrite } },
    intake: daily.of(hub.intake('UP')),
    applied: (venueId, before, bodies) => {
      republish(venueId, before, bodies);
      place(venueId, bodies);
      naming?.applied(venueId, bodies);
    },
  });
  const documents = createDocumentInbox({
    ...{ bus, timers, alarm, open: tenants.openToWrite },
    intake: daily.of(hub.intake('DOCS')),
  });

  /** Countersigned notes whose way to the leaf was cut; and what this core lost of its own. */
  const evenOut = (
    venueId: string,
    { witnessed }: Health,
    head: ReplicaHead,
    { notes, lacks }: Lacked,
  ): void => {
    if (notes.length === 0 && lacks === null) even.is(venueId, witnessed);
    for (const countersigned of notes) answer(venueId, head, { countersigned });
    if (lacks === null) return;
    alarm({ venueId, kind: 'witness', seq: witnessed?.seq ?? 0 });
    answer(venueId, head, { lacks });
  };

  const heard = async (subject: string, payload: Uint8Array): Promise<void> => {
    const venueId = partsOf(subject)?.venueId ?? '';
    const tenant = await tenants.open(venueId);
    const health = decode(Health, payload);
    if (tenant === null || health === null || !speaks(health.protocol)) return;
    const isEven = even.was(venueId, health.witnessed);
    const seen = await takeReport(tenant, health, { isEven, nowMs: timers.now() });
    const fork = answerHealth(venueId, health, { ...seen, pauseMs: daily.pauseMs(venueId) });
    if (fork !== null) alarm({ venueId, kind: 'fork', seq: fork });
    const { head, kept } = seen;
    // A leaf that was replaced is told so, and shown no more.
    if (kept === null) return;
    for (const kind of kept.oddities) alarm({ venueId, kind, seq: health.head.seq });
    if (kept.oddities.includes('twin')) answer(venueId, head, { twin: true });
    if (kept.lacked !== null) evenOut(venueId, health, head, kept.lacked);
    if (kept.hasOrders) await orders.heard(tenant, health);
    if (kept.wentBack !== null) {
      alarm({ venueId, kind: 'wentBack', seq: kept.wentBack });
      await wentBack?.();
    }
    await naming?.heard(venueId);
  };

  /** Of a flood of them only some are looked at: it must not hold up the other venues. */
  const reports = createNewest((subject, payload: Uint8Array) =>
    heard(subject, payload).catch(failed),
  );

  const standBack = async (): Promise<void> => {
    await Promise.all([logs.stop(), documents.stop()]);
  };

  let unsubscribe = () => {};
  return {
    start: (): void => {
      logs.start();
      documents.start();
      unsubscribe = bus.subscribe(SUBJECTS.health('*'), reports, QUEUE);
    },
    /** Takes nothing in any more, and goes on hearing how the leaves are. */
    standBack,
    /** Finishes what is under way; the rest is given back to the hub. */
    stop: async (): Promise<void> => {
      unsubscribe();
      await standBack();
    },
  };
};
