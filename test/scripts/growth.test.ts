import { describe, expect, test } from 'bun:test';
import { courseOf, growthMb } from '../../scripts/bench/size/growth.ts';

const STEPS = 720;

/** MB at each step of an hour: what a program warms up to, what waits for its collector, a leak. */
const hour = (leakMb: number) =>
  Array.from({ length: STEPS }, (_, i) => {
    const warm = 30 * (1 - Math.exp(-i / 40));
    const garbage = 0.2 * (i % 100);
    return 100 + warm + garbage + (leakMb * i) / STEPS;
  });

describe('what a process grows in an hour', () => {
  test('warming up and what is collected now and then is no growth', () => {
    expect(Math.abs(growthMb(hour(0)))).toBeLessThan(4);
  });

  test.each([20, 60, 200])('a leak of %d MB an hour is seen', (leakMb) => {
    expect(Math.abs(growthMb(hour(leakMb)) - leakMb)).toBeLessThan(8);
  });

  test('its course is told by sixths, with the most that it held', () => {
    const rising = Array.from({ length: 601 }, (_, i) => 100 + i / 100);
    expect(courseOf(rising)).toBe('100, 101, 102, 103, 104, 105, 106 MB by sixths, at most 106');
    expect(courseOf([1, 5, 2])).toContain('at most 5');
  });
});
