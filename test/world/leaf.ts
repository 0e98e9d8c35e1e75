import { uuid7 } from '../../src/kernel/ids.ts';
import { GENESIS } from '../../src/log/chain.ts';
import { createHandle } from '../../src/log/handle.ts';
import { memoryLog } from '../../src/log/memory.ts';
import type { Log } from '../../src/log/port.ts';
import { createDocuments } from '../../src/sync/documents.ts';
import type { Loopback } from '../../src/sync/loopback.ts';
import { createOutbox } from '../../src/sync/outbox.ts';
import type { Bus } from '../../src/sync/port.ts';
import type { Wish } from './floor.ts';
import { change, play } from './floor.ts';
import type { Gate } from './gate.ts';
import { ROOMS, TABLES } from './rooms.ts';
import type { Life, Time } from './time.ts';
import { leafWitness } from './witness.ts';

/** A leaf's disk: it outlives its processes. `bodies` is what was ever committed, in order. */
export type Disk = { readonly log: Log; readonly bodies: string[] };

export const createDisk = (): Disk => {
  const log = memoryLog(TABLES);
  const bodies: string[] = [];
  const append: Log['append'] = async (batch) => {
    const appended = await log.append(batch);
    for (const { body } of batch.events) bodies.push(body);
    return appended;
  };
  return { log: { ...log, append }, bodies };
};

/** What the processes of a world share. */
export type Ground = {
  readonly time: Time;
  readonly gate: Gate;
  readonly net: Loopback;
  readonly chance: () => number;
  readonly wrong: (what: string) => void;
};

export type LeafOptions = {
  readonly ground: Ground;
  readonly name: string;
  readonly venueId: string;
  readonly epoch: number;
  readonly disk: Disk;
  /** Whether the core witnesses its log. */
  readonly witnessed: boolean;
  /** A fault planted into what it sends. */
  readonly planted?: ((bus: Bus) => Bus) | undefined;
};

/** Ids that no two processes share; the same in each run of a world. */
const idsOf = (name: string, time: Time) => {
  let count = 0;
  const salt = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65_521, 7);
  return () => {
    count += 1;
    const [high, low] = [count >> 8, count & 255];
    const bytes = [salt >> 8, salt & 255, high, low, 0, 0, 0, 0, 0, 0];
    return uuid7(time.now(), Uint8Array.from(bytes));
  };
};

const namesOf = async ({ log }: Disk, id: string) => {
  const [row] = await log.select({ table: 'profiles', where: { id }, limit: 1 });
  return row === undefined
    ? null
    : { firstName: row['firstName'] ?? null, lastName: row['lastName'] ?? null };
};

/** The handle, forwarder and documents of a leaf, as a process that can end at any moment. */
export const startLeaf = (options: LeafOptions) => {
  const { ground, name, venueId, epoch, disk, planted = (bus: Bus) => bus } = options;
  const { time, gate, net, chance, wrong } = ground;
  const life: Life = { name, alive: true };
  const timers = time.timersOf(life);
  const peer = net.join(name);
  const bus = planted(peer.bus);
  const log: Log = {
    ...disk.log,
    append: (batch) => gate.pass(life, () => disk.log.append(batch)),
    write: (rows) => gate.pass(life, () => disk.log.write(rows)),
  };
  const handle = createHandle({
    ...{ log, rooms: ROOMS, clock: time.now, newId: idsOf(name, time) },
  });
  const failed = (error: unknown) => {
    if (!String(error).includes('LogUnwell')) wrong(`${name} failed: ${String(error)}`);
  };
  const common = { source: log, bus, timers, chance, venueId, epoch, failed };
  const witness = options.witnessed ? leafWitness(common) : null;
  const documents = createDocuments({ ...common, load: (_, id) => namesOf(disk, id) });
  const outbox = createOutbox({
    ...common,
    ...{ genesis: GENESIS, version: '1.0.0' },
    acknowledged: (ack) => {
      documents.acknowledged(ack);
      witness?.heard(ack);
    },
    report: async () => {
      const newest = witness?.newest() ?? null;
      return {
        ...{ live: [], downSeq: 0, docsWaiting: await documents.waiting() },
        ...(newest && { witnessed: newest }),
      };
    },
  });
  handle.onCommitted(() => {
    outbox.wake();
    documents.wake();
    witness?.grown();
  });
  outbox.onStatus(({ state }) => {
    if (state === 'revoked') documents.stop();
  });
  outbox.start();
  documents.start();
  witness?.start();
  let busy = 0;

  /** One more command of the floor's, or of the desk's; a few of them at a time. */
  const command = (wish: Wish) => {
    if (busy >= 3) return;
    busy += 1;
    const done = wish.a % 4 === 0 ? change(handle, wish) : play(handle, time.now(), wish);
    done.catch(failed).finally(() => {
      busy -= 1;
    });
  };

  return {
    ...{ life, peer, handle, outbox, documents, command, epoch, disk },
    busy: () => busy,
    crash: () => {
      life.alive = false;
      peer.crash();
    },
  };
};

export type Leaf = ReturnType<typeof startLeaf>;
