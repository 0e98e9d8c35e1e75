import type { KeyObject } from 'node:crypto';
import type { Log } from '../../src/log/port.ts';
import { createCheckpointing } from '../../src/sync/checkpoints/checkpointing.ts';
import type { Kept, Signers } from '../../src/sync/checkpoints/evidence.ts';
import { evidenceOf } from '../../src/sync/checkpoints/evidence.ts';
import { createWitness } from '../../src/sync/checkpoints/witness.ts';
import { CORE_SIGNER, leafSigner, newSigningKey } from '../../src/sync/checkpoints.ts';
import type { Bus, Source, Timers } from '../../src/sync/port.ts';
import type { Health } from '../../src/sync/protocol.ts';
import { SYNC_CHECKPOINTS } from '../../src/sync/tables.ts';

/** Of a venue on the core, as much as a witness needs. */
type Tenant = {
  readonly venueId: string;
  readonly epoch: number;
  readonly log: Log;
  readonly checkpoints: Map<string, Kept>;
};

const MANY = 100_000;
/** A floor has something witnessed more often here than once a minute. */
const DUE_EACH = 7;

const core = { name: CORE_SIGNER, key: newSigningKey() };
const leafKeys = new Map<string, KeyObject>();

const leafKey = (venueId: string, epoch: number): KeyObject => {
  const name = `${venueId} ${epoch}`;
  const known = leafKeys.get(name) ?? newSigningKey();
  leafKeys.set(name, known);
  return known;
};

/** A leaf's checkpoints; `grown` after each commit. */
export const leafWitness = ({
  venueId,
  epoch,
  ...deps
}: {
  readonly venueId: string;
  readonly epoch: number;
  readonly source: Source;
  readonly bus: Bus;
  readonly timers: Timers;
  readonly failed: (error: unknown) => void;
}) => {
  const own = { name: leafSigner(venueId), key: leafKey(venueId, epoch) };
  const checkpointing = createCheckpointing({ ...deps, venueId, own, coreKey: core.key });
  let commits = 0;
  return {
    ...checkpointing,
    grown: () => {
      commits += 1;
      if (commits % DUE_EACH === 0) checkpointing.due();
    },
  };
};

const idOf = ({ seq, at }: { readonly seq: number; readonly at: number }): string => `${seq} ${at}`;

const sorted = ({ checkpoints }: Tenant): readonly Kept[] =>
  [...checkpoints.values()].toSorted((a, b) => a.seq - b.seq || a.at - b.at);

/** @param write a call to the database, which may fail or go unheard. */
export const coreWitness = (
  tenants: ReadonlyMap<string, Tenant>,
  write: (work: () => Promise<void>) => Promise<void>,
) =>
  createWitness({
    own: core,
    leafKey: async (venueId) => leafKey(venueId, tenants.get(venueId)?.epoch ?? 0),
    keep: ({ venueId, seq, hash, at }, note) =>
      write(async () => {
        tenants.get(venueId)?.checkpoints.set(idOf({ seq, at }), { seq, hash, at, note });
      }),
  });

/** Notes that a leaf lacks by its report, and whether it holds one that is not here. */
export const lackedBy = (tenant: Tenant, witnessed: Health['witnessed']) => {
  const all = sorted(tenant);
  const from =
    witnessed === undefined
      ? all.length - 2
      : all.findIndex((one) => idOf(one) === idOf(witnessed));
  const isGone = witnessed !== undefined && from < 0;
  return { notes: all.slice(from + 1).map(({ note }) => note), isGone };
};

/** What the two sides' checkpoints say against their logs, and against each other. */
export const unwitnessed = async (log: Log, tenant: Tenant): Promise<readonly string[]> => {
  const { venueId, epoch } = tenant;
  const rows = await log.select({ table: SYNC_CHECKPOINTS.name, limit: MANY });
  const own = rows.map(
    ({ seq, at, hash, note }): Kept => ({
      ...{ seq: Number(seq), at: Number(at), hash: String(hash), note: String(note) },
    }),
  );
  const [first, ...more] = Array.from({ length: epoch }, (_, n) => ({
    name: leafSigner(venueId),
    key: leafKey(venueId, n + 1),
  }));
  const both: Signers = first === undefined ? [] : [[first, ...more], [core]];
  const looks = [
    await evidenceOf(log, { venueId, kept: own, signers: [[core]], mayBeginLater: true }),
    await evidenceOf(tenant.log, { venueId, kept: sorted(tenant), signers: both }),
  ];
  const foreign = own.filter((one) => !tenant.checkpoints.has(idOf(one)));
  return [
    ...looks.flatMap(({ ok, text }) => (ok ? [] : [text])),
    ...foreign.map(({ seq }) => `the core has no checkpoint at ${seq}, and the leaf has`),
  ];
};
