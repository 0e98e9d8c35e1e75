import { below as belowOf, seeded } from '../../src/kernel/random.ts';
import type { Alarm } from '../../src/sync/inbox/alarm.ts';
import { createLoopback } from '../../src/sync/loopback.ts';
import type { Bus, Intake } from '../../src/sync/port.ts';
import { partsOf } from '../../src/sync/protocol.ts';
import { unkeptBatch, unkeptDocument } from './checks.ts';
import type { Core, Tenant } from './core.ts';
import { createTenant, startCore } from './core.ts';
import { createGate } from './gate.ts';
import type { Disk, Ground, Leaf } from './leaf.ts';
import { createDisk, startLeaf } from './leaf.ts';
import { OLDER_ROOMS, ROOMS } from './rooms.ts';
import { createTime } from './time.ts';

/** Faults in Felt's own code, made from outside, to see that the world notices. */
export type Planted = {
  readonly leaf?: (bus: Bus) => Bus;
  readonly core?: (intake: Intake, tenants: ReadonlyMap<string, Tenant>) => Intake;
};

/** A venue, its leaf of now, and those that were replaced and do not know. */
export type Venue = { readonly tenant: Tenant; leaf: Leaf; readonly zombies: Leaf[] };

const START_MS = 1_700_000_000_000;

const grounds = (below: (n: number) => number, tenants: ReadonlyMap<string, Tenant>) => {
  const wrong: string[] = [];
  const time = createTime(START_MS);
  const acknowledged = (subject: string, payload: Uint8Array) => {
    const { venueId, topic } = partsOf(subject) ?? { venueId: '', topic: '' };
    const tenant = tenants.get(venueId);
    if (topic === 'checkpoint') return;
    const unkept = topic === 'log' ? unkeptBatch : unkeptDocument;
    const problem = tenant === undefined ? 'unknown venue' : unkept(tenant, payload);
    if (problem !== null) wrong.push(problem);
  };
  const ground: Ground = {
    ...{ time, gate: createGate(), net: createLoopback({ now: time.now, below, acknowledged }) },
    chance: () => below(1_000) / 1_000,
    wrong: (what) => wrong.push(what),
  };
  return { ground, wrong };
};

/** One or two venues with their leaves, a hub, one or two core processes: all from one seed. */
export const createWorld = (seed: string, planted: Planted, witnessed: boolean) => {
  const random = seeded(seed);
  const below = (n: number) => belowOf(random, n);
  const tenants = new Map<string, Tenant>();
  const venues = new Map<string, Venue>();
  const { ground, wrong } = grounds(below, tenants);
  const now: {
    /** A disk or a database refused something. */
    unwell: boolean;
    /** By then a gap has no excuse any more: nothing was broken for half a minute. */
    wholeFrom: number;
  } = { unwell: false, wholeFrom: Number.POSITIVE_INFINITY };
  let processes = 0;

  const alarm = ({ venueId, kind, seq, error }: Alarm) => {
    const expected =
      (kind === 'stale' && (venues.get(venueId)?.zombies.length ?? 0) > 0) ||
      (kind === 'failed' && now.unwell && String(error).includes('LogUnwell')) ||
      (kind === 'gap' && ground.time.now() < now.wholeFrom);
    if (!expected) wrong.push(`alarm: ${kind} ${seq ?? ''} ${String(error ?? '')}`);
  };

  const appending = ({ venueId, bodies: before }: Tenant, bodies: readonly string[]) => {
    const produced = venues.get(venueId)?.leaf.disk.bodies ?? [];
    for (const [i, body] of bodies.entries()) {
      const seq = before.length + i + 1;
      if (produced[seq - 1] !== body) wrong.push(`applied something else as ${seq}`);
    }
  };

  const newLeaf = (venueId: string, epoch: number, disk: Disk): Leaf => {
    processes += 1;
    const name = `leaf-${venueId}-${processes}`;
    return startLeaf({ ground, name, venueId, epoch, disk, witnessed, planted: planted.leaf });
  };

  const newCore = (older: boolean): Core => {
    processes += 1;
    return startCore({
      ...{ ground, name: `core-${processes}`, tenants, alarm, appending },
      rooms: older ? OLDER_ROOMS : ROOMS,
      planted: (intake) => planted.core?.(intake, tenants) ?? intake,
    });
  };

  for (let n = 1; n <= 1 + below(2); n++) {
    const tenant = createTenant(`v${n}`);
    tenants.set(tenant.venueId, tenant);
    const leaf = newLeaf(tenant.venueId, 1, createDisk());
    venues.set(tenant.venueId, { tenant, leaf, zombies: [] });
  }
  /** The core is of a build that does not know all events, until everything heals. */
  const older = below(4) === 0;
  const cores = Array.from({ length: 1 + below(2) }, () => newCore(older));

  const leaves = (): readonly Leaf[] =>
    [...venues.values()].flatMap(({ leaf, zombies }) => [leaf, ...zombies]);

  return {
    ...{ ground, below, wrong, now, tenants, venues, cores, older, newLeaf, newCore, leaves },
    peers: () => [...leaves(), ...cores].map(({ peer }) => peer),
  };
};

export type World = ReturnType<typeof createWorld>;
