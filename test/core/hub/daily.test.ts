import { expect, test } from 'bun:test';
import { createDaily } from '../../../src/core/hub/daily.ts';
import { DAY, HOUR, MINUTE } from '../../../src/kernel/time.ts';
import type { Delivery, Intake } from '../../../src/sync/port.ts';
import { SUBJECTS } from '../../../src/sync/protocol.ts';

const A = '0192f0aa-0000-7000-8000-00000000000a';
const B = '0192f0aa-0000-7000-8000-00000000000b';

const open = (share: { bytes: number; events: number }) => {
  let nowMs = 1_790_000_000_000;
  const told: string[] = [];
  let give: (messages: readonly Delivery[]) => Promise<void> = async () => undefined;
  const intake: Intake = {
    start: (handle) => {
      give = handle;
    },
    stop: async () => undefined,
  };
  const daily = createDaily({ now: () => nowMs, over: (venueId) => told.push(venueId), share });
  const taken: string[] = [];
  daily.of(intake).start(async (messages) => {
    for (const { subject } of messages) taken.push(subject);
  });
  /** How many of so many messages are taken; the others are acknowledged, so that none comes again. */
  const send = async (venueId: string, times: number, text: string): Promise<number> => {
    const before = taken.length;
    let acked = 0;
    const one: Delivery = {
      ...{ subject: SUBJECTS.log(venueId), payload: new TextEncoder().encode(text) },
      ...{ ack: () => (acked += 1), nak: () => undefined, redelivered: 0 },
    };
    await give(Array<Delivery>(times).fill(one));
    expect(acked + taken.length - before).toBe(times);
    return taken.length - before;
  };
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { send, pass, told, pauseMs: daily.pauseMs };
};

test('a venue beyond its bytes of a day waits, its neighbour goes on, and somebody is told', async () => {
  const { send, told } = open({ bytes: 1_000, events: 1_000 });
  expect(await send(A, 50, 'x'.repeat(100))).toBe(10);
  expect(await send(B, 5, 'x'.repeat(100))).toBe(5);
  expect(told).toEqual([A]);
});

test('events are counted, however small they are: a header and a line for each', async () => {
  const { send } = open({ bytes: 1_000_000, events: 30 });
  expect(await send(A, 50, '{}\na\nb\nc')).toBe(10);
});

test('the share grows again by itself, and never beyond a day’s', async () => {
  const { send, pass, told } = open({ bytes: 2_400, events: 1_000 });
  await send(A, 50, 'x'.repeat(100));
  pass(HOUR);
  expect(await send(A, 50, 'x'.repeat(100))).toBe(1);
  pass(30 * DAY);
  expect(await send(A, 50, 'x'.repeat(100))).toBe(24);
  expect(told).toEqual([A, A, A]);
});

test('who goes on flooding is told of once a minute, and a clock that is set back gives nothing', async () => {
  const { send, pass, told } = open({ bytes: 100, events: 1_000 });
  await send(A, 500, 'x'.repeat(100));
  await send(A, 500, 'x'.repeat(100));
  expect(told).toHaveLength(1);
  pass(MINUTE);
  await send(A, 500, 'x'.repeat(100));
  expect(told).toHaveLength(2);
  pass(-DAY);
  expect(await send(A, 500, 'x'.repeat(100))).toBe(0);
});

test('SEC-6: once its share is used up a venue waits for an hour’s worth, and is told how long', async () => {
  const { send, pass, pauseMs } = open({ bytes: 2_400, events: 1_000 });
  expect(pauseMs(A)).toBeNull();
  await send(A, 50, 'x'.repeat(100));
  expect(pauseMs(A)).toBe(HOUR);
  expect(pauseMs(B)).toBeNull();
  // Whoever sends all the same is not told longer, and gets nothing in before.
  for (let minute = 0; minute < 59; minute += 1) {
    pass(MINUTE);
    expect(await send(A, 10, 'x'.repeat(100))).toBe(0);
  }
  expect(pauseMs(A)).toBe(MINUTE);
  pass(MINUTE);
  expect(pauseMs(A)).toBeNull();
  expect(await send(A, 10, 'x'.repeat(101))).toBe(1);
});
