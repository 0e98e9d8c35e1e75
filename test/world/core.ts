import { chainHash } from '../../src/log/chain.ts';
import { memoryLog } from '../../src/log/memory.ts';
import type { Log } from '../../src/log/port.ts';
import { LogConflict } from '../../src/log/port.ts';
import { createReplica } from '../../src/log/replica.ts';
import type { AnyRoom } from '../../src/log/rooms.ts';
import type { Kept } from '../../src/sync/checkpoints/evidence.ts';
import type { Alarm } from '../../src/sync/inbox/alarm.ts';
import { createAnswers } from '../../src/sync/inbox/answers.ts';
import { createDocumentInbox } from '../../src/sync/inbox/documents.ts';
import { createInbox } from '../../src/sync/inbox.ts';
import type { Intake, Replica, ReplicaHead } from '../../src/sync/port.ts';
import type { Document } from '../../src/sync/protocol.ts';
import { decode, Health, partsOf, SUBJECTS } from '../../src/sync/protocol.ts';
import type { Ground } from './leaf.ts';
import { TABLES } from './rooms.ts';
import type { Life } from './time.ts';
import { coreWitness, lackedBy } from './witness.ts';

/** What the core's database holds of a venue; it outlives the core's processes. */
export type Tenant = {
  readonly venueId: string;
  readonly log: Log;
  readonly bodies: string[];
  epoch: number;
  readonly aside: Map<string, string>;
  readonly documents: Map<string, Document>;
  readonly checkpoints: Map<string, Kept>;
};

export const createTenant = (venueId: string): Tenant => ({
  ...{ venueId, log: memoryLog(TABLES), bodies: [], epoch: 1 },
  ...{ aside: new Map(), documents: new Map(), checkpoints: new Map() },
});

export const textOf = (payload: Uint8Array): string => new TextDecoder().decode(payload);

const isNewer = (document: Document, before: Document | undefined): boolean =>
  before === undefined ||
  document.epoch > before.epoch ||
  (document.epoch === before.epoch && document.rev > before.rev);

export type CoreOptions = {
  readonly ground: Ground;
  readonly name: string;
  readonly tenants: ReadonlyMap<string, Tenant>;
  readonly rooms: readonly AnyRoom[];
  readonly alarm: (alarm: Alarm) => void;
  /** Told of each append before it happens. */
  readonly appending: (tenant: Tenant, bodies: readonly string[]) => void;
  /** A fault planted into what it takes. */
  readonly planted?: ((intake: Intake) => Intake) | undefined;
};

/** A venue's log as one process sees it: each transaction is a call that may fail or go unheard. */
const openReplica = ({ ground, rooms, appending }: CoreOptions, life: Life, tenant: Tenant) => {
  const { gate } = ground;
  let expectedEpoch = 0;
  const append: Log['append'] = async (batch) => {
    if (tenant.epoch !== expectedEpoch) throw new LogConflict('another leaf took its place');
    const appended = await tenant.log.append(batch);
    const bodies = batch.events.map(({ body }) => body);
    appending(tenant, bodies);
    for (const body of bodies) tenant.bodies.push(body);
    return appended;
  };
  const log: Log = { ...tenant.log, append: (batch) => gate.pass(life, () => append(batch)) };
  const copy = createReplica({ log, rooms });
  const withEpoch = (head: Omit<ReplicaHead, 'epoch'>, epoch: number): ReplicaHead => ({
    ...head,
    epoch,
  });
  const replica: Replica = {
    head: () => gate.pass(life, async () => withEpoch(await copy.head(), tenant.epoch)),
    hashAt: copy.hashAt,
    apply: async (expected, bodies) => {
      expectedEpoch = expected.epoch;
      try {
        const head = await copy.apply(expected, bodies);
        return head === null ? null : withEpoch(head, expected.epoch);
      } catch (error) {
        if (tenant.epoch !== expected.epoch) return null;
        throw error;
      }
    },
    keepAside: ({ why, payload }) =>
      gate.pass(life, async () => {
        tenant.aside.set(textOf(payload), why);
      }),
  };
  return replica;
};

/** Ingest of logs and documents, and answers to health, as a process that can end at any moment. */
export const startCore = (options: CoreOptions) => {
  const { ground, name, tenants, alarm, planted = (intake: Intake) => intake } = options;
  const { time, gate, net } = ground;
  const life: Life = { name, alive: true };
  const timers = time.timersOf(life);
  const peer = net.join(name);
  const replicas = new Map<string, Replica>();
  const open = async (venueId: string): Promise<Replica | null> => {
    const tenant = tenants.get(venueId);
    if (tenant === undefined) return null;
    const replica = replicas.get(venueId) ?? openReplica(options, life, tenant);
    replicas.set(venueId, replica);
    return replica;
  };
  const { bus } = peer;
  const witness = coreWitness(tenants, (work) => gate.pass(life, work));
  const inbox = createInbox({
    witness,
    ...{ intake: planted(peer.intake('UP')), bus, replicas: { open }, timers, chainHash, alarm },
  });
  const put = (tenant: Tenant, documents: readonly Document[]) =>
    gate.pass(life, async () => {
      for (const document of documents) {
        const key = `${document.kind}.${document.id}`;
        if (document.epoch === tenant.epoch && isNewer(document, tenant.documents.get(key)))
          tenant.documents.set(key, document);
      }
    });
  const documents = createDocumentInbox({
    ...{ intake: peer.intake('DOCS'), bus, timers, alarm },
    open: async (venueId) => {
      const [tenant, replica] = [tenants.get(venueId), await open(venueId)];
      if (tenant === undefined || replica === null) return null;
      return { head: replica.head, put: (all) => put(tenant, all) };
    },
  });
  const { answer, answerHealth } = createAnswers({ bus, timers });
  const evenOut = async (tenant: Tenant, replica: Replica, { witnessed }: Health) => {
    const { notes, isGone } = lackedBy(tenant, witnessed);
    if (notes.length === 0 && !isGone) return;
    const head = await replica.head();
    for (const countersigned of notes) answer(tenant.venueId, head, { countersigned });
    if (isGone) alarm({ venueId: tenant.venueId, kind: 'witness' });
  };
  const heard = async (subject: string, payload: Uint8Array) => {
    const { venueId } = partsOf(subject) ?? { venueId: '' };
    const [health, replica] = [decode(Health, payload), await open(venueId)];
    if (health === null || replica === null) return;
    const head = await replica.head();
    const its = health.head.seq;
    const isOwn = its <= head.seq && health.epoch === head.epoch;
    const own = isOwn ? await replica.hashAt(its) : null;
    const fork = answerHealth(venueId, health, { head, own });
    if (fork !== null) alarm({ venueId, kind: 'fork', seq: fork });
    const tenant = tenants.get(venueId);
    if (tenant?.epoch === health.epoch) await evenOut(tenant, replica, health);
  };
  bus.subscribe(
    SUBJECTS.health('*'),
    (subject, payload) => {
      heard(subject, payload).catch((error) => alarm({ venueId: '', kind: 'failed', error }));
    },
    'core',
  );
  inbox.start();
  documents.start();
  return {
    ...{ life, peer },
    crash: () => {
      life.alive = false;
      peer.crash();
    },
  };
};

export type Core = ReturnType<typeof startCore>;
