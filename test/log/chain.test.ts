import { expect, test } from 'bun:test';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { chainHash, EMPTY, firstBad, GENESIS } from '../../src/log/chain.ts';

/** The definition once more, with nothing shared: previous bytes, seq as 8 bytes, body as UTF-8. */
const plain = (prev: string, seq: bigint, body: string) => {
  const place = new DataView(new ArrayBuffer(8));
  place.setBigUint64(0, seq);
  const bytes = [Buffer.from(prev, 'hex'), new Uint8Array(place.buffer), Buffer.from(body, 'utf8')];
  return createHash('sha256').update(Buffer.concat(bytes)).digest('hex');
};

test('the hash is sha256 over previous hash, seq as u64 big-endian and body', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.maxSafeNat(), (body, seq) => {
      const prev = plain(GENESIS, 1n, 'before');
      expect(chainHash(prev, seq, body)).toBe(plain(prev, BigInt(seq), body));
    }),
  );
  expect(chainHash(GENESIS, 2 ** 40 + 5, 'x')).toBe(plain(GENESIS, 2n ** 40n + 5n, 'x'));
});

const chain = (bodies: readonly string[]) => {
  let last = EMPTY;
  return bodies.map((body) => {
    last = { seq: last.seq + 1, hash: chainHash(last.hash, last.seq + 1, body) };
    return { ...last, body };
  });
};

const BODIES = ['a', 'b', 'c', 'd', 'e'];

test('a run that nobody touched holds, from its beginning and from its middle', () => {
  const rows = chain(BODIES);
  expect(firstBad(EMPTY, rows)).toBeNull();
  expect(firstBad(rows[1] ?? EMPTY, rows.slice(2))).toBeNull();
});

test.each([
  [
    'a changed body',
    (rows: ReturnType<typeof chain>) => rows.with(2, { ...row(rows, 2), body: 'X' }),
    3,
  ],
  [
    'a changed hash',
    (rows: ReturnType<typeof chain>) => rows.with(2, { ...row(rows, 2), hash: GENESIS }),
    3,
  ],
  ['a missing row', (rows: ReturnType<typeof chain>) => rows.toSpliced(2, 1), 3],
  [
    'rows changing places',
    (rows: ReturnType<typeof chain>) => rows.with(2, row(rows, 3)).with(3, row(rows, 2)),
    3,
  ],
  ['a missing beginning', (rows: ReturnType<typeof chain>) => rows.slice(1), 1],
])('%s is found where it happened', (_name, tamper, seq) => {
  expect(firstBad(EMPTY, tamper(chain(BODIES)))).toBe(seq);
});

const row = (rows: ReturnType<typeof chain>, i: number) => {
  const one = rows[i];
  if (one === undefined) throw new Error('no such row');
  return one;
};
