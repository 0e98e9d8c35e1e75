import { MINUTE, SECOND } from '../../src/kernel/time.ts';
import { refreshProjections } from '../../src/log/refresh.ts';
import { crashCore } from './faults.ts';
import type { World } from './parts.ts';
import { ROOMS } from './rooms.ts';

const MOST_ROUNDS = 3_000;

/** Until everything that can run without the driver has run. */
export const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Lets everything happen that can happen now; false where nothing could. */
const flow = async ({ ground: { net, gate } }: World): Promise<boolean> => {
  let moved = false;
  for (let left = net.packets().length; left > 0; left--) {
    net.move(0, 'deliver');
    moved = true;
  }
  for (let call = gate.take(0); call !== undefined; call = gate.take(0)) {
    call.run();
    moved = true;
  }
  while (net.pull(64)) moved = true;
  await settled();
  return moved;
};

const healed = async ({ ground, venues }: World): Promise<boolean> => {
  for (const { leaf, zombies } of venues.values()) {
    if (leaf.busy() > 0 || leaf.outbox.status().state !== 'inStep') return false;
    if ((await leaf.documents.waiting()) > 0) return false;
    if (zombies.some(({ outbox }) => outbox.status().state !== 'revoked')) return false;
  }
  return ground.net.hub.count('UP') === 0;
};

/** The core comes back in a build that knows everything; its projections are written anew. */
const upgrade = async (world: World) => {
  for (const n of world.cores.keys()) crashCore(world, n, false);
  for (const { log } of world.tenants.values()) await refreshProjections(log, ROOMS);
};

/** Ends all that is broken and waits; answers how long it took, in the world's ms, or null. */
export const heal = async (world: World): Promise<number | null> => {
  const { ground, now, older } = world;
  const { time, net } = ground;
  now.wholeFrom = time.now() + 30 * SECOND;
  net.hub.setFull(false);
  if (older) await upgrade(world);
  for (const peer of world.peers()) peer.link(true);
  const from = time.now();
  for (let round = 0; round < MOST_ROUNDS && time.now() - from < 10 * MINUTE; round++) {
    if (await flow(world)) continue;
    if (await healed(world)) return time.now() - from;
    const next = net.hub.nextAt() ?? Number.POSITIVE_INFINITY;
    time.pass(Math.max(1, Math.min(next - time.now(), 10 * SECOND)));
    await settled();
  }
  return null;
};
