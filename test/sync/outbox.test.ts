import { describe, expect, test } from 'bun:test';
import type { Batch } from '../../src/sync/batch.ts';
import { lastSeqOf } from '../../src/sync/batch.ts';
import type { Source } from '../../src/sync/port.ts';
import type { Ack } from '../../src/sync/protocol.ts';
import { encode, PROTOCOL, SUBJECTS } from '../../src/sync/protocol.ts';
import { settled } from '../world/healing.ts';
import { leafWith } from './sending-leaf.ts';

const spans = (batches: readonly Batch[]) =>
  batches.map((batch) => [batch.firstSeq, lastSeqOf(batch)] as const);

describe('the forwarder', () => {
  test('sends the log, and follows it', async () => {
    const leaf = await leafWith(3);
    const { outbox, peer } = leaf.start();
    peer.link(true);
    await leaf.flow();
    expect(spans(leaf.got)).toEqual([[1, 3]]);
    await leaf.write(2);
    outbox.wake();
    await leaf.flow();
    expect(spans(leaf.got)).toEqual([
      [1, 3],
      [4, 5],
    ]);
    await leaf.say({ applied: await leaf.placeAt(5) });
    expect(outbox.status()).toEqual({
      ...{ state: 'inStep', head: 5, applied: { seq: 5, at: 5 }, waiting: 0, lagMs: 0 },
      ...{ lastContactAt: leaf.time.now(), forkAt: null, twin: false },
    });
  });

  test('says how much waits and since when', async () => {
    const leaf = await leafWith(5);
    const { outbox, peer } = leaf.start();
    await leaf.flow();
    expect(outbox.status()).toMatchObject({ state: 'connecting', applied: null, waiting: 5 });
    peer.link(true);
    await leaf.say({ applied: await leaf.placeAt(3) });
    const lagMs = leaf.time.now() - 4;
    expect(outbox.status()).toMatchObject({ state: 'catchingUp', head: 5, waiting: 2, lagMs });
    await leaf.pass(26_000);
    expect(outbox.status().state).toBe('connecting');
  });

  test('tells of each change of its status once', async () => {
    const leaf = await leafWith(2);
    const { outbox, peer } = leaf.start();
    const states: string[] = [];
    outbox.onStatus(({ state, waiting }) => states.push(`${state} ${waiting}`));
    peer.link(true);
    await leaf.flow();
    await leaf.say({ applied: await leaf.placeAt(2) });
    await leaf.say({ applied: await leaf.placeAt(2) });
    peer.link(false);
    await leaf.flow();
    expect(states).toEqual(['connecting 2', 'inStep 0', 'connecting 0']);
  });

  test('has eight messages under way, however long the log', async () => {
    const leaf = await leafWith(400, 4_000);
    const { peer } = leaf.start();
    peer.link(true);
    await settled();
    expect(leaf.net.packets().filter(({ what }) => what === 'store')).toHaveLength(8);
    await leaf.flow();
    expect(spans(leaf.got).at(-1)?.[1]).toBe(400);
  });

  test('gathers single events where the hub is slow, behind two messages that are under way', async () => {
    const leaf = await leafWith(1);
    const { outbox, peer } = leaf.start();
    peer.link(true);
    await settled();
    for (let n = 0; n < 4; n++) {
      await leaf.write(1);
      outbox.wake();
      await settled();
    }
    await leaf.flow();
    expect(spans(leaf.got)).toEqual([
      [1, 1],
      [2, 2],
      [3, 5],
    ]);
  });

  test('begins after a restart where the core was, and again at 1 where it does not know', async () => {
    const leaf = await leafWith(6);
    const first = leaf.start();
    first.peer.link(true);
    await leaf.flow();
    await leaf.say({ applied: await leaf.placeAt(4) });
    await leaf.pass(1_000);
    await first.outbox.stop();
    first.peer.crash();
    const second = leaf.start();
    second.peer.link(true);
    await leaf.flow();
    expect(second.outbox.status().applied).toEqual({ seq: 4, at: 4 });
    expect(spans(leaf.got)).toEqual([
      [1, 6],
      [5, 6],
    ]);
  });

  test('waits longer and longer while nobody answers, and not at all once the link is back', async () => {
    const leaf = await leafWith(1);
    const { peer } = leaf.start();
    peer.link(true);
    const tries: number[] = [];
    for (let n = 0; n < 6; n++) {
      await settled();
      const at = leaf.net.packets().findIndex(({ what }) => what === 'store');
      leaf.net.move(at, 'lose');
      await settled();
      const from = leaf.time.now();
      while (!leaf.net.packets().some(({ what }) => what === 'store')) {
        leaf.time.pass(60_000);
        await settled();
      }
      tries.push(leaf.time.now() - from);
    }
    expect(tries).toEqual([100, 200, 400, 800, 1_600, 3_200]);
    leaf.net.move(
      leaf.net.packets().findIndex(({ what }) => what === 'store'),
      'lose',
    );
    await settled();
    peer.link(false);
    peer.link(true);
    await leaf.flow();
    expect(spans(leaf.got)).toEqual([[1, 1]]);
  });

  test('waits here while the hub is full, and says so only while it is', async () => {
    const leaf = await leafWith(2);
    leaf.net.hub.setFull(true);
    const { outbox, peer } = leaf.start();
    peer.link(true);
    await leaf.say({});
    expect(outbox.status()).toMatchObject({ state: 'hubFull', waiting: 2 });
    leaf.net.hub.setFull(false);
    await leaf.pass(300);
    expect(spans(leaf.got)).toEqual([[1, 2]]);
    expect(outbox.status().state).toBe('catchingUp');
  });

  test('SEC-6: sends nothing while the core takes no more of this venue, says so, and goes on by itself', async () => {
    const leaf = await leafWith(4);
    const { outbox, peer } = leaf.start();
    peer.link(true);
    await leaf.flow();
    expect(spans(leaf.got)).toEqual([[1, 4]]);
    // The core let it go, and says so in answer to each report.
    for (let left = 60; left > 0; left -= 1) {
      await leaf.say({ want: 1, pauseMs: left * 10_000 });
      expect(outbox.status()).toMatchObject({ state: 'dayUsed', applied: { seq: 0 } });
      if (left === 30) await leaf.write(1);
      outbox.wake();
      await leaf.pass(9_000);
    }
    expect(spans(leaf.got)).toEqual([[1, 4]]);
    await leaf.say({});
    expect(outbox.status().state).toBe('dayUsed');
    await leaf.pass(2_000);
    expect(outbox.status().state).toBe('catchingUp');
    expect(spans(leaf.got)).toEqual([
      [1, 4],
      [1, 5],
    ]);
    await leaf.say({ applied: await leaf.placeAt(5) });
    expect(outbox.status().state).toBe('inStep');
  });

  test('SEC-6: a core that takes something again ends the pause, and none holds a leaf for days', async () => {
    const leaf = await leafWith(2);
    const { outbox, peer } = leaf.start();
    peer.link(true);
    await leaf.flow();
    await leaf.say({ pauseMs: Number.MAX_SAFE_INTEGER });
    await leaf.say({ applied: await leaf.placeAt(1) });
    expect(outbox.status()).toMatchObject({ state: 'catchingUp', waiting: 1 });
    await leaf.say({ applied: await leaf.placeAt(1), pauseMs: Number.MAX_SAFE_INTEGER });
    await leaf.write(1);
    outbox.wake();
    const sent = leaf.got.length;
    expect(await leaf.passUntil(() => leaf.got.length > sent, 7_200_000)).toBeLessThan(3_700_000);
  });

  test('is in step where the core has all, though the hub refused it once more', async () => {
    const leaf = await leafWith(2);
    leaf.net.hub.setFull(true);
    const { outbox, peer } = leaf.start();
    peer.link(true);
    await leaf.say({ applied: await leaf.placeAt(2) });
    expect(outbox.status().state).toBe('inStep');
  });

  test('sends again what the core wants, though the hub lost it and knows its ids', async () => {
    const leaf = await leafWith(4);
    const { peer } = leaf.start();
    peer.link(true);
    await settled();
    leaf.net.move(
      leaf.net.packets().findIndex(({ what }) => what === 'store'),
      'deliver',
    );
    leaf.net.hub.crash({ ids: false, disk: true });
    await leaf.flow();
    expect(leaf.got).toEqual([]);
    await leaf.say({ want: 1 });
    expect(spans(leaf.got)).toEqual([[1, 4]]);
  });

  test('sends again after five seconds in which the core moves nowhere: a process died with it in hand', async () => {
    const leaf = await leafWith(4);
    leaf.answer(() => 2);
    const { peer } = leaf.start();
    peer.link(true);
    await leaf.flow();
    expect(spans(leaf.got)).toEqual([[1, 4]]);
    expect(await leaf.passUntil(() => leaf.got.length > 1, 60_000)).toBeLessThan(6_000);
    expect(spans(leaf.got).at(-1)).toEqual([3, 4]);
    // And then less and less, should that not help.
    await leaf.pass(60_000);
    expect(leaf.got.length).toBeLessThan(7);
  });

  test('sends again within seconds what an earlier process of it sent and the core let go', async () => {
    const leaf = await leafWith(4);
    leaf.answer(() => 0);
    const first = leaf.start();
    first.peer.link(true);
    await leaf.flow();
    await first.outbox.stop();
    first.peer.crash();
    leaf.got.length = 0;
    leaf.start().peer.link(true);
    await leaf.flow();
    // The hub knows those ids, and answers that it has them.
    expect(leaf.got).toEqual([]);
    expect(await leaf.passUntil(() => leaf.got.length > 0, 60_000)).toBeLessThan(6_000);
    expect(spans(leaf.got)).toEqual([[1, 4]]);
  });

  test('asks nothing while the core moves on, and no more than every ten seconds while all is there', async () => {
    const leaf = await leafWith(4);
    let reports = 0;
    leaf.core.bus.subscribe(SUBJECTS.health('*'), () => {
      reports += 1;
    });
    leaf.answer(() => 4);
    leaf.start().peer.link(true);
    await leaf.flow();
    await leaf.pass(1_000);
    reports = 0;
    await leaf.pass(60_000);
    expect([reports, leaf.got.length]).toEqual([6, 1]);
  });

  test('goes on within seconds where a hub that did not answer for minutes does so again', async () => {
    const leaf = await leafWith(4);
    leaf.answer(() => 0);
    const { peer } = leaf.start();
    peer.link(true);
    const lose = () => {
      const { net } = leaf;
      for (let n = net.packets().length - 1; n >= 0; n--)
        net.move(n, net.packets()[n]?.what === 'store' ? 'lose' : 'deliver');
    };
    for (const until = leaf.time.now() + 180_000; leaf.time.now() < until; ) {
      leaf.time.pass(500);
      await settled();
      lose();
      await settled();
    }
    expect(leaf.got).toEqual([]);
    expect(await leaf.passUntil(() => leaf.got.length > 0, 60_000)).toBeLessThan(6_000);
  });

  test('goes on at once where a hub that was full for minutes has room, because the core took some of it', async () => {
    const leaf = await leafWith(2);
    const { peer, outbox } = leaf.start();
    peer.link(true);
    await leaf.flow();
    leaf.net.hub.setFull(true);
    await leaf.write(2);
    outbox.wake();
    await leaf.pass(180_000);
    expect([spans(leaf.got), outbox.status().state]).toEqual([[[1, 2]], 'hubFull']);
    leaf.net.hub.setFull(false);
    await leaf.say({ applied: await leaf.placeAt(2) });
    expect(spans(leaf.got)).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });
});

