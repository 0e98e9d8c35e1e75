import { describe, expect, test } from 'bun:test';
import { chainHash, GENESIS } from '../../src/log/chain.ts';
import { memoryLog } from '../../src/log/memory.ts';
import { createReplica } from '../../src/log/replica.ts';
import type { Batch } from '../../src/sync/batch.ts';
import { encodeBatch } from '../../src/sync/batch.ts';
import type { Alarm } from '../../src/sync/inbox/alarm.ts';
import type { Witnessed } from '../../src/sync/inbox/notes.ts';
import { createInbox } from '../../src/sync/inbox.ts';
import { createLoopback } from '../../src/sync/loopback.ts';
import type { Delivery, Intake, Replica } from '../../src/sync/port.ts';
import { Unfit } from '../../src/sync/port.ts';
import type { Ack } from '../../src/sync/protocol.ts';
import { Ack as AckShape, decode, encode, PROTOCOL, SUBJECTS } from '../../src/sync/protocol.ts';
import { settled } from '../world/healing.ts';
import { createTime } from '../world/time.ts';
import { batchOf, cut, hashesOf } from './chains.ts';

const event = (n: number, story = 'a') =>
  JSON.stringify({
    ...{ id: `${story}${n}`, stream: 'no:room', version: n, type: 'a.done', schema: 1, at: n * 10 },
    ...{ by: 'x', device: null, cause: null, data: {} },
  });
const LOG = Array.from({ length: 6 }, (_, i) => event(i + 1));
const OTHER = LOG.map((body, i) => (i < 2 ? body : event(i + 1, 'b')));

type Word = 'ack' | number;

/** An intake whose messages the test brings, a core's log of venue v1 in epoch 2, and what it says. */
const core = (over: { replica?: Partial<Replica>; witnessed?: Witnessed } = {}) => {
  const time = createTime(0);
  let handle: Parameters<Intake['start']>[0] = async () => undefined;
  const log = memoryLog([]);
  const copy = createReplica({ log, rooms: [] });
  const aside: string[] = [];
  let report: (subject: string, payload: Uint8Array) => void = () => undefined;
  let isLater = false;
  const replica: Replica = {
    head: async () => ({ ...(await copy.head()), epoch: 2 }),
    hashAt: copy.hashAt,
    apply: async (expected, bodies) => {
      const head = await copy.apply(expected, bodies);
      return head === null ? null : { ...head, epoch: 2 };
    },
    keepAside: async ({ why }) => {
      aside.push(why);
    },
    ...over.replica,
  };
  const alarms: Alarm[] = [];
  const answers: Ack[] = [];
  const inbox = createInbox({
    intake: {
      start: (given) => {
        handle = given;
      },
      stop: async () => undefined,
    },
    bus: {
      publish: (_, payload) => {
        const ack = decode(AckShape, payload);
        if (ack !== null) answers.push(ack);
      },
      subscribe: (_, heard) => {
        report = heard;
        return () => undefined;
      },
    },
    replicas: {
      open: async (venueId) => (venueId !== 'v1' ? null : isLater ? 'later' : replica),
    },
    ...{ timers: time.timersOf({ name: 'core', alive: true }), chainHash },
    witness: async () => over.witnessed ?? { kind: 'refused' },
    alarm: (alarm) => alarms.push(alarm),
  });
  inbox.start();

  /** What was said about each of the messages. */
  const bring = async (...messages: readonly (readonly [string, Uint8Array])[]) => {
    const words: (Word | null)[] = messages.map(() => null);
    const deliveries = messages.map(([subject, payload], i): Delivery => {
      const say = (word: Word) => {
        words[i] ??= word;
      };
      return { subject, payload, redelivered: 0, ack: () => say('ack'), nak: say };
    });
    await handle(deliveries);
    return words;
  };
  const bringLog = (...batches: readonly Batch[]) =>
    bring(...batches.map((batch) => [SUBJECTS.log('v1'), encodeBatch(batch)] as const));
  const bodies = async () => (await log.after(0, 100)).map(({ body }) => body);
  const pass = async (ms: number) => {
    for (const until = time.now() + ms; time.now() < until; ) {
      time.pass(until - time.now());
      await settled();
    }
  };
  /** A report of the leaf, whose log ends there; what it is asked for then. */
  const wants = async (seq = LOG.length) => {
    const before = answers.length;
    const head = { seq, hash: hashesOf(LOG)[seq] ?? '', at: 0 };
    const health = { protocol: PROTOCOL, epoch: 2, version: '1.0.0', head, now: time.now() };
    report(SUBJECTS.health('v1'), encode({ ...health, live: [], downSeq: 0, docsWaiting: 0 }));
    await settled();
    return answers.slice(before).map(({ want = null }) => want);
  };
  const later = (is: boolean) => {
    isLater = is;
  };
  const own = { bring, bringLog, bodies, pass, wants, later };
  return { ...own, alarms, answers, aside, stop: inbox.stop };
};

