import { describe, expect, test } from 'bun:test';
import { GENESIS } from '../../src/log/chain.ts';
import { memoryLog } from '../../src/log/memory.ts';
import { createDocuments, documentChanged } from '../../src/sync/documents.ts';
import { createLoopback } from '../../src/sync/loopback.ts';
import type { Document } from '../../src/sync/protocol.ts';
import { Document as DocumentShape, decode, PROTOCOL } from '../../src/sync/protocol.ts';
import { SYNC_TABLES } from '../../src/sync/tables.ts';
import { settled } from '../world/healing.ts';
import { createTime } from '../world/time.ts';

/** People on a leaf, and a core that the test plays. */
const desk = () => {
  const time = createTime(1_000_000);
  const memory = memoryLog(SYNC_TABLES);
  let writes = 0;
  const log: typeof memory = {
    ...memory,
    write: (rows) => {
      writes += 1;
      return memory.write(rows);
    },
  };
  const net = createLoopback({ now: time.now, below: () => 0 });
  const people = new Map<string, string>();
  const got: Document[] = [];
  const core = net.join('core');
  core.link(true);
  core.intake('DOCS').start(async (messages) => {
    for (const { payload, ack } of messages) {
      const document = decode(DocumentShape, payload);
      if (document !== null) got.push(document);
      ack();
    }
  });
  const flow = async () => {
    await settled();
    while (net.packets().length > 0 || net.pull(64)) {
      while (net.packets().length > 0) net.move(0, 'deliver');
      await settled();
    }
  };
  const change = async (id: string, rev: number, name: string | null) => {
    if (name === null) people.delete(id);
    else people.set(id, name);
    await log.write([documentChanged({ kind: 'player', id, rev })]);
  };
  let starts = 0;
  let backMs = 0;
  const start = () => {
    starts += 1;
    const peer = net.join(`leaf-${starts}`);
    const life = { name: `leaf-${starts}`, alive: true };
    const documents = createDocuments({
      ...{ source: log, bus: peer.bus, chance: () => 0 },
      timers: { ...time.timersOf(life), now: () => time.now() - backMs },
      ...{ venueId: 'v1', epoch: 1 },
      load: async (_, id) => {
        const name = people.get(id);
        return name === undefined ? null : { name };
      },
      failed: (error) => {
        throw error;
      },
    });
    documents.start();
    peer.link(true);
    /** The core says that it has these. */
    const confirm = async (...docs: readonly (readonly [string, number])[]) => {
      documents.acknowledged({
        ...{ protocol: PROTOCOL, epoch: 1, now: 0, applied: { seq: 0, hash: GENESIS, at: 0 } },
        docs: docs.map(([id, rev]) => ({ kind: 'player', id, rev })),
      });
      await flow();
    };
    return { documents, peer, confirm };
  };
  const pass = async (ms: number) => {
    const until = time.now() + ms;
    while (time.now() < until) {
      time.pass(until - time.now());
      await flow();
    }
  };
  /** The wall clock, not the timers. */
  const setBack = (ms: number) => {
    backMs = ms;
  };
  return { net: { ...net, time }, got, flow, change, start, pass, setBack, writes: () => writes };
};

const told = (got: readonly Document[]) => got.map(({ id, rev, doc }) => [id, rev, doc?.['name']]);

