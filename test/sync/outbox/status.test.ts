import { expect, test } from 'bun:test';
import type { Seen } from '../../../src/sync/outbox/status.ts';
import { statusOf, withDocuments } from '../../../src/sync/outbox/status.ts';

const NOW = 1_000_000;
const seen = (more: Partial<Seen>): Seen => ({
  ...{ halt: null, up: true, refusedSince: null, twinAt: null, trouble: null, tooNew: false },
  ...{ isPaused: false },
  ...{ contactAt: NOW, head: 5, applied: { seq: 5, hash: '', at: 1 }, oldestAt: null, now: NOW },
  ...more,
});
const halted = (state: 'fork' | 'behind' | 'revoked') => seen({ halt: { state, at: null } });

test.each([
  ['all is there', seen({}), 'inStep'],
  ['something waits', seen({ head: 6 }), 'catchingUp'],
  ['the link is down', seen({ up: false }), 'connecting'],
  ['nothing was heard for long', seen({ contactAt: NOW - 26_000 }), 'connecting'],
  ['the clock was set back since', seen({ contactAt: NOW + 86_400_000 }), 'connecting'],
  [
    'the hub refused a message, and then the link',
    seen({ up: false, trouble: 'refused' }),
    'revoked',
  ],
  [
    'the hub has refused the link for long',
    seen({ up: false, refusedSince: NOW - 20_000 }),
    'revoked',
  ],
  [
    'the hub has just been started anew',
    seen({ up: false, refusedSince: NOW - 1_000 }),
    'connecting',
  ],
  ['the hub is full', seen({ trouble: 'full' }), 'hubFull'],
  ['the core takes no more today', seen({ isPaused: true, head: 6 }), 'dayUsed'],
  ['there is nothing more to take', seen({ isPaused: true }), 'inStep'],
  ['the core is too old', seen({ tooNew: true }), 'tooNew'],
  ['the logs part, and the link is down', { ...halted('fork'), up: false }, 'fork'],
  ['this log was set back', halted('behind'), 'behind'],
  ['another leaf is in its place', halted('revoked'), 'revoked'],
] as const)('where %s, the leaf says so', (_, what, state) => {
  expect(statusOf(what).state).toBe(state);
});

test('that there are two of it is said for a minute after the last word of it', () => {
  expect(statusOf(seen({ twinAt: NOW - 59_000 })).twin).toBe(true);
  expect(statusOf(seen({ twinAt: NOW - 60_000 })).twin).toBe(false);
});

test('SYN-4: a leaf whose people are not all in the cloud is not in step, whatever its log', () => {
  expect(withDocuments('inStep', 0)).toBe('inStep');
  expect(withDocuments('inStep', 1)).toBe('catchingUp');
  expect(withDocuments('revoked', 1)).toBe('revoked');
});
