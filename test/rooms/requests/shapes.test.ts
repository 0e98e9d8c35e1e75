import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fold } from '../../../src/kernel/decider.ts';
import type { Envelope } from '../../../src/kernel/envelope.ts';
import { recorded } from '../../../src/kernel/envelope.ts';
import type { RequestEvent } from '../../../src/rooms/requests/events.ts';
import { requests } from '../../../src/rooms/requests/room.ts';

/** Every shape of event that a version shipped; this file stays as it is for ever. */
const SHIPPED: readonly Envelope[] = JSON.parse(
  readFileSync(join(import.meta.dir, '../../data/events/requests-1.json'), 'utf8'),
);

/** Every type there is; the compiler asks for a new one here, and then for a new file of shapes. */
const TYPES = {
  'request.received': true,
  'request.applied': true,
  'request.conflicted': true,
  'request.settled': true,
  'request.accepted': true,
  'request.refused': true,
  'request.unknown': true,
  'request.settled.undone': true,
  'request.accepted.undone': true,
  'request.refused.undone': true,
} satisfies Record<RequestEvent['type'], true>;

test('every shape of event ever shipped is kept, one of each type at least', () => {
  const types = new Set(SHIPPED.map(({ type }) => type));
  expect(Object.keys(TYPES).filter((type) => !types.has(type))).toEqual([]);
});

test('SYN-2: requests of the first version stand as they stood', () => {
  const events = SHIPPED.map((one) => recorded<RequestEvent>(requests.upcast(one)));
  const { taken, requests: all } = fold(requests.evolve, requests.initial(), events);
  expect(taken).toEqual({ v1: 6 });
  expect(Object.values(all).map(({ id, status }) => `${id} ${status}`)).toEqual([
    ...['o1 applied', 'o2 conflicted', 'o3 settled', 'o4 waiting', 'o5 unknown', 'o6 accepted'],
  ]);
  expect(all['o2']).toMatchObject({ stands: 'theirs', side: null, version: 4, decision: 'r6' });
  expect(all['o3']).toMatchObject({ stands: 'ours', side: 'theirs', decidedBy: 'admin' });
  expect(all['o4']).toMatchObject({ entryId: null, code: null, about: { playerId: 'p2' } });
});