describe('events of megabytes', () => {
  const MB = 1024 * 1024;
  const sizes = (got: readonly Batch[]) => got.map(({ bodies }) => bodies.length);

  test('wait until the core has said that its hub takes them, and hold up what follows', async () => {
    const leaf = await leafWith(0, 2 * MB);
    const { peer, outbox } = leaf.start();
    await leaf.write(2);
    peer.link(true);
    await leaf.flow();
    await leaf.say({});
    expect([leaf.got, outbox.status().state]).toEqual([[], 'tooNew']);
    await leaf.say({ most: 8 * MB });
    expect([sizes(leaf.got), outbox.status().state]).toEqual([[1, 1], 'catchingUp']);
  });

  test('are few in memory at a time, on their way and read', async () => {
    const leaf = await leafWith(0, 2 * MB);
    await leaf.write(30);
    let most = 0;
    let read = 0;
    const after: Source['after'] = async (seq, limit) => {
      const lines = await leaf.log.after(seq, limit);
      read = lines.length;
      return lines;
    };
    const { peer } = leaf.start({ ...leaf.log, after });
    peer.link(true);
    await settled();
    await leaf.say({ most: 8 * MB });
    for (let n = 0; n < 200 && leaf.got.length < 30; n++) {
      await settled();
      const under = leaf.net.packets().filter(({ what }) => what === 'store').length;
      most = Math.max(most, under);
      leaf.net.move(0, 'deliver');
      while (leaf.net.pull(64)) await settled();
    }
    expect([leaf.got.length, most <= 2, read <= 8]).toEqual([30, true, true]);
  });
});