describe('the intake', () => {
  test('appends what it gets in one go, and answers how far it is', async () => {
    const { bringLog, bodies, answers, alarms } = core();
    const words = await bringLog(cut(LOG, 4, 6, 2), cut(LOG, 1, 2, 2), cut(LOG, 2, 4, 2));
    expect([words, await bodies(), alarms]).toEqual([['ack', 'ack', 'ack'], LOG, []]);
    expect(answers).toEqual([
      {
        ...{ protocol: PROTOCOL, epoch: 2, now: 0 },
        applied: { seq: 6, hash: hashesOf(LOG)[6] ?? '', at: 60 },
      },
    ]);
  });

  test('answers a batch that it has, too: the last answer may have been lost', async () => {
    const { bringLog, answers } = core();
    await bringLog(cut(LOG, 1, 4, 2));
    expect(await bringLog(cut(LOG, 2, 3, 2))).toEqual(['ack']);
    expect(answers.map(({ applied }) => applied.seq)).toEqual([4, 4]);
  });

  test('SEC-6: does not compute the chain of more lines than there can be events', async () => {
    const { bringLog, aside } = core();
    const nothing = batchOf(Array<string>(1_000).fill(''), {
      ...{ firstSeq: 1, prevHash: GENESIS, epoch: 2 },
    });
    expect(await bringLog(nothing)).toEqual(['ack']);
    expect(aside).toEqual(['damaged']);
  });

  test('SEC-6: takes what fits, and puts aside what never will', async () => {
    const bodies: string[] = [];
    const head = async () => ({
      ...{ seq: bodies.length, hash: hashesOf(bodies)[bodies.length] ?? '', at: 0, epoch: 2 },
    });
    const apply = async (_: unknown, more: readonly string[]) => {
      if (more.includes(LOG[3] ?? '')) throw new Unfit('no event');
      bodies.push(...more);
      return head();
    };
    const { bringLog, aside, alarms } = core({ replica: { head, apply } });
    const words = await bringLog(cut(LOG, 1, 2, 2), cut(LOG, 3, 3, 2), cut(LOG, 4, 5, 2));
    expect([words, bodies]).toEqual([['ack', 'ack', 'ack'], LOG.slice(0, 3)]);
    expect([aside, alarms.map(({ kind }) => kind)]).toEqual([['damaged'], ['damaged']]);
  });

  test('holds what lies behind a gap, and appends all of it with what was missing', async () => {
    const { bringLog, bodies, answers, pass } = core();
    const early = await bringLog(cut(LOG, 3, 4, 2), cut(LOG, 5, 6, 2));
    await pass(500);
    expect([early, await bodies(), answers]).toEqual([[null, null], [], []]);
    expect(await bringLog(cut(LOG, 1, 2, 2))).toEqual(['ack']);
    expect([early, await bodies()]).toEqual([['ack', 'ack'], LOG]);
    expect(answers.map(({ applied, want }) => [applied.seq, want])).toEqual([[6, undefined]]);
  });

  test('sees by itself that another process has appended what was missing', async () => {
    let seq = 0;
    const head = async () => ({ seq, hash: hashesOf(LOG)[seq] ?? '', at: 0, epoch: 2 });
    const apply = async () => ({ seq: 4, hash: hashesOf(LOG)[4] ?? '', at: 40, epoch: 2 });
    const { bringLog, pass } = core({ replica: { head, apply } });
    const early = await bringLog(cut(LOG, 3, 4, 2));
    seq = 2;
    await pass(50);
    expect(early).toEqual(['ack']);
  });

  test('asks for what is missing after two seconds, lets go what lies behind it after ten, alarms after thirty', async () => {
    const { bringLog, bodies, answers, alarms, pass } = core();
    const early = await bringLog(cut(LOG, 3, 4, 2));
    await pass(9_000);
    expect([early, await bodies()]).toEqual([[null], []]);
    expect(new Set(answers.map(({ want }) => want))).toEqual(new Set([1]));
    await pass(3_000);
    expect([early, await bodies(), alarms]).toEqual([['ack'], [], []]);
    await pass(19_000);
    await bringLog(cut(LOG, 3, 4, 2));
    expect(alarms).toEqual([{ venueId: 'v1', kind: 'gap', seq: 1 }]);
  });

  test('knows what to ask for while a gap stands, whatever became of its words, and not after', async () => {
    const { bringLog, pass, wants } = core();
    await bringLog(cut(LOG, 3, 4, 2));
    expect(await wants()).toEqual([]);
    await pass(12_000);
    expect(await wants()).toEqual([1]);
    await bringLog(cut(LOG, 1, 2, 2));
    expect(await wants()).toEqual([]);
  });

  test('holds no more of a venue than that others find room beside it', async () => {
    const { bringLog } = core();
    const words = await bringLog(...Array.from({ length: 70 }, () => cut(LOG, 3, 4, 2)));
    expect(words.filter((word) => word === 'ack')).toHaveLength(6);
  });

  test('a venue that cannot be written fills no list that others are on, and is asked again once it can', async () => {
    const { bringLog, pass, wants, later } = core();
    later(true);
    const first = await bringLog(...Array.from({ length: 500 }, () => cut(LOG, 1, 2, 2)));
    expect(first.filter((word) => word === null)).toHaveLength(64);
    await pass(12_000);
    expect(new Set(first)).toEqual(new Set(['ack', 1_000]));
    expect(first.filter((word) => word === 1_000)).toHaveLength(64);
    expect(await wants()).toEqual([]);
    later(false);
    expect([await wants(0), await wants()]).toEqual([[], []]);
    later(true);
    await bringLog(...Array.from({ length: 65 }, () => cut(LOG, 1, 2, 2)));
    later(false);
    expect(await wants()).toEqual([1]);
    await bringLog(cut(LOG, 1, 4, 2));
    expect(await wants()).toEqual([]);
  });

  test('gives back what it holds when it is stopped', async () => {
    const { bringLog, stop } = core();
    const early = await bringLog(cut(LOG, 3, 4, 2));
    await stop();
    expect(early).toEqual([0]);
  });

  test('keeps aside what a replaced leaf sends, and applies none of it', async () => {
    const { bringLog, bodies, aside, answers } = core();
    expect(await bringLog(cut(LOG, 1, 4, 1))).toEqual(['ack']);
    expect([await bodies(), aside, answers[0]?.epoch]).toEqual([[], ['stale'], 2]);
  });

  test('finds where two stories part, and applies nothing of the second', async () => {
    const { bringLog, bodies, aside, alarms, answers } = core();
    await bringLog(cut(LOG, 1, 5, 2));
    expect(await bringLog(cut(OTHER, 1, 4, 2), cut(OTHER, 5, 6, 2))).toEqual(['ack', 'ack']);
    expect([await bodies(), aside]).toEqual([LOG.slice(0, 5), ['fork', 'fork']]);
    expect(alarms.map(({ kind }) => kind)).toEqual(['fork']);
    expect(answers.at(-1)?.fork).toEqual({ seq: 3 });
  });

  test('finds it in a batch that goes on beyond its own end, too', async () => {
    const { bringLog, answers } = core();
    await bringLog(cut(LOG, 1, 5, 2));
    await bringLog(cut(OTHER, 2, 6, 2));
    expect(answers.at(-1)?.fork).toEqual({ seq: 3 });
  });

  test('keeps aside what contradicts itself, or names another venue', async () => {
    const { bringLog, bring, bodies, aside } = core();
    const batch = cut(LOG, 1, 2, 2);
    await bringLog({ ...batch, bodies: [...batch.bodies].reverse() }, { ...batch, venueId: 'v2' });
    await bring([SUBJECTS.log('v1'), new TextEncoder().encode('what?')]);
    expect([await bodies(), aside]).toEqual([[], ['damaged', 'damaged', 'damaged']]);
  });

  test('SYN-5: keeps aside what is of a later time, and says so', async () => {
    const { bringLog, bodies, aside, answers, alarms } = core();
    const words = await bringLog(
      {
        ...batchOf(LOG, { firstSeq: 1, prevHash: '0'.repeat(64), epoch: 2 }),
        protocol: PROTOCOL + 3,
      },
      cut(LOG, 1, 2, 3),
    );
    expect([words, await bodies(), aside]).toEqual([['ack', 'ack'], [], ['tooNew', 'tooNew']]);
    expect([answers[0]?.tooNew, alarms[0]?.kind]).toEqual([true, 'tooNew']);
  });

  test('takes an unknown venue for nothing, and goes on for the others', async () => {
    const { bring, bodies, alarms } = core();
    const words = await bring(
      [SUBJECTS.log('v9'), encodeBatch(cut(LOG, 1, 2, 2))],
      [SUBJECTS.log('v1'), encodeBatch(cut(LOG, 1, 2, 2))],
    );
    expect([words, await bodies()]).toEqual([['ack', 'ack'], LOG.slice(0, 2)]);
    expect(alarms).toEqual([{ venueId: 'v9', kind: 'unknown' }]);
  });

  test('acknowledges nothing while the database fails, and appends all of it in order after that', async () => {
    const error = new Error('no database');
    let isAway = true;
    const log = memoryLog([]);
    const copy = createReplica({ log, rooms: [] });
    const apply: Replica['apply'] = async (expected, bodies) => {
      if (isAway) throw error;
      const head = await copy.apply(expected, bodies);
      return head === null ? null : { ...head, epoch: 2 };
    };
    const { bringLog, alarms, answers, pass } = core({ replica: { apply } });
    const words = await bringLog(cut(LOG, 3, 4, 2), cut(LOG, 1, 2, 2));
    await pass(5_000);
    expect([words, answers]).toEqual([[null, null], []]);
    expect(alarms).toEqual([{ venueId: 'v1', kind: 'failed', error }]);
    isAway = false;
    await pass(2_000);
    expect([words, (await log.head()).seq]).toEqual([['ack', 'ack'], 4]);
  });

  test('gives back to the hub what a database that stays away has no room for', async () => {
    const { bringLog, pass } = core({ replica: { apply: () => Promise.reject(new Error('no')) } });
    const words = await bringLog(cut(LOG, 1, 2, 2));
    await pass(12_000);
    expect(words).toEqual([1_000]);
  });

  test('tries again where others were faster each time', async () => {
    const { bringLog, answers, pass } = core({ replica: { apply: async () => null } });
    const words = await bringLog(cut(LOG, 1, 2, 2));
    await pass(5_000);
    expect([words, answers]).toEqual([[null], []]);
  });
});

