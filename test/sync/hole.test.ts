import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { chainHash } from '../../src/log/chain.ts';
import { memoryLog } from '../../src/log/memory.ts';
import { createReplica } from '../../src/log/replica.ts';
import { encodeBatch, messageId } from '../../src/sync/batch.ts';
import { createInbox } from '../../src/sync/inbox.ts';
import type { Bus, Replica } from '../../src/sync/port.ts';
import { SUBJECTS } from '../../src/sync/protocol.ts';
import { cut } from './chains.ts';
import type { Nats } from './nats-stage.ts';
import { openNats, until, venueId } from './nats-stage.ts';

setDefaultTimeout(60_000);

/** More than the hub gives out without an answer. */
const EVENTS = 300;

let nats: Nats;

beforeAll(async () => {
  nats = await openNats();
});

afterAll(() => nats.close());

const LOG = Array.from({ length: EVENTS }, (_, i) =>
  JSON.stringify({
    ...{ id: `e${i}`, stream: 'no:room', version: i + 1, type: 'a.done', schema: 1, at: i },
    ...{ by: 'x', device: null, cause: null, data: {} },
  }),
);

/** A venue's copy on the core, in memory. */
const replicaOf = () => {
  const log = memoryLog([]);
  const copy = createReplica({ log, rooms: [] });
  const replica: Replica = {
    head: async () => ({ ...(await copy.head()), epoch: 1 }),
    hashAt: copy.hashAt,
    apply: async (expected, bodies) => {
      const head = await copy.apply(expected, bodies);
      return head === null ? null : { ...head, epoch: 1 };
    },
    keepAside: async () => undefined,
  };
  return { log, replica };
};

/** Hands the events from `first` to `last` to the hub, each in a message of its own. */
const send = async (bus: Bus, venue: string, first: number, last: number, round = 0) => {
  for (let seq = first; seq <= last; seq++) {
    const batch = { ...cut(LOG, seq, seq, 1), venueId: venue };
    const id = messageId(batch, `e${seq}`, `e${seq}`, round);
    await bus.store(SUBJECTS.log(venue), encodeBatch(batch), id);
  }
};

test('SYN-1: a hole with hundreds of batches behind it closes when what was missing comes, and holds up no other venue', async () => {
  const [north, south] = [venueId('a'), venueId('b')];
  const copies = new Map([north, south].map((venue) => [venue, replicaOf()]));
  const [one, other] = [await nats.leaf(north), await nats.leaf(south)];
  // The hub has lost the first of them: a bad block on its disk.
  await send(one.bus, north, 2, EVENTS);
  const inbox = createInbox({
    ...{ intake: nats.hub.intake('UP'), bus: nats.hub.bus, chainHash, alarm: () => undefined },
    replicas: { open: async (venue) => copies.get(venue)?.replica ?? null },
    timers: {
      now: Date.now,
      after: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
  });
  inbox.start();
  const headOf = async (venue: string) => (await copies.get(venue)?.log.head())?.seq;
  await send(other.bus, south, 1, 5);
  await until('the other venue is there', async () => (await headOf(south)) === 5, 20_000);
  // Its leaf is asked for it, and sends everything again from there.
  await send(one.bus, north, 1, EVENTS, 1);
  await until('all of it is there', async () => (await headOf(north)) === EVENTS, 20_000);
  await inbox.stop();
  expect(await copies.get(north)?.log.after(0, EVENTS)).toHaveLength(EVENTS);
});
