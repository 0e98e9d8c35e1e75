import type { KeyObject } from 'node:crypto';
import { chainHash } from '../log/chain.ts';
import { createAnswers } from '../sync/answers.ts';
import type { Signer } from '../sync/checkpoints.ts';
import { publicKeyFrom } from '../sync/checkpoints.ts';
import { createDocumentInbox } from '../sync/document-inbox.ts';
import type { Alarm } from '../sync/inbox.ts';
import { createInbox } from '../sync/inbox.ts';
import type { Intake, Timers } from '../sync/port.ts';
import { decode, Health, partsOf, SUBJECTS, speaks } from '../sync/protocol.ts';
import { createWitness } from '../sync/witness.ts';
import type { Enrolment } from './enrolment.ts';
import type { Hub } from './hub.ts';
import type { OrderBook } from './orders.ts';
import { createRepublish } from './republish.ts';
import { keepHealth } from './status.ts';
import type { Tenants } from './tenants.ts';

/** Of all core processes one hears each leaf's report. */
const QUEUE = 'core';

const KEEP_CHECKPOINT = `insert into checkpoints (venue_id, seq, hash, at, note)
  values ($1, $2, $3, $4, $5) on conflict do nothing`;

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
}) => {
  const { bus } = hub;
  const { answerHealth } = createAnswers({ bus, timers });

  const leafKey = async (venueId: string): Promise<KeyObject | null> => {
    const x = await enrolment.leafKey(venueId);
    return x === null ? null : publicKeyFrom(x);
  };

  const witness = createWitness({
    ...{ own, leafKey },
    keep: async ({ venueId, seq, hash, at }, note) => {
      await tenants.within(venueId, (query) =>
        query(KEEP_CHECKPOINT, [venueId, seq, hash, at, note]),
      );
    },
  });

  const logs = createInbox({
    ...{ bus, timers, chainHash, witness, alarm, replicas: tenants },
    intake: hub.intake('UP'),
    applied: createRepublish(bus),
  });
  const documents = createDocumentInbox({
    ...{ bus, timers, alarm, open: tenants.open },
    intake: hub.intake('DOCS'),
  });

  const heard = async (subject: string, payload: Uint8Array): Promise<void> => {
    const venueId = partsOf(subject)?.venueId ?? '';
    const tenant = await tenants.open(venueId);
    const health = decode(Health, payload);
    if (tenant === null || health === null || !speaks(health.protocol)) return;
    const head = await tenant.head();
    const fork = await answerHealth(venueId, health, tenant);
    if (fork !== null) alarm({ venueId, kind: 'fork', seq: fork });
    // A leaf that was replaced is told so, and shown no more.
    if (health.epoch !== head.epoch) return;
    await keepHealth(tenant, health, head, timers.now());
    await orders.heard(tenant, health);
  };

  let unsubscribe = () => {};
  return {
    start: (): void => {
      logs.start();
      documents.start();
      unsubscribe = bus.subscribe(
        SUBJECTS.health('*'),
        (subject, payload) => void heard(subject, payload).catch(failed),
        QUEUE,
      );
    },
    /** Finishes what is under way; the rest is given back to the hub. */
    stop: async (): Promise<void> => {
      unsubscribe();
      await Promise.all([logs.stop(), documents.stop()]);
    },
  };
};
