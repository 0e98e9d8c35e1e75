import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { createIds, uuid7 } from '../../src/kernel/ids.ts';
import { below, seeded, shuffled } from '../../src/kernel/random.ts';
import { clockText } from '../../src/kernel/time.ts';

describe('random', () => {
  test('the same seed draws the same, another seed something else', () => {
    const draw = (seed: string) => Array.from({ length: 8 }, seeded(seed));
    expect(draw('friday')).toEqual(draw('friday'));
    expect(draw('friday')).not.toEqual(draw('fridaz'));
    expect(draw('')).not.toEqual(draw('a'));
  });

  test('below is even: chi-square over 9 seats stays under the 99.9 % bound', () => {
    const random = seeded('seats');
    const counts = Array<number>(9).fill(0);
    for (let i = 0; i < 90_000; i++) {
      const seat = below(random, 9);
      counts[seat] = (counts[seat] ?? 0) + 1;
    }
    const chi = counts.reduce((total, n) => total + (n - 10_000) ** 2 / 10_000, 0);
    expect(chi).toBeLessThan(26.1);
  });

  test('a shuffle keeps everybody', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), fc.string(), (list, seed) => {
        expect(shuffled(seeded(seed), list).toSorted()).toEqual(list.toSorted());
      }),
    );
  });
});

test('RFC 9562: version, variant and time of a UUIDv7, which sorts by time', () => {
  const bytes = new Uint8Array(10).fill(0xff);
  expect(uuid7(0x017f22e279b0, bytes)).toBe('017f22e2-79b0-7fff-bfff-ffffffffffff');
  expect(uuid7(1_000, bytes) < uuid7(1_001, new Uint8Array(10))).toBe(true);
});

test('a clock shows 0:00 only at the end', () => {
  expect([0, 1, 1_000, 767_000, 3_723_000].map(clockText)).toEqual([
    '0:00',
    '0:01',
    '0:01',
    '12:47',
    '1:02:03',
  ]);
});

test('ids of one millisecond rise, whatever chance says', () => {
  let ms = 5;
  let byte = 0;
  const newId = createIds(
    () => ms,
    () => {
      byte = (byte + 89) % 256;
      return new Uint8Array(10).fill(byte);
    },
  );
  const ids = Array.from({ length: 1_000 }, newId);
  ms = 6;
  ids.push(newId());
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(1_001);
});