test('of several processes the one that saw a gap asks for it, whoever answers the leaf', async () => {
  const time = createTime(0);
  const net = createLoopback({ now: time.now, below: () => 0 });
  const head = { seq: 0, hash: GENESIS, at: 0, epoch: 2 };
  const replica: Replica = {
    head: async () => head,
    hashAt: async () => null,
    apply: async () => null,
    keepAside: async () => undefined,
  };
  const processes = ['one', 'other'].map((name) => {
    const peer = net.join(name);
    const timers = time.timersOf({ name, alive: true });
    const inbox = createInbox({
      ...{ intake: peer.intake('UP'), bus: peer.bus, timers, chainHash, alarm: () => undefined },
      replicas: { open: async () => replica },
    });
    inbox.start();
    peer.link(true);
    return peer;
  });
  const leaf = net.join('leaf');
  leaf.link(true);
  const wants: (number | undefined)[] = [];
  leaf.bus.subscribe(SUBJECTS.ack('v1'), (_, payload) =>
    wants.push(decode(AckShape, payload)?.want),
  );
  const flow = async () => {
    await settled();
    while (net.packets().length > 0 || net.pull(64)) {
      while (net.packets().length > 0) net.move(0, 'deliver');
      await settled();
    }
  };
  // The first process takes it, and its line is cut while it asks: what it held, it lets go.
  void leaf.bus.store(SUBJECTS.log('v1'), encodeBatch(cut(LOG, 3, 4, 2)));
  await flow();
  for (let n = 0; n < 20; n++) {
    time.pass(1_000);
    await settled();
    while (net.packets().length > 0)
      net.move(0, net.packets()[0]?.peer === 'leaf' ? 'lose' : 'deliver');
  }
  wants.length = 0;
  const its = { seq: 4, hash: hashesOf(LOG)[4] ?? '', at: 0 };
  const health = { protocol: PROTOCOL, epoch: 2, version: '1.0.0', head: its, now: time.now() };
  leaf.bus.publish(
    SUBJECTS.health('v1'),
    encode({ ...health, live: [], downSeq: 0, docsWaiting: 0 }),
  );
  await flow();
  expect([processes.length, wants]).toEqual([2, [1]]);
});

describe('a checkpoint', () => {
  const note: readonly [string, Uint8Array] = [SUBJECTS.checkpoint('v1'), new Uint8Array([1])];

  test('that holds goes back countersigned', async () => {
    const { bring, answers } = core({ witnessed: { kind: 'taken', countersigned: 'both' } });
    expect(await bring(note)).toEqual(['ack']);
    expect(answers[0]?.countersigned).toBe('both');
  });

  test('beyond the log waits, and one of another story alarms', async () => {
    expect(await core({ witnessed: { kind: 'later' } }).bring(note)).toEqual([50]);
    const { bring, alarms, answers } = core({ witnessed: { kind: 'fork', seq: 3 } });
    expect(await bring(note)).toEqual(['ack']);
    expect([alarms[0]?.kind, answers[0]?.fork]).toEqual(['fork', { seq: 3 }]);
  });
});
