import { describe, expect, test } from 'bun:test';
import { jetstreamManager, PersistMode, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import { connect, credsAuthenticator } from '@nats-io/transport-node';
import { joinHub } from '../../../src/core/hub.ts';
import { newUserKey } from '../../../src/sync/nats/credentials.ts';
import { ensureStreams } from '../../../src/sync/nats/streams.ts';
import type { Delivery } from '../../../src/sync/port.ts';
import { SUBJECTS } from '../../../src/sync/protocol.ts';
import { bytes, openedNats, storeAtLast, text, until, venueId } from '../nats-stage.ts';

const A = venueId('a');
const MB = 1024 * 1024;

const { open, clears } = openedNats();

describe('the intake of the core', () => {
  test('gives more only when the last is handled, and again what was given back', async () => {
    const { hub } = await open();
    const subject = SUBJECTS.log(A);
    const stored = Array.from({ length: 2_100 }, (_, i) => `${i}`);
    await Promise.all(stored.map((one) => hub.bus.store(subject, bytes(one))));
    const rounds: { got: string; redelivered: number }[][] = [];
    let busy = 0;
    const intake = hub.intake('UP');
    intake.start(async (messages) => {
      busy += 1;
      expect(busy).toBe(1);
      rounds.push(
        messages.map(({ payload, redelivered }) => ({ got: text(payload), redelivered })),
      );
      await Bun.sleep(1);
      for (const message of messages) {
        if (text(message.payload) === '7' && message.redelivered === 0) message.nak(50);
        else message.ack();
      }
      busy -= 1;
    });
    await until('all are done', async () => (await hub.waiting('UP'))?.messages === 0);
    await intake.stop();
    const all = rounds.flat();
    expect(rounds[0]?.map(({ got }) => got)).toEqual(stored.slice(0, 2_048));
    expect(all.filter(({ got }) => got === '7')).toEqual([
      { got: '7', redelivered: 0 },
      { got: '7', redelivered: 1 },
    ]);
    expect(all).toHaveLength(2_101);
  });

  test('takes no more than 4 MB at a time', async () => {
    const { hub } = await open();
    const subject = SUBJECTS.log(A);
    const large = new Uint8Array(0.9 * MB);
    for (let i = 0; i < 6; i += 1) await hub.bus.store(subject, large);
    const rounds: number[] = [];
    const intake = hub.intake('UP');
    intake.start(async (messages) => {
      rounds.push(messages.length);
      for (const message of messages) message.ack();
    });
    await until('all are done', async () => (await hub.waiting('UP'))?.messages === 0);
    await intake.stop();
    expect(rounds.reduce((a, b) => a + b, 0)).toBe(6);
    expect(Math.max(...rounds)).toBeLessThanOrEqual(4);
  });

  test('outlives the hub, and what was not acknowledged comes again', async () => {
    const { hub, killHub } = await open();
    const subject = SUBJECTS.log(A);
    const got: string[] = [];
    const intake = hub.intake('UP');
    intake.start(async (messages) => {
      for (const message of messages) {
        got.push(text(message.payload));
        message.ack();
      }
    });
    await hub.bus.store(subject, bytes('one'));
    await until('the first is there', () => got.length === 1);
    await until('it is acked', async () => (await hub.waiting('UP'))?.messages === 0);
    killHub();
    await until('it is gone', () => !hub.bus.isUp());
    await storeAtLast(hub.bus, subject, 'two');
    await until('the second is there', () => got.includes('two'));
    await intake.stop();
  });

  test('two core processes share it: each message goes to one of them', async () => {
    const { hub } = await open();
    const second = joinHub({ url: hub.clientUrl, secretsFile: hub.secretsFile, log: () => {} });
    clears.push(second.stop);
    await second.isReady();
    const got = new Map<string, string[]>();
    const takes = (name: string) => async (messages: readonly Delivery[]) => {
      for (const message of messages) {
        got.set(name, [...(got.get(name) ?? []), text(message.payload)]);
        message.ack();
      }
    };
    const [one, two] = [hub.intake('UP'), second.intake('UP')];
    one.start(takes('one'));
    two.start(takes('two'));
    for (let i = 0; i < 60; i += 1) await hub.bus.store(SUBJECTS.log(A), bytes(String(i)));
    const all = () => [...got.values()].flat();
    await until('all are there', () => all().length === 60);
    expect(new Set(all()).size).toBe(60);
    expect([...got.keys()].sort()).toEqual(['one', 'two']);
    const jwt = await second.mint(A, newUserKey().publicKey);
    expect(jwt.split('.')).toHaveLength(3);
    await Promise.all([one.stop(), two.stop()]);
  });

  test('a stream that could lose what it acknowledged is refused', async () => {
    const { hub } = await open();
    const creds = new TextEncoder().encode(await hub.credentials.coreCreds());
    const core = await connect({
      servers: hub.clientUrl,
      authenticator: credsAuthenticator(creds),
    });
    clears.push(() => core.close());
    const manager = await jetstreamManager(core);
    await manager.streams.delete('UP');
    await manager.streams.add({
      ...{ name: 'UP', subjects: ['up.*.log'], retention: RetentionPolicy.Workqueue },
      ...{ storage: StorageType.File, persist_mode: PersistMode.Async },
    });
    await expect(ensureStreams(core, { UP: MB, DOCS: MB })).rejects.toThrow(
      "the hub's stream UP acknowledges before it is on disk",
    );
  });
});
