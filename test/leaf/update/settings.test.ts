import { expect, test } from 'bun:test';
import { MINUTE } from '../../../src/kernel/time.ts';
import { readUpdateSettings } from '../../../src/leaf/update/settings.ts';

test('OPS-3: a release has to be well for ten minutes, of the stable channel, below /opt/felt', () => {
  const plain = { releases: '/opt/felt', channel: 'stable', confirmMs: 10 * MINUTE } as const;
  expect(readUpdateSettings({})).toEqual(plain);
  expect(readUpdateSettings({ FELT_CONFIRM_MS: '', FELT_CHANNEL: '' })).toEqual(plain);
  expect(readUpdateSettings({ FELT_CONFIRM_MS: '300' }).confirmMs).toBe(300);
});

test.each(['10min', '0', '-1', '1.5', '1e3'])('OPS-3: %p is no such time', (text) => {
  expect(() => readUpdateSettings({ FELT_CONFIRM_MS: text })).toThrow('FELT_CONFIRM_MS must be');
});
