import { describe, expect, test } from 'bun:test';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openNatsChild } from '../../src/leaf/cloud/nats-child.ts';
import { BusDown, BusFull } from '../../src/sync/port.ts';
import { SUBJECTS } from '../../src/sync/protocol.ts';
import {
  bytes,
  openedNats,
  program,
  storeAtLast,
  taken,
  text,
  until,
  venueId,
  whenUp,
} from './nats-stage.ts';

const A = venueId('a');
const KB = 1024;
const MB = 1024 * KB;

const { open, clears } = openedNats();

describe('SYN-1: the bus of a leaf, through its leaf node', () => {
  test("the hub's PubAck comes across, a message of the same id is a duplicate, and all arrive", async () => {
    const { hub, leaf } = await open();
    const { bus } = await leaf(A);
    expect(await bus.store(SUBJECTS.log(A), bytes('one'), '1')).toEqual({
      ...{ seq: 1, duplicate: false },
    });
    expect(await bus.store(SUBJECTS.log(A), bytes('one'), '1')).toEqual({
      ...{ seq: 1, duplicate: true },
    });
    expect(await bus.store(SUBJECTS.checkpoint(A), bytes('two'))).toEqual({
      ...{ seq: 2, duplicate: false },
    });
    const intake = hub.intake('UP');
    expect(await taken(intake, 2)).toEqual(['one', 'two']);
    await until('nothing is left', async () => (await hub.waiting('UP'))?.messages === 0);
    await intake.stop();
  });

  test('plain messages go both ways, also to who subscribed before there was a link', async () => {
    const { hub, child, linkFor } = await open();
    const link = await linkFor(A);
    const { bus } = child(link);
    const heard: string[] = [];
    const stop = bus.subscribe(SUBJECTS.ack(A), (_, payload) => heard.push(text(payload)));
    const health: string[] = [];
    hub.bus.subscribe(SUBJECTS.health('*'), (subject) => health.push(subject));
    await whenUp(bus);
    await until('both hear', () => {
      bus.publish(SUBJECTS.health(A), bytes('well'));
      hub.bus.publish(SUBJECTS.ack(A), bytes('taken'));
      return heard.length > 0 && health.length > 0;
    });
    expect([heard[0], health[0]]).toEqual(['taken', SUBJECTS.health(A)]);
    stop();
  });

  test('a message of megabytes crosses whole, among small ones; both sides say that they take it', async () => {
    const { hub, leaf } = await open();
    const { bus } = await leaf(A);
    expect([bus.mostBytes?.(), hub.bus.mostBytes?.()]).toEqual([8 * MB, 8 * MB]);
    const large = 'x'.repeat(7 * MB);
    for (const [i, one] of ['one', large, 'two', large, 'three'].entries())
      await bus.store(SUBJECTS.log(A), bytes(one), `${i}`);
    const intake = hub.intake('UP');
    const got = await taken(intake, 5);
    expect(got.map((one) => one.length)).toEqual([3, 7 * MB, 3, 7 * MB, 5]);
    await intake.stop();
  });

  test('of a document only the newest waits, also behind a full stream', async () => {
    const { hub, leaf } = await open();
    const { bus } = await leaf(A);
    const subject = SUBJECTS.document(A, 'player', venueId('1'));
    for (const rev of ['first', 'second', 'third']) await bus.store(subject, bytes(rev));
    expect((await hub.waiting('DOCS'))?.messages).toBe(1);
    const intake = hub.intake('DOCS');
    expect(await taken(intake, 1)).toEqual(['third']);
    await intake.stop();
  });

  test('the hub killed and back: nothing acknowledged is gone, and storing works within seconds', async () => {
    const { hub, leaf, killHub } = await open();
    const { bus } = await leaf(A);
    await bus.store(SUBJECTS.log(A), bytes('before'));
    const ups: boolean[] = [];
    bus.onChange((up) => ups.push(up));
    killHub();
    await until('the leaf knows', () => !bus.isUp());
    await expect(bus.store(SUBJECTS.log(A), bytes('lost'))).rejects.toThrow(BusDown);
    await storeAtLast(bus, SUBJECTS.log(A), 'after');
    await until('the leaf knows', () => bus.isUp());
    expect(ups).toEqual([false, true]);
    const intake = hub.intake('UP');
    expect(await taken(intake, 2)).toEqual(['before', 'after']);
    await intake.stop();
  });

  test('the leaf’s own nats-server killed: it is linked again and storing works', async () => {
    const { leaf, folder } = await open();
    const { bus } = await leaf(A);
    process.kill(Number(readFileSync(join(folder, 'leaf-0/nats.pid'), 'utf8')), 'SIGKILL');
    await until('the bus is down', () => !bus.isUp());
    await storeAtLast(bus, SUBJECTS.log(A), 'after');
  });

  test('a full hub refuses, loses nothing that it took, and takes again once the core did', async () => {
    const { hub, leaf } = await open({ sizes: { UP: 200 * KB, DOCS: MB } });
    const { bus } = await leaf(A);
    const filler = 'x'.repeat(40 * KB);
    const stored: string[] = [];
    const fill = async (): Promise<void> => {
      for (let i = stored.length; ; i += 1) {
        await bus.store(SUBJECTS.log(A), bytes(`${i} ${filler}`), `id ${i}`);
        stored.push(`${i} ${filler}`);
      }
    };
    await expect(fill()).rejects.toThrow(BusFull);
    expect(stored.length).toBeGreaterThan(2);
    await expect(fill()).rejects.toThrow(BusFull);
    const intake = hub.intake('UP');
    expect(await taken(intake, stored.length)).toEqual(stored);
    await until('there is room', async () => (await hub.waiting('UP'))?.messages === 0);
    expect((await bus.store(SUBJECTS.log(A), bytes('room'))).duplicate).toBe(false);
    await intake.stop();
  });

  test('a link that does not come though the hub can be reached: the server is started anew', async () => {
    const mute = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data: () => {} } });
    clears.push(() => mute.stop(true));
    const { linkFor, folder } = await open();
    const said: string[] = [];
    const child = openNatsChild({
      ...{ folder: join(folder, 'mute'), log: (line) => said.push(line) },
      link: { ...(await linkFor(A)), hub: { urls: [`nats://127.0.0.1:${mute.port}`] } },
      program: async () => program(),
      ...{ lookEveryMs: 50, anewAfterMs: 300 },
    });
    clears.push(child.stop);
    const starts = () => said.filter((line) => line.includes('Server is ready')).length;
    await until('it was started twice', () => starts() >= 2);
    expect(said.join('\n')).toContain('started again: no link for minutes');
  });

  test('a hub that lost its disk: the leaf links and stores again, as nothing else is left', async () => {
    const { leaf, killHub, folder, hub } = await open();
    const { bus } = await leaf(A);
    await bus.store(SUBJECTS.log(A), bytes('gone'));
    rmSync(join(folder, 'hub/nats'), { recursive: true });
    killHub();
    await until('the hub is down', () => !hub.bus.isUp());
    await storeAtLast(bus, SUBJECTS.log(A), 'after');
    expect((await hub.waiting('UP'))?.messages).toBe(1);
  });

  test('where there is no nats-server, the bus is down and the status says why', async () => {
    const { linkFor, folder } = await open();
    const child = openNatsChild({
      ...{ folder: join(folder, 'none'), link: await linkFor(A), log: () => undefined },
      program: () => Promise.reject(new Error('there is none')),
    });
    await until('it says so', () => child.status().state === 'missing');
    expect(child.status()).toEqual({
      ...{ state: 'missing', link: 'down', reason: 'there is none', restarts: 0 },
    });
    await expect(child.bus.store(SUBJECTS.log(A), bytes('x'))).rejects.toThrow(BusDown);
    await child.stop();
  });
});
