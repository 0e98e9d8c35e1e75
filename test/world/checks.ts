import { createHandle } from '../../src/log/handle.ts';
import type { Log } from '../../src/log/port.ts';
import { decodeBatch, lastSeqOf } from '../../src/sync/batch.ts';
import { Document, decode } from '../../src/sync/protocol.ts';
import type { Tenant } from './core.ts';
import { textOf } from './core.ts';
import type { Leaf } from './leaf.ts';
import { ROOMS, TABLES } from './rooms.ts';

/**
 * Why a batch must not be acknowledged yet; null where the core has all of it, or has put it aside, or
 * lets it go behind a gap: then its leaf still has everything from there on to send.
 */
export const unkeptBatch = (tenant: Tenant, payload: Uint8Array): string | null => {
  if (tenant.aside.has(textOf(payload))) return null;
  const batch = decodeBatch(payload);
  if (typeof batch === 'string') return `acknowledged a ${batch} batch that nobody kept`;
  if (batch.firstSeq > tenant.bodies.length + 1) return null;
  const own = tenant.bodies.slice(batch.firstSeq - 1, lastSeqOf(batch));
  const same = own.length === batch.count && own.every((body, i) => body === batch.bodies[i]);
  return same ? null : `acknowledged ${batch.firstSeq}–${lastSeqOf(batch)} without having it`;
};

export const unkeptDocument = (tenant: Tenant, payload: Uint8Array): string | null => {
  const document = decode(Document, payload);
  if (document === null) return 'acknowledged what is no document';
  const own = tenant.documents.get(`${document.kind}.${document.id}`);
  const kept = own !== undefined && (own.epoch > document.epoch || own.rev >= document.rev);
  return kept || document.epoch < tenant.epoch
    ? null
    : `acknowledged ${document.id} rev ${document.rev} without having it`;
};

const MANY = 100_000;

const projectionsOf = async (log: Log): Promise<object> => {
  const all: { [table: string]: unknown } = {};
  for (const { name, kind } of TABLES) {
    if (kind === 'projection') all[name] = await log.select({ table: name, limit: MANY });
  }
  return all;
};

const STREAMS = [
  ...['t1', 't2'].map((id) => `tournament:${id}`),
  ...[0, 1, 2, 3, 4].map((n) => `player:p${n}`),
];

/** A reader beside the core: what screens and pages there would show. */
const statesOf = async (log: Log): Promise<readonly unknown[]> => {
  const reader = createHandle({ log, rooms: ROOMS, clock: () => 0, newId: () => '' });
  return Promise.all(STREAMS.map((stream) => reader.read(stream)));
};

const profilesOf = async (log: Log): Promise<object> => {
  const rows = await log.select({ table: 'profiles', limit: MANY });
  return Object.fromEntries(
    rows.map(({ id, firstName, lastName }) => [String(id), { firstName, lastName }]),
  );
};

const documentsOf = (tenant: Tenant): object =>
  Object.fromEntries(
    [...tenant.documents.values()]
      .filter(({ doc }) => doc !== null)
      .map(({ id, doc }) => [id, doc]),
  );

/** What is not the same on both sides once everything has healed; empty where all of it is. */
export const differences = async (leaf: Leaf, tenant: Tenant): Promise<readonly string[]> => {
  const [produced, applied] = [leaf.disk.bodies, tenant.bodies];
  const [own, its] = [await leaf.disk.log.head(), await tenant.log.head()];
  const { log } = leaf.disk;
  const pairs = {
    bodies: [produced, applied],
    heads: [own, its],
    projections: [await projectionsOf(log), await projectionsOf(tenant.log)],
    states: [
      await Promise.all(STREAMS.map((stream) => leaf.handle.read(stream))),
      await statesOf(tenant.log),
    ],
    documents: [await profilesOf(log), documentsOf(tenant)],
  };
  return Object.entries(pairs)
    .filter(([, [a, b]]) => !Bun.deepEquals(a, b, true))
    .map(([what]) => `the ${what} of leaf and core differ`);
};
