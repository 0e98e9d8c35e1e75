import { expect, test } from 'bun:test';
import { backOffMs, leafClock } from '../../ui/live.ts';

test('a lost connection is tried again at once, then less and less often, up to eight seconds', () => {
  const pauses = Array.from({ length: 24 }, (_, attempt) => backOffMs(attempt, 0));
  expect(pauses[0]).toBe(0);
  expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
  expect(pauses.at(-1)).toBe(8_000);
});

test('OPS-5: within the half minute in which a leaf heals, nobody waits longer than 1.5 s', () => {
  // The shortest pauses use up the tries the soonest.
  let [attempt, passedMs] = [0, 0];
  for (; passedMs < 12_000; attempt += 1) {
    expect(backOffMs(attempt, 0)).toBeLessThanOrEqual(1_500);
    passedMs += backOffMs(attempt, 1);
  }
});

test('screens that lost the leaf together do not come back together', () => {
  expect(backOffMs(24, 1)).toBe(4_000);
  expect(backOffMs(24, 0.5)).toBeGreaterThan(4_000);
});

const now = (bootMs: number, bootId = 'a') => ({ wallMs: 1_000_000 + bootMs, bootMs, bootId });

const page = () => {
  let perf = 0;
  const clock = leafClock(() => perf);
  return { clock, at: (ms: number) => (perf = ms) };
};

test("CLK-3: the leaf's clock goes on between messages by the page's own", () => {
  const { clock, at } = page();
  at(100);
  clock.hear(now(5_000));
  at(350);
  expect(clock.now()).toEqual({ wallMs: 1_005_250, bootMs: 5_250, bootId: 'a' });
});

test('CLK-3: a message that was held up on the way does not set the clock back', () => {
  const { clock, at } = page();
  at(100);
  clock.hear(now(5_000));
  at(1_500);
  clock.hear(now(6_000));
  expect(clock.now().bootMs).toBe(6_400);
});

test("a page that slept with its clock standing takes the leaf's word", () => {
  const { clock, at } = page();
  at(100);
  clock.hear(now(5_000));
  at(200);
  clock.hear(now(65_000));
  expect(clock.now().bootMs).toBe(65_000);
});

test('a leaf that booted anew begins a new count', () => {
  const { clock, at } = page();
  at(100);
  clock.hear(now(5_000_000));
  at(200);
  clock.hear(now(30_000, 'b'));
  expect(clock.now()).toMatchObject({ bootMs: 30_000, bootId: 'b' });
});
