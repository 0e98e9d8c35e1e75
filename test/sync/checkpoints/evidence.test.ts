import { expect, test } from 'bun:test';
import fc from 'fast-check';
import type { Finding, Kept } from '../../../src/sync/checkpoints/evidence.ts';
import { hashesAt, headDigits, inspect } from '../../../src/sync/checkpoints/evidence.ts';
import { hashesOf, runs } from '../chains.ts';

/** Notes whose signatures nobody asks for. */
const kept = (hashes: readonly string[], seqs: readonly number[]): readonly Kept[] =>
  seqs.map((seq, i) => {
    const hash = hashes[seq] ?? '';
    const note = `felt/venue/v1\n${seq}\n${hash}\n${seq}\n${seqs[i - 1] ?? 0}\n\n`;
    return { seq, hash, at: seq, note };
  });

const look = (bodies: readonly string[], notes: readonly Kept[]): readonly Finding[] => {
  const hashAt = new Map(hashesOf(bodies).entries());
  return inspect({ venueId: 'v1', kept: notes, signers: [], head: bodies.length, hashAt });
};

/** A log, where it was witnessed, and a place in it. */
const scene = fc.integer({ min: 1, max: 40 }).chain((length) =>
  fc.record({
    bodies: fc.array(fc.string(), { minLength: length, maxLength: length }),
    seqs: fc
      .uniqueArray(fc.integer({ min: 1, max: length }), { minLength: 1 })
      .map((all) => all.toSorted((a, b) => a - b)),
    place: fc.integer({ min: 1, max: length }),
  }),
);

test('a log that only grew is as it was witnessed', () => {
  fc.assert(
    fc.property(scene, fc.array(fc.string()), ({ bodies, seqs }, more) => {
      expect(look([...bodies, ...more], kept(hashesOf(bodies), seqs))).toEqual([]);
    }),
    runs,
  );
});

test('a changed event lies between the checkpoints that are named, if any was made behind it', () => {
  fc.assert(
    fc.property(scene, ({ bodies, seqs, place }) => {
      const changed = bodies.with(place - 1, `${bodies[place - 1]}!`);
      const [finding, ...more] = look(changed, kept(hashesOf(bodies), seqs));
      const behind = seqs.find((seq) => seq >= place);
      if (behind === undefined) return expect(finding).toBeUndefined();
      const before = seqs.findLast((seq) => seq < place) ?? 0;
      expect(finding).toEqual({ kind: 'changed', from: before + 1, to: behind, at: behind });
      expect(more).toEqual([]);
    }),
    runs,
  );
});

test('events that are gone from the end are counted from the first to the last one witnessed', () => {
  fc.assert(
    fc.property(scene, ({ bodies, seqs, place }) => {
      const found = look(bodies.slice(0, place - 1), kept(hashesOf(bodies), seqs));
      const last = seqs.at(-1) ?? 0;
      expect(found).toEqual(
        last < place ? [] : [{ kind: 'cutOff', from: place, to: last, at: last }],
      );
    }),
    runs,
  );
});

test('of checkpoints that are gone each is named by the next, except for the newest', () => {
  fc.assert(
    fc.property(scene, fc.nat(), ({ bodies, seqs }, pick) => {
      const gone = seqs[pick % seqs.length] ?? 0;
      const left = kept(hashesOf(bodies), seqs).filter(({ seq }) => seq !== gone);
      const by = seqs.find((seq) => seq > gone);
      expect(look(bodies, left)).toEqual(
        by === undefined ? [] : [{ kind: 'missing', seq: gone, by }],
      );
    }),
    runs,
  );
});

test('a log that was brought back begins with whatever checkpoint came first', () => {
  const bodies = ['a', 'b', 'c', 'd'];
  const hashes = hashesOf(bodies);
  const later = kept(hashes, [1, 2, 3, 4]).slice(2);
  const about = {
    venueId: 'v1',
    kept: later,
    signers: [],
    head: 4,
    hashAt: new Map(hashes.entries()),
  };
  expect(inspect(about)).toEqual([{ kind: 'missing', seq: 2, by: 3 }]);
  expect(inspect({ ...about, mayBeginLater: true })).toEqual([]);
});

test('hashes are read over the pages of a long log', async () => {
  const lines = Array.from({ length: 2_500 }, (_, i) => ({
    ...{ seq: i + 1, hash: `h${i + 1}`, body: '', envelope: { id: '', at: 0 } },
  }));
  const after = async (seq: number, limit: number) => lines.slice(seq, seq + limit);
  const { head, hashAt } = await hashesAt({ after }, new Set([1, 1_000, 1_001, 2_500, 9_000]));
  expect(head).toBe(2_500);
  expect([...hashAt]).toEqual([1, 1_000, 1_001, 2_500].map((seq) => [seq, `h${seq}`]));
});

test('digits of a head are taken as people type them, and too few are none', () => {
  expect(headDigits('3B1F 4652')).toBe('3b1f4652');
  expect(headDigits('3b1f4652aa')).toBe('3b1f4652aa');
  for (const wrong of ['', '3b1f465', 'hello wor', '3b1f4652!'])
    expect(headDigits(wrong)).toBeNull();
});
