import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import type * as v from 'valibot';
import { matching } from '../../src/sync/loopback/hub.ts';
import { knownOrder, ORDERS } from '../../src/sync/orders.ts';
import {
  Ack,
  DOCUMENT_KINDS,
  Document,
  decode,
  encode,
  Health,
  PROTOCOL,
  partsOf,
  STREAMS,
  SUBJECTS,
  Sync,
  speaks,
} from '../../src/sync/protocol.ts';
import { runs } from './chains.ts';

const name = fc.stringMatching(/^[A-Za-z0-9_-]{1,36}$/u).filter((id) => !(id in Object.prototype));
const seq = fc.nat();
const epoch = fc.integer({ min: 1, max: 1_000 });
const hash = fc.stringMatching(/^[0-9a-f]{64}$/u);
const at = fc.nat(253_402_300_799_999);
const kind = fc.constantFrom(...DOCUMENT_KINDS);
const protocol = fc.constant(PROTOCOL);
const place = fc.record({ seq, hash, at });
const json = fc.json().map((text) => JSON.parse(text));
const fields = fc
  .dictionary(name, json)
  .map((all): { [field: string]: string } => JSON.parse(JSON.stringify(all)));

const live = fc.record({
  ...{ tournamentId: name, name: fc.string(), status: name, level: fc.option(fc.nat()) },
  clock: fc.option(
    fc.record({ level: fc.nat(), remainingMs: seq, wallMs: at, running: fc.boolean() }),
  ),
  ...{ entries: seq, remaining: seq },
});

const MESSAGES = {
  document: [
    Document,
    fc.record({ protocol, venueId: name, epoch, kind, id: name, rev: seq, doc: fc.option(fields) }),
  ],
  health: [
    Health,
    fc.record(
      {
        ...{ protocol, epoch, version: name, build: name, head: place, downSeq: seq, now: at },
        ...{ live: fc.array(live, { maxLength: 3 }), docsWaiting: seq },
        disk: fc.record({ freeBytes: seq }),
        clock: fc.constantFrom('ok' as const, 'unsure' as const),
        ...{ sequence: seq, target: name, channel: name },
        update: fc.record(
          { outcome: name, to: seq, at, reason: name },
          { requiredKeys: ['outcome', 'to', 'at'] },
        ),
      },
      {
        requiredKeys: [
          'protocol',
          'epoch',
          'version',
          'head',
          'live',
          'downSeq',
          'docsWaiting',
          'now',
        ],
      },
    ),
  ],
  ack: [
    Ack,
    fc.record(
      {
        ...{ protocol, epoch, applied: place, now: at, want: seq, tooNew: fc.boolean() },
        docs: fc.array(fc.record({ kind, id: name, rev: seq }), { maxLength: 3 }),
        ...{ countersigned: fc.string(), fork: fc.record({ seq }) },
      },
      { requiredKeys: ['protocol', 'epoch', 'applied', 'now'] },
    ),
  ],
  sync: [
    Sync,
    fc.record({
      ...{ protocol, epoch, last: seq },
      orders: fc.array(
        fc.record({ seq: seq.map((n) => n + 1), id: name, kind: name, at, body: json }),
      ),
    }),
  ],
} satisfies { [what: string]: readonly [v.GenericSchema, fc.Arbitrary<unknown>] };

describe('a message', () => {
  for (const [what, [schema, arbitrary]] of Object.entries(MESSAGES)) {
    test(`${what}: comes back as it was, and with fields of a later protocol too`, () => {
      fc.assert(
        fc.property<[Parameters<typeof encode>[0]]>(arbitrary, (message) => {
          const own = JSON.parse(JSON.stringify(message));
          expect<unknown>(decode(schema, encode(message))).toEqual(own);
          const later = new TextEncoder().encode(JSON.stringify({ ...own, later: [1] }));
          expect<unknown>(decode(schema, later)).toEqual(own);
        }),
        runs,
      );
    });

    test(`${what}: anything else is nothing, and never throws`, () => {
      fc.assert(
        fc.property(
          fc.oneof(
            fc.uint8Array(),
            fc.json().map((text) => Buffer.from(text)),
          ),
          (bytes) => {
            expect(decode(schema, bytes)).toBeNull();
          },
        ),
        runs,
      );
    });
  }
});

test('SYN-5: versions up to two apart understand each other', () => {
  expect([-2, -1, 0, 1, 2].map((off) => speaks(PROTOCOL + off))).toEqual(Array(5).fill(true));
  expect([speaks(PROTOCOL + 3), speaks(PROTOCOL - 3)]).toEqual([false, false]);
});

test('subjects say their venue, and belong to one stream at most', () => {
  const subjects = [
    SUBJECTS.log('v1'),
    SUBJECTS.checkpoint('v1'),
    ...DOCUMENT_KINDS.map((one) => SUBJECTS.document('v1', one, 'p1')),
  ];
  for (const subject of subjects) {
    const streams = Object.values(STREAMS).filter((stream) =>
      stream.subjects.some((pattern) => matching(pattern, subject)),
    );
    expect([subject, streams.length, partsOf(subject)?.venueId]).toEqual([subject, 1, 'v1']);
  }
  const plain = [
    SUBJECTS.health('v1'),
    SUBJECTS.display('v1'),
    SUBJECTS.ack('v1'),
    SUBJECTS.sync('v1'),
  ];
  const stored = Object.values(STREAMS).flatMap((stream): readonly string[] => stream.subjects);
  for (const subject of plain) {
    expect(stored.some((pattern) => matching(pattern, subject))).toBe(false);
    expect(partsOf(subject)?.venueId).toBe('v1');
  }
  expect([partsOf('venue.v1.tournament.t.clock'), partsOf('up'), partsOf('')]).toEqual([
    null,
    null,
    null,
  ]);
});

describe('an order', () => {
  const order = (of: string, body: object) => ({
    ...{ seq: 1, id: 'o1', kind: of, at: 0, body: JSON.parse(JSON.stringify(body)) },
  });

  test('is known by its kind, with what belongs to it', () => {
    const body = { playerId: 'p1', fields: { firstName: 'Ann' }, baseRev: 4 };
    expect(knownOrder(order('profile', body))).toEqual({ kind: 'profile', body });
    expect(knownOrder(order('profile', { ...body, later: 1 }))).toEqual({ kind: 'profile', body });
    expect(knownOrder(order('erase', { playerId: 'p1' }))?.kind).toBe('erase');
  });

  test('of another kind, or with something else in it, is not', () => {
    for (const of of [...Object.keys(ORDERS), 'toString', 'later']) {
      expect(knownOrder(order(of, { nothing: true }))).toBeNull();
    }
  });
});
