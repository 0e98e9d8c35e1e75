import { SECOND } from '../../src/kernel/time.ts';
import { LogUnwell } from '../../src/log/port.ts';
import { createReplica } from '../../src/log/replica.ts';
import { createDisk } from './leaf.ts';
import type { Venue, World } from './parts.ts';
import { ROOMS } from './rooms.ts';

/** Ends a leaf's process and starts it again on the same disk. */
const crashLeaf = ({ ground, below, newLeaf }: World, venue: Venue) => {
  const { life, epoch, disk, crash } = venue.leaf;
  crash();
  // Some of what it had begun became durable, from the first on, and nobody was told.
  const begun = ground.gate.takeOf(life);
  for (const call of begun.slice(0, below(begun.length + 1))) call.runUnheard();
  venue.leaf = newLeaf(venue.tenant.venueId, epoch, disk);
};

/** Ends a core's process; its transactions may have been committed or not. */
export const crashCore = ({ ground, below, cores, newCore }: World, n: number, older: boolean) => {
  const core = cores[n];
  if (core === undefined) return;
  core.crash();
  for (const call of ground.gate.takeOf(core.life)) if (below(2) === 0) call.runUnheard();
  cores[n] = newCore(older);
};

/** A new leaf, restored from the core, in the place of one that goes on as if nothing had happened. */
const replace = async ({ newLeaf }: World, venue: Venue) => {
  const { tenant } = venue;
  tenant.epoch += 1;
  const disk = createDisk();
  const copy = createReplica({ log: disk.log, rooms: ROOMS });
  await copy.apply(await copy.head(), [...tenant.bodies]);
  const people = [...tenant.documents.values()].filter(({ doc }) => doc !== null);
  await disk.log.write(
    people.map(({ id, doc }) => ({
      table: 'profiles',
      key: { id },
      row: { firstName: String(doc?.['firstName']), lastName: String(doc?.['lastName']) },
    })),
  );
  venue.zombies.push(venue.leaf);
  venue.leaf = newLeaf(tenant.venueId, tenant.epoch, disk);
};

export const oneOf = <T>({ below }: World, all: readonly T[]): T | undefined =>
  all[below(Math.max(1, all.length))];

/** Something breaks. */
export const fault = async (world: World): Promise<void> => {
  const { ground, below, now, venues, cores, older } = world;
  const { time, gate, net } = ground;
  const what = below(12);
  const peer = oneOf(world, world.peers());
  const venue = oneOf(world, [...venues.values()]);
  if (what < 3) peer?.link(false);
  else if (what < 5 && venue !== undefined) crashLeaf(world, venue);
  else if (what < 7) crashCore(world, below(cores.length), older);
  else if (what < 8) net.crashHub({ ids: below(2) === 0, disk: below(3) === 0 });
  else if (what < 9) net.hub.setFull(below(2) === 0);
  else if (what < 10) {
    now.unwell = true;
    gate.take(below(Math.max(1, gate.calls().length)))?.fail(new LogUnwell('no space left'));
  } else if (what < 11) time.pass(below(40) * SECOND);
  else if (below(6) === 0 && venue !== undefined) await replace(world, venue);
};
