import { SECOND } from '../src/kernel/time.ts';
import { differences } from './world/checks.ts';
import { fault, oneOf } from './world/faults.ts';
import { heal, settled } from './world/healing.ts';
import type { Planted, World } from './world/parts.ts';
import { createWorld } from './world/parts.ts';
import { unwitnessed } from './world/witness.ts';

export type Outcome = {
  readonly seed: string;
  /** What went wrong; empty where nothing did. */
  readonly wrong: readonly string[];
  /** Hash at the end of each venue's log on the core: the same in each run of a seed. */
  readonly ends: readonly string[];
  readonly events: number;
  /** Made on the core. */
  readonly checkpoints: number;
  /** From the end of the faults until everything was the same, in the world's ms. */
  readonly healedMs: number | null;
};

/** Everything that is due heals within this: back-off, a lost ack, a document sent again. */
const HEALS_WITHIN_MS = 100 * SECOND;

/** A command of the floor's, a packet's fate, the end of a disk's call, time, or a fault. */
const step = async (world: World): Promise<void> => {
  const { below, ground } = world;
  const { time, gate, net } = ground;
  const what = below(100);
  const packet = below(Math.max(1, net.packets().length));
  if (what < 18) {
    const wish = { what: below(100), a: below(1_000_000), b: below(1_000_000) };
    oneOf(world, world.leaves())?.command(wish);
  } else if (what < 45) net.move(below(2) === 0 ? packet : 0, 'deliver');
  else if (what < 48) net.move(packet, 'repeat');
  else if (what < 50) net.move(packet, 'lose');
  else if (what < 66) gate.take(below(Math.max(1, gate.calls().length)))?.run();
  else if (what < 78) net.pull(1 + below(6));
  else if (what < 87) time.pass(below(400));
  else if (what < 96) oneOf(world, world.peers())?.link(true);
  else await fault(world);
};

const compare = async ({ venues, wrong, leaves }: World, healedMs: number | null) => {
  if (healedMs === null) {
    const stands = leaves().map(({ outbox }) => JSON.stringify(outbox.status()));
    wrong.push(`did not heal: ${stands.join(' ')}`);
    return;
  }
  if (healedMs > HEALS_WITHIN_MS) wrong.push(`healed only after ${healedMs} ms`);
  for (const { leaf, tenant } of venues.values()) {
    wrong.push(...(await differences(leaf, tenant)));
    if (tenant.checkpoints.size > 0) wrong.push(...(await unwitnessed(leaf.disk.log, tenant)));
  }
};

/**
 * Leaves, hub and core in one process, driven by one seed: real commands, logs, forwarders and intake
 * over a network and disks whose every step the seed decides. Then all of it heals, and both sides
 * must be the same. Without a clock and without I/O: the same seed runs the same each time.
 */
export const runWorld = async (
  seed: string,
  planted: Planted = {},
  { witnessed = false }: { readonly witnessed?: boolean } = {},
): Promise<Outcome> => {
  const world = createWorld(seed, planted, witnessed);
  const { below, wrong, tenants } = world;
  const steps = 200 + below(400);
  for (let n = 0; n < steps && wrong.length === 0; n++) {
    await step(world);
    await settled();
  }
  const healedMs = wrong.length === 0 ? await heal(world) : null;
  if (wrong.length === 0) await compare(world, healedMs);
  const events = [...tenants.values()].reduce((sum, { bodies }) => sum + bodies.length, 0);
  const heads = await Promise.all([...tenants.values()].map(({ log }) => log.head()));
  const checkpoints = [...tenants.values()].reduce((sum, one) => sum + one.checkpoints.size, 0);
  return { seed, wrong, ends: heads.map(({ hash }) => hash), events, healedMs, checkpoints };
};
