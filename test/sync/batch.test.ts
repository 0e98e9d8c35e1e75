import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { chainHash, GENESIS } from '../../src/log/chain.ts';
import type { Batch } from '../../src/sync/batch.ts';
import {
  chained,
  decodeBatch,
  encodeBatch,
  fitting,
  MOST_BYTES,
  messageId,
} from '../../src/sync/batch.ts';
import { PROTOCOL } from '../../src/sync/protocol.ts';
import { batchOf, runs } from './chains.ts';

const bodies = fc.array(
  fc.json().map((json) => `{"id":"x","data":${json}}`),
  {
    minLength: 1,
    maxLength: 8,
  },
);

const textOf = (payload: Uint8Array): string => new TextDecoder().decode(payload);
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test('a batch comes back as it was, each body byte for byte', () => {
  fc.assert(
    fc.property(bodies, fc.integer({ min: 1, max: 2 ** 40 }), (all, firstSeq) => {
      const batch = batchOf(all, { firstSeq, prevHash: GENESIS, epoch: 3 });
      expect(decodeBatch(encodeBatch(batch))).toEqual(batch);
    }),
    runs,
  );
});

test('bodies with line separators and any script survive', () => {
  const all = ['{"t":"\u2028\u2029 \\n Ærø 🂡 \\ud800"}', '{"t":"\ufeff"}'];
  const batch = batchOf(all, { firstSeq: 1, prevHash: GENESIS, epoch: 1 });
  expect(decodeBatch(encodeBatch(batch))).toEqual(batch);
});

test('a field that a later protocol adds is passed over', () => {
  const batch = batchOf(['{}'], { firstSeq: 1, prevHash: GENESIS, epoch: 1 });
  const [first = '', ...rest] = textOf(encodeBatch(batch)).split('\n');
  const header = { ...JSON.parse(first), protocol: PROTOCOL + 2, zone: 'new' };
  const read = decodeBatch(bytesOf([JSON.stringify(header), ...rest].join('\n')));
  expect(read).toEqual({ ...batch, protocol: PROTOCOL + 2 });
});

test('SYN-5: a protocol more than two ahead is too new, whatever else it holds', () => {
  const header = JSON.stringify({ protocol: PROTOCOL + 3, anything: true });
  expect(decodeBatch(bytesOf(`${header}\n{}`))).toBe('tooNew');
});

test('what is no batch is damaged, and never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string().map(bytesOf)), (bytes) => {
      expect(decodeBatch(bytes)).toBe('damaged');
    }),
    runs,
  );
  const payload = textOf(
    encodeBatch(batchOf(['{}', '{}'], { firstSeq: 1, prevHash: GENESIS, epoch: 1 })),
  );
  expect(decodeBatch(bytesOf(payload.slice(0, payload.lastIndexOf('\n'))))).toBe('damaged');
});

test('any body that was changed, dropped, added or moved breaks the chain', () => {
  const batch = batchOf(['{"a":1}', '{"b":2}', '{"c":3}'], {
    firstSeq: 7,
    prevHash: GENESIS,
    epoch: 1,
  });
  const hold = (change: Partial<Batch>) => chained({ ...batch, ...change }, chainHash) !== null;
  expect(hold({})).toBe(true);
  expect(hold({ bodies: ['{"a":1}', '{"b":9}', '{"c":3}'] })).toBe(false);
  expect(hold({ bodies: ['{"b":2}', '{"a":1}', '{"c":3}'] })).toBe(false);
  expect(hold({ bodies: ['{"a":1}', '{"b":2}'] })).toBe(false);
  expect(hold({ firstSeq: 8 })).toBe(false);
  expect(hold({ prevHash: '1'.repeat(64) })).toBe(false);
});

test('a message holds at most 64 KB, or one event that is bigger', () => {
  const line = (length: number) => ({ body: 'ø'.repeat(length / 2) });
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 2, max: 40_000 }), { minLength: 1 }), (lengths) => {
      const all = lengths.map(line);
      const taken = fitting(all);
      const batch = batchOf(
        taken.map(({ body }) => body),
        { firstSeq: 1, prevHash: GENESIS, epoch: 1 },
      );
      expect(encodeBatch(batch).length).toBeLessThanOrEqual(MOST_BYTES);
      expect(taken).toEqual(all.slice(0, taken.length));
    }),
    runs,
  );
  expect(fitting([line(200_000), line(2)])).toEqual([line(200_000)]);
});

test('message ids differ by venue, epoch, first event, last event and round', () => {
  const [of, later] = [
    { venueId: 'v', epoch: 1 },
    { venueId: 'v', epoch: 2 },
  ];
  const ids = [
    messageId(of, 'a', 'c', 0),
    messageId(of, 'b', 'c', 0),
    messageId(of, 'a', 'b', 0),
    messageId(later, 'a', 'c', 0),
    messageId({ ...of, venueId: 'w' }, 'a', 'c', 0),
    messageId(of, 'a', 'c', 1),
  ];
  expect(new Set(ids).size).toBe(ids.length);
});
