import { expect, test } from 'bun:test';
import { instanceBefore, odditiesIn } from '../../../src/core/ingest/leaf-seen.ts';
import type { Health } from '../../../src/sync/protocol.ts';

const before = {
  ...{ epoch: 1, leafNow: 10_000, appliedSeq: 7 },
  ...{ instance: 'second', instanceBefore: 'first' },
};
const health = (more: Partial<Health>, seq = 7): Health => ({
  ...{ protocol: 1, epoch: 1, version: '1.0.0', instance: 'second', now: 20_000 },
  ...{ live: [], downSeq: 0, docsWaiting: 0, head: { seq, hash: 'ab'.repeat(32), at: 1 } },
  ...more,
});
const { instance: _, ...older } = health({});

test.each([
  ['from the same process as before', health({}), []],
  ['from a process that was just started', health({ instance: 'third' }), []],
  ['from one that another seemed to have followed', health({ instance: 'first' }), ['twin']],
  ['that was overtaken on its way', health({ instance: 'first', now: 9_000 }, 3), []],
  ['with less of the log than was here', health({}, 6), ['behind']],
  ['of the next leaf of the venue, that has nothing yet', health({ epoch: 2 }, 0), []],
  ['of a version that does not say which process it is', older, []],
] as const)('a report %s', (_name, told, found) => {
  expect(odditiesIn(before, told)).toEqual([...found]);
});

test.each([
  ['the same process keeps the one before it', health({}), 'first'],
  ['another one has the last as the one before it', health({ instance: 'third' }), 'second'],
  ['the next leaf has none before it', health({ epoch: 2 }), null],
] as const)('of what reports, %s', (_name, told, found) => {
  expect(instanceBefore(before, told)).toBe(found);
});

test('the first report of all is not odd', () => {
  expect(odditiesIn(null, health({}, 0))).toEqual([]);
});