test("sends again what the core lost with a database from yesterday's backup", async () => {
  const leaf = await leafWith(4);
  const { outbox, peer } = leaf.start();
  peer.link(true);
  await leaf.flow();
  await leaf.say({ applied: await leaf.placeAt(4) });
  expect(outbox.status().state).toBe('inStep');
  for (let n = 0; n < 4; n++) {
    await leaf.say({ applied: await leaf.placeAt(2) });
    expect(spans(leaf.got)).toEqual(
      n < 3
        ? [[1, 4]]
        : [
            [1, 4],
            [3, 4],
          ],
    );
    await leaf.pass(10_000);
  }
  expect(outbox.status()).toMatchObject({ state: 'catchingUp', waiting: 2 });
  // Once: with the log the core lost documents that it had confirmed.
  expect(leaf.setBack()).toBe(1);
});

describe('stops, and says why, where', () => {
  const stopped = async (ack: Partial<Ack>) => {
    const leaf = await leafWith(2);
    const { outbox, peer } = leaf.start();
    peer.link(true);
    await leaf.flow();
    await leaf.say({ applied: await leaf.placeAt(1), ...ack });
    const sent = leaf.got.length;
    await leaf.write(3);
    outbox.wake();
    await leaf.pass(60_000);
    const { state, forkAt } = outbox.status();
    return { state, forkAt, more: leaf.got.length - sent };
  };

  test('the core says that both logs part', async () => {
    expect(await stopped({ fork: { seq: 2 } })).toEqual({ state: 'fork', forkAt: 2, more: 0 });
  });

  test('the core has another event in the same place', async () => {
    const applied = { seq: 1, hash: 'ab'.repeat(32), at: 1 };
    expect(await stopped({ applied })).toEqual({ state: 'fork', forkAt: 1, more: 0 });
  });

  test('the core has more than was ever written here: this disk was set back', async () => {
    const applied = { seq: 9, hash: 'ab'.repeat(32), at: 1 };
    expect(await stopped({ applied })).toEqual({ state: 'behind', forkAt: null, more: 0 });
    const fork = { seq: 2 };
    expect(await stopped({ applied, fork })).toEqual({ state: 'fork', forkAt: 2, more: 0 });
  });

  test('but not for a fork of another leaf with this one’s key, of which it tells', async () => {
    const leaf = await leafWith(2);
    const { outbox, peer } = leaf.start();
    peer.link(true);
    await leaf.flow();
    await leaf.say({ applied: await leaf.placeAt(2), fork: { seq: 2 } });
    expect(outbox.status()).toMatchObject({ state: 'inStep', forkAt: null, twin: true });
    await leaf.pass(61_000);
    expect(outbox.status().twin).toBe(false);
  });

  test('another leaf has taken its place', async () => {
    expect(await stopped({ epoch: 2 })).toEqual({ state: 'revoked', forkAt: null, more: 0 });
  });

  test('though something was still under way, and fails', async () => {
    const leaf = await leafWith(2);
    const { outbox, peer } = leaf.start();
    peer.link(true);
    await settled();
    const store = leaf.net.packets().findIndex(({ what }) => what === 'store');
    outbox.wake();
    leaf.core.bus.publish(
      SUBJECTS.ack('v1'),
      encode({ protocol: PROTOCOL, epoch: 2, applied: await leaf.placeAt(1), now: 0 }),
    );
    leaf.net.move(leaf.net.packets().length - 1, 'deliver');
    await settled();
    expect(outbox.status().state).toBe('revoked');
    leaf.net.move(store, 'lose');
    await leaf.pass(60_000);
    expect(leaf.got).toEqual([]);
  });

  test('but not for a word to the leaf before it, or of another protocol', async () => {
    const applied = { seq: 9, hash: 'ab'.repeat(32), at: 1 };
    expect((await stopped({ epoch: 0, applied })).more).toBe(1);
    expect((await stopped({ protocol: PROTOCOL + 3, applied })).more).toBe(1);
  });

  test('and goes on where the core is only too old', async () => {
    expect(await stopped({ tooNew: true })).toEqual({ state: 'connecting', forkAt: null, more: 1 });
  });
});
