import { expect, test } from 'bun:test';
import { MINUTE } from '../../../src/kernel/time.ts';
import { hourIn, isQuietNight } from '../../../src/leaf/update/quiet.ts';

test('OPS-3: tonight is a night by the clock of the venue', () => {
  const wallMs = Date.parse('2026-07-01T00:30:00.000Z');
  expect(hourIn('Europe/Copenhagen', wallMs)).toBe(2);
  expect(hourIn('America/Los_Angeles', wallMs)).toBe(17);
  expect(hourIn('UTC', wallMs)).toBe(0);
});

test('OPS-3: and only once nothing has run and nobody has worked for a quarter of an hour', () => {
  const stillMs = 15 * MINUTE;
  expect([1, 2, 10, 11].map((hour) => isQuietNight({ stillMs, hour }))).toEqual([
    ...[false, true, true, false],
  ]);
  expect(isQuietNight({ stillMs: stillMs - 1, hour: 3 })).toBe(false);
});
