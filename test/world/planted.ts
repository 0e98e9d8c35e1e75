import { chainHash, GENESIS } from '../../src/log/chain.ts';
import type { Batch } from '../../src/sync/batch.ts';
import { decodeBatch, encodeBatch } from '../../src/sync/batch.ts';
import type { Delivery } from '../../src/sync/port.ts';
import { partsOf } from '../../src/sync/protocol.ts';
import type { Tenant } from './core.ts';
import type { Planted } from './parts.ts';

type Tenants = ReadonlyMap<string, Tenant>;

/** A core that reads each log batch as something else. */
const reading = (change: (batch: Batch, tenant: Tenant) => Batch): Planted => ({
  core: (intake, tenants) => ({
    ...intake,
    start: (handle) =>
      intake.start((messages) => handle(messages.map((one) => changed(one, tenants, change)))),
  }),
});

const changed = (
  delivery: Delivery,
  tenants: Tenants,
  change: (batch: Batch, tenant: Tenant) => Batch,
): Delivery => {
  const tenant = tenants.get(partsOf(delivery.subject)?.venueId ?? '');
  const batch = decodeBatch(delivery.payload);
  if (tenant === undefined || typeof batch === 'string') return delivery;
  return { ...delivery, payload: encodeBatch(change(batch, tenant)) };
};

/** The batch as if it followed on the log's end. */
const closed = (batch: Batch, { bodies }: Tenant): Batch => {
  if (batch.firstSeq <= bodies.length + 1) return batch;
  const firstSeq = bodies.length + 1;
  const prevHash = bodies.reduce((hash, body, i) => chainHash(hash, i + 1, body), GENESIS);
  const end = (hash: string, body: string, i: number) => chainHash(hash, firstSeq + i, body);
  return { ...batch, firstSeq, prevHash, hash: batch.bodies.reduce(end, prevHash) };
};

/** The mistakes that sync must not make, each of which the world has to notice. */
export const PLANTED: { readonly [name: string]: Planted } = {
  'acknowledging before the commit': {
    core: (intake) => ({
      ...intake,
      start: (handle) =>
        intake.start((messages) => {
          for (const message of messages) message.ack();
          return handle(messages);
        }),
    }),
  },
  'message ids of the last event only': {
    leaf: (bus) => ({
      ...bus,
      store: (subject, payload, msgId) => bus.store(subject, payload, msgId?.split(':')[3]),
    }),
  },
  'no look at the epoch': reading((batch, { epoch }) => ({ ...batch, epoch })),
  'applying past a gap': reading(closed),
};
