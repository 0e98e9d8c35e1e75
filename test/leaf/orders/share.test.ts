import { expect, test } from 'bun:test';
import { DAY, HOUR } from '../../../src/kernel/time.ts';
import { createShare } from '../../../src/leaf/orders/share.ts';

const open = (orders: number, bytes: number) => {
  let bootMs = 5_000;
  let told = 0;
  const over = () => {
    told += 1;
  };
  const share = createShare({ bootMs: () => bootMs, over, share: { orders, bytes } });
  const take = (times: number, body = 'x'): number => {
    let taken = 0;
    for (let i = 0; i < times && share.hasLeft(); i += 1) {
      share.count({ body });
      taken += 1;
    }
    return taken;
  };
  const pass = (ms: number) => {
    bootMs += ms;
  };
  return { take, pass, told: () => told };
};

test('SEC-6: so many orders are taken within a day, and as many again the day after', () => {
  const { take, pass } = open(24, 1_000_000);
  expect(take(100)).toBe(24);
  pass(HOUR);
  expect(take(100)).toBe(1);
  pass(30 * DAY);
  expect(take(100)).toBe(24);
});

test('SEC-6: so many bytes of them, however few they are', () => {
  const { take } = open(1_000, 10_000);
  expect(take(100, 'x'.repeat(998))).toBe(10);
});

test('SEC-6: that a core asks for more is told once an hour', () => {
  const { take, pass, told } = open(24, 1_000_000);
  for (let i = 0; i < 10; i += 1) take(100);
  expect(told()).toBe(1);
  pass(HOUR);
  take(100);
  expect(told()).toBe(2);
});