describe('documents', () => {
  test('go out whole, and are forgotten once the core has them', async () => {
    const { change, start, flow, got } = desk();
    await change('p1', 1, 'Ann');
    await change('p2', 4, 'Bo');
    const { documents, confirm } = start();
    await flow();
    expect(told(got)).toEqual([
      ['p1', 1, 'Ann'],
      ['p2', 4, 'Bo'],
    ]);
    expect(await documents.waiting()).toBe(2);
    await confirm(['p1', 1], ['p2', 4]);
    expect(await documents.waiting()).toBe(0);
  });

  test('changed meanwhile go out once more, and the older word does not count for the newer', async () => {
    const { change, start, flow, got } = desk();
    await change('p1', 1, 'Ann');
    const { documents, confirm } = start();
    await flow();
    await change('p1', 2, 'Anne');
    documents.wake();
    await flow();
    await confirm(['p1', 1]);
    expect(await documents.waiting()).toBe(1);
    expect(told(got)).toEqual([
      ['p1', 1, 'Ann'],
      ['p1', 2, 'Anne'],
    ]);
    await confirm(['p1', 2]);
    expect(await documents.waiting()).toBe(0);
  });

  test('of several changes only the last goes out, and one word of the core is for all of them', async () => {
    const { change, start, flow, got } = desk();
    for (const rev of [1, 2, 3]) await change('p1', rev, `Ann ${rev}`);
    const { documents, confirm } = start();
    await flow();
    expect(told(got)).toEqual([['p1', 3, 'Ann 3']]);
    await confirm(['p1', 3]);
    expect(await documents.waiting()).toBe(0);
  });

  test('GDP-1: erased say so, and the hub keeps nothing of what was sent before', async () => {
    const { change, start, flow, got, net } = desk();
    await change('p1', 1, 'Ann');
    const { documents } = start();
    await settled();
    net.move(0, 'deliver');
    await change('p1', 2, null);
    documents.wake();
    await settled();
    while (net.packets().length > 0) net.move(0, 'deliver');
    expect(net.hub.count('DOCS')).toBe(1);
    await flow();
    expect(told(got)).toEqual([['p1', 2, undefined]]);
    expect(got[0]?.doc).toBeNull();
  });

  test('that nobody confirms go out again, also after a restart', async () => {
    const { change, start, flow, got, pass } = desk();
    await change('p1', 1, 'Ann');
    const first = start();
    await flow();
    await pass(5_000);
    expect(got).toHaveLength(2);
    await first.documents.stop();
    first.peer.crash();
    start();
    await flow();
    expect(got).toHaveLength(3);
  });

  test('that nobody confirms go out again after five seconds each, then ever later', async () => {
    const { change, start, flow, got, pass } = desk();
    await change('p1', 1, 'Ann');
    const { documents } = start();
    await flow();
    await pass(2_000);
    await change('p2', 1, 'Bo');
    documents.wake();
    await flow();
    await pass(5_500);
    const times = (id: string) => got.filter((one) => one.id === id).length;
    expect([times('p1'), times('p2')]).toEqual([2, 2]);
    await pass(100_000);
    expect([times('p1'), times('p2')]).toEqual([5, 5]);
  });

  test('go out again at once when the line is back: the word of the core may have been lost with it', async () => {
    const { change, start, flow, got, pass } = desk();
    await change('p1', 1, 'Ann');
    const { peer } = start();
    await pass(100_000);
    const before = got.length;
    peer.link(false);
    peer.link(true);
    await flow();
    expect(got).toHaveLength(before + 1);
  });

  test('that fail together, dozens of them, are tried again as soon as one would be', async () => {
    const { net, change, start, flow, got, pass } = desk();
    for (let n = 0; n < 64; n++) await change(`p${n}`, 1, 'Ann');
    start();
    const loseAll = async () => {
      await settled();
      while (net.packets().length > 0) net.move(0, 'lose');
      await settled();
    };
    for (let n = 0; n < 3; n++) {
      await loseAll();
      net.time.pass(1_000);
    }
    await pass(2_000);
    await flow();
    expect(got).toHaveLength(64);
  });

  test('go out again though the clock was set back by a day meanwhile', async () => {
    const { change, start, flow, got, pass, setBack } = desk();
    await change('p1', 1, 'Ann');
    start();
    await flow();
    setBack(86_400_000);
    await pass(6_000);
    expect(got.length).toBeGreaterThan(1);
  });

  test('are a few under way at a time, and all of them arrive', async () => {
    const { change, start, got, net, flow } = desk();
    for (let n = 0; n < 600; n++) await change(`p${n}`, 1, `Ann ${n}`);
    const { documents, confirm } = start();
    await settled();
    const sent = net.packets().filter(({ what }) => what === 'store');
    expect(sent.length).toBe(64);
    await flow();
    for (let told = 0; told < got.length; ) {
      const fresh = got.slice(told);
      told = got.length;
      await confirm(...fresh.map(({ id, rev }) => [id, rev] as const));
    }
    expect([await documents.waiting(), got.length]).toEqual([0, 600]);
  });

  test('that the core confirms together are forgotten in one write, for which a night waits', async () => {
    const { change, start, flow, writes } = desk();
    for (let n = 0; n < 40; n++) await change(`p${n}`, 1, `Ann ${n}`);
    const { documents, confirm } = start();
    await flow();
    const before = writes();
    await confirm(...Array.from({ length: 40 }, (_, n) => [`p${n}`, 1] as const));
    expect([await documents.waiting(), writes() - before]).toEqual([0, 1]);
    await confirm(['p1', 1]);
    expect(writes() - before).toBe(1);
  });

  test('that the full hub refuses are tried again soon', async () => {
    const { change, start, got, net, flow, pass } = desk();
    net.hub.setFull(true);
    await change('p1', 1, 'Ann');
    start();
    await flow();
    expect(got).toEqual([]);
    net.hub.setFull(false);
    await pass(1_000);
    expect(told(got)).toEqual([['p1', 1, 'Ann']]);
  });
});
