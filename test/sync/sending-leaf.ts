import { GENESIS } from '../../src/log/chain.ts';
import { memoryLog } from '../../src/log/memory.ts';
import type { Batch } from '../../src/sync/batch.ts';
import { decodeBatch } from '../../src/sync/batch.ts';
import { createLoopback } from '../../src/sync/loopback.ts';
import { createOutbox } from '../../src/sync/outbox.ts';
import type { Source } from '../../src/sync/port.ts';
import type { Ack } from '../../src/sync/protocol.ts';
import { encode, PROTOCOL, SUBJECTS } from '../../src/sync/protocol.ts';
import { SYNC_TABLES } from '../../src/sync/tables.ts';
import { settled } from '../world/healing.ts';
import { createTime } from '../world/time.ts';

/** A leaf's log of so many events, its forwarder, and a hub and a core that the test plays. */
export const leafWith = async (events: number, bytes = 10) => {
  const time = createTime(1_000_000);
  const log = memoryLog(SYNC_TABLES);
  let written = 0;
  const write = async (more: number) => {
    const all = Array.from({ length: more }, () => {
      written += 1;
      const place = {
        id: `e${written}`,
        stream: 'a:a',
        version: written,
        type: 'a.done',
        schema: 1,
      };
      const envelope = {
        ...place,
        at: written,
        by: 'x',
        device: null,
        cause: null,
        data: 'x'.repeat(bytes),
      };
      return { envelope, body: JSON.stringify(envelope) };
    });
    await log.append({ events: all, rows: [], commands: [] });
  };
  if (events > 0) await write(events);
  const net = createLoopback({ now: time.now, below: () => 0 });
  const core = net.join('core');
  core.link(true);
  const got: Batch[] = [];
  core.intake('UP').start(async (messages) => {
    for (const { payload, ack } of messages) {
      const batch = decodeBatch(payload);
      if (typeof batch !== 'string') got.push(batch);
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
  const say = async (ack: Partial<Ack>) => {
    const applied = { seq: 0, hash: GENESIS, at: 0 };
    const whole: Ack = { protocol: PROTOCOL, epoch: 1, applied, now: time.now(), ...ack };
    core.bus.publish(SUBJECTS.ack('v1'), encode(whole));
    await flow();
  };
  const placeAt = async (seq: number) => {
    const [line] = await log.after(seq - 1, 1);
    return { seq, hash: line?.hash ?? '', at: line?.envelope.at ?? 0 };
  };
  /** From now on the core answers each report with how far it is. */
  const answer = (at: () => number) => {
    core.bus.subscribe(SUBJECTS.health('*'), () => {
      void placeAt(at()).then((applied) =>
        core.bus.publish(
          SUBJECTS.ack('v1'),
          encode({
            ...{ protocol: PROTOCOL, epoch: 1, now: time.now() },
            applied: at() === 0 ? { seq: 0, hash: GENESIS, at: 0 } : applied,
          }),
        ),
      );
    });
  };
  /** How many ms pass until it holds, at most so many. */
  const passUntil = async (holds: () => boolean, mostMs: number) => {
    const from = time.now();
    while (!holds() && time.now() - from < mostMs) await pass(100);
    return time.now() - from;
  };
  let starts = 0;
  let setBack = 0;
  const start = (source: Source = log) => {
    starts += 1;
    const peer = net.join(`leaf-${starts}`);
    const life = { name: `leaf-${starts}`, alive: true };
    const outbox = createOutbox({
      ...{ source, bus: peer.bus, timers: time.timersOf(life), chance: () => 0, genesis: GENESIS },
      ...{ venueId: 'v1', epoch: 1, version: '1.0.0' },
      report: async () => ({ live: [], downSeq: 0, docsWaiting: 0 }),
      setBack: () => {
        setBack += 1;
      },
      failed: (error) => {
        throw error;
      },
    });
    outbox.start();
    return { outbox, peer };
  };
  const pass = async (ms: number) => {
    const until = time.now() + ms;
    while (time.now() < until) {
      time.pass(until - time.now());
      await flow();
    }
  };
  return {
    time,
    log,
    net,
    core,
    got,
    flow,
    say,
    placeAt,
    start,
    write,
    pass,
    answer,
    passUntil,
    setBack: () => setBack,
  };
};
