import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { GENESIS } from '../../src/log/chain.ts';
import type { Chained } from '../../src/sync/batch.ts';
import { runOf } from '../../src/sync/inbox/runs.ts';
import type { Held } from '../../src/sync/merge.ts';
import { merge } from '../../src/sync/merge.ts';
import { cut, hashesOf, runs } from './chains.ts';

const LOG = Array.from({ length: 12 }, (_, i) => `{"event":${i + 1}}`);
/** The same up to 6, another story from 7 on. */
const OTHER = LOG.map((body, i) => (i < 6 ? body : `{"other":${i + 1}}`));

const held = (seq: number, epoch = 1, known = true): Held => {
  const hashes = hashesOf(LOG);
  return {
    ...{ seq, hash: hashes[seq] ?? '', epoch },
    hashAt: (at) => (known && at <= seq ? (hashes[at] ?? null) : null),
  };
};

describe('a batch', () => {
  const cases: readonly [string, Held, Chained, object][] = [
    ['that follows is appended', held(4), cut(LOG, 5, 8), { kind: 'append', from: 0 }],
    [
      'that begins earlier, from where it is new',
      held(6),
      cut(LOG, 5, 8),
      { kind: 'append', from: 2 },
    ],
    ['for an empty log begins at 1', held(0), cut(LOG, 1, 3), { kind: 'append', from: 0 }],
    ['that is there already is passed over', held(8), cut(LOG, 5, 8), { kind: 'skip' }],
    [
      'that is there, with the hash not at hand',
      held(12, 1, false),
      cut(LOG, 5, 8),
      { kind: 'skip' },
    ],
    ['behind a gap waits', held(3), cut(LOG, 5, 8), { kind: 'gap', want: 4 }],
    ['of another story on top of this one', held(8), cut(OTHER, 9, 10), { kind: 'fork', seq: 8 }],
    ['of another story, inside', held(10), cut(OTHER, 5, 8), { kind: 'fork', seq: 7 }],
    ['of another story that goes on', held(8), cut(OTHER, 5, 10), { kind: 'fork', seq: 7 }],
    [
      'of another story, seen by its end',
      held(10, 1, false),
      cut(OTHER, 9, 12),
      { kind: 'fork', seq: 10 },
    ],
    ['of a replaced leaf', held(4, 2), cut(LOG, 5, 8, 1), { kind: 'stale' }],
    ['of a replaced leaf that arrived then', held(9, 2), cut(LOG, 5, 8, 1), { kind: 'skip' }],
    ['of an epoch never heard of', held(4, 1), cut(LOG, 5, 8, 2), { kind: 'tooNew' }],
  ];
  test.each(cases)('%s', (_, own, batch, outcome) => {
    expect<object>(merge(own, batch)).toEqual(outcome);
  });
});

/** Cuts of one log in any order, any number of times, a pull at a time. */
const pulls = fc.array(
  fc.array(
    fc
      .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
      .map(([a, b]) => cut(LOG, Math.min(a, b), Math.max(a, b))),
    { maxLength: 5 },
  ),
  { maxLength: 8 },
);

test('SYN-1: whatever comes in whatever order, the log only ever grows by what is next', () => {
  fc.assert(
    fc.property(pulls, (all) => {
      const own: string[] = [];
      for (const batches of all) {
        const head = { seq: own.length, hash: hashesOf(own).at(-1) ?? '', epoch: 1, at: 0 };
        const run = runOf(
          head,
          batches.map((batch) => ({ from: batch, batch })),
          new Map(),
        );
        own.push(...run.bodies);
        expect(own).toEqual(LOG.slice(0, own.length));
        expect(run.after).toEqual({ seq: own.length, hash: hashesOf(own).at(-1) ?? '' });
        const ends = run.covered.map(({ firstSeq, count }) => firstSeq + count - 1);
        expect(Math.max(0, ...ends)).toBeLessThanOrEqual(own.length);
        for (const { firstSeq } of run.early) expect(firstSeq).toBeGreaterThan(own.length + 1);
        expect(run.want).toBe(run.early.length > 0 ? own.length + 1 : null);
        expect(run.covered.length + run.early.length).toBe(batches.length);
        expect([run.fork, run.stale, run.tooNew]).toEqual([null, [], []]);
      }
    }),
    runs,
  );
});

test('SYN-1: once every seq came, all of them are there', () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray(
        LOG.map((_, i) => i + 1),
        { minLength: 12 },
      ),
      (order) => {
        const arrived = order.map((seq) => ({ from: seq, batch: cut(LOG, seq, seq) }));
        const run = runOf({ seq: 0, hash: GENESIS, epoch: 1, at: 0 }, arrived, new Map());
        expect(run.bodies).toEqual(LOG);
        expect(run.covered.toSorted((a, b) => a - b)).toEqual(order.toSorted((a, b) => a - b));
      },
    ),
    runs,
  );
});

test('of two stories in one pull the first stands, and the other is a fork', () => {
  const arrived = [cut(LOG, 1, 8), cut(OTHER, 7, 10)].map((batch, i) => ({ from: i, batch }));
  const run = runOf({ seq: 0, hash: GENESIS, epoch: 1, at: 0 }, arrived, new Map());
  expect(run).toMatchObject({ bodies: LOG.slice(0, 8), covered: [0], forked: [1], fork: 7 });
});
