import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { fold, isRefusal } from '../../../src/kernel/decider.ts';
import type { Command, Verdict } from '../../../src/rooms/requests/commands.ts';
import type { About, RequestEvent } from '../../../src/rooms/requests/events.ts';
import { REASONS } from '../../../src/rooms/requests/events.ts';
import { KEPT } from '../../../src/rooms/requests/evolve.ts';
import { requests } from '../../../src/rooms/requests/room.ts';
import { lastSeq } from '../../../src/rooms/requests/state.ts';
import { doneRequests, openRequests, valueText } from '../../../src/rooms/requests/views.ts';
import { given, recordedFrom } from '../../given.ts';

const NOBODY: About = { playerId: null, tournamentId: null, registrationId: null };
const LATE: About = { playerId: 'p1', tournamentId: 't1', registrationId: 'g1' };

const received = (seq: number, kind = 'registration', about = LATE): RequestEvent => ({
  type: 'request.received',
  data: { orderId: `o${seq}`, venueId: 'v1', seq, kind, about },
});
const take = (seq: number, verdict: Verdict, kind = 'registration'): Command => ({
  ...{ type: 'take', orderId: `o${seq}`, venueId: 'v1', seq, kind, about: LATE },
  ...verdict,
});
const conflicted: RequestEvent = {
  type: 'request.conflicted',
  data: {
    ...{ orderId: 'o1', stands: 'theirs', version: 3, ignored: [] },
    conflicts: [{ field: 'phone', values: null }],
  },
};

describe('SYN-2: each order once and in its place', () => {
  test('the next one is taken, and its answer stands in the same breath', () => {
    given(requests, [])
      .when(take(1, { verdict: 'refused', code: 'NOT_FOUND' }))
      .then(received(1), {
        type: 'request.refused',
        data: { orderId: 'o1', code: 'NOT_FOUND' },
      });
  });

  test('one that waits has no answer yet', () => {
    given(requests, [received(1)])
      .when(take(2, { verdict: 'waiting' }))
      .then(received(2));
  });

  test('sent again it changes nothing', () => {
    const twice = given(requests, [received(1)]).when(take(1, { verdict: 'waiting' }));
    twice.refused('ORDER_TAKEN');
  });

  test('one whose forerunner is missing is not taken', () => {
    given(requests, [received(1)])
      .when(take(3, { verdict: 'waiting' }))
      .refused('ORDERS_MISSING');
  });

  test('a house that joins another venue of a core begins anew there', () => {
    const other: Command = { ...take(1, { verdict: 'waiting' }), venueId: 'v2' } as Command;
    given(requests, [received(1), received(2)])
      .when(other)
      .then({
        type: 'request.received',
        data: { orderId: 'o1', venueId: 'v2', seq: 1, kind: 'registration', about: LATE },
      });
  });

  test('what is not understood is answered so, and the next one follows', () => {
    const past: RequestEvent[] = [
      received(1, 'seatMap', NOBODY),
      { type: 'request.unknown', data: { orderId: 'o1' } },
    ];
    given(requests, past)
      .when(take(2, { verdict: 'waiting' }))
      .then(received(2));
  });
});

describe('SYN-2: an operator decides about what concerns a running tournament', () => {
  const waiting = given(requests, [received(1)]);

  test('accepted it becomes an entry', () => {
    waiting
      .when({ type: 'accept', orderId: 'o1', entryId: 'e1' })
      .then({ type: 'request.accepted', data: { orderId: 'o1', entryId: 'e1' } });
  });

  test.each([...REASONS])('refused it says why in a closed word: %s', (reason) => {
    waiting
      .when({ type: 'refuse', orderId: 'o1', reason })
      .then({ type: 'request.refused', data: { orderId: 'o1', code: reason } });
  });

  test.each([
    [{ type: 'accept', orderId: 'o1', entryId: 'e2' }],
    [{ type: 'refuse', orderId: 'o1', reason: 'full' }],
    [{ type: 'settle', orderId: 'o1', side: 'ours' }],
  ] satisfies [Command][])('two tablets: the second one is told: %p', (command) => {
    const past: RequestEvent[] = [
      received(1),
      { type: 'request.accepted', data: { orderId: 'o1', entryId: 'e1' } },
    ];
    given(requests, past).when(command).refused('REQUEST_DECIDED');
  });

  test.each(['o2', 'toString', '__proto__'])('there is no request %s', (orderId) => {
    waiting.when({ type: 'accept', orderId, entryId: 'e1' }).refused('NO_SUCH_REQUEST');
    waiting.when({ type: 'undo', orderId, eventId: 'e1' }).refused('NO_SUCH_REQUEST');
  });
});

describe('PLY-6: decisions are taken back', () => {
  const accepted: RequestEvent = {
    type: 'request.accepted',
    data: { orderId: 'o1', entryId: 'e1' },
  };
  const refused: RequestEvent = {
    type: 'request.refused',
    data: { orderId: 'o1', code: 'REGISTRATION_CLOSED' },
  };
  const undo: Command = { type: 'undo', orderId: 'o1', eventId: 'e2' };

  test('an acceptance and a refusal wait again', () => {
    for (const decision of [accepted, refused]) {
      const past = [received(1), decision];
      const back: RequestEvent = {
        type: `${decision.type}.undone` as 'request.accepted.undone',
        data: { eventId: 'e2', orderId: 'o1' },
      };
      given(requests, past).when(undo).then(back);
      const state = fold(
        requests.evolve,
        requests.initial(),
        recordedFrom<RequestEvent>([...past, back]),
      );
      expect(openRequests(state)).toMatchObject([
        { status: 'waiting', code: null, entryId: null, decision: 'e3' },
      ]);
    }
  });

  test('only the decision that stands, and not twice', () => {
    const past: RequestEvent[] = [received(1), accepted];
    const other: Command = { type: 'undo', orderId: 'o1', eventId: 'e1' };
    given(requests, past).when(other).refused('ALREADY_UNDONE');
    const back: RequestEvent = {
      type: 'request.accepted.undone',
      data: { eventId: 'e2', orderId: 'o1' },
    };
    given(requests, [...past, back])
      .when(undo)
      .refused('ALREADY_UNDONE');
  });

  test('what was done without an operator, and what no operator can make fit, stays', () => {
    const applied: RequestEvent = {
      type: 'request.applied',
      data: { orderId: 'o1', ignored: [] },
    };
    given(requests, [received(1, 'profile'), applied])
      .when(undo)
      .refused('NO_DECISION');
    given(requests, [received(1, 'profile'), refused])
      .when(undo)
      .refused('NO_DECISION');
    const waits: Command = { type: 'undo', orderId: 'o1', eventId: 'e1' };
    given(requests, [received(1)])
      .when(waits)
      .refused('NO_DECISION');
  });
});

describe('SYN-3: conflicts are shown until somebody has looked', () => {
  const past: RequestEvent[] = [received(1, 'profile'), conflicted];
  const settled: RequestEvent = { type: 'request.settled', data: { orderId: 'o1', side: 'ours' } };

  test('either side may stand, and may be taken back', () => {
    given(requests, past).when({ type: 'settle', orderId: 'o1', side: 'ours' }).then(settled);
    given(requests, [...past, settled])
      .when({ type: 'undo', orderId: 'o1', eventId: 'e3' })
      .then({ type: 'request.settled.undone', data: { eventId: 'e3', orderId: 'o1' } });
  });

  test('the row says which side stands, and names fields, never what they hold', () => {
    const events = recordedFrom<RequestEvent>([...past, settled]);
    const state = fold(requests.evolve, requests.initial(), events);
    const [row] = events.slice(-1).flatMap((event) => requests.project(event, state));
    expect(row).toMatchObject({
      ...{ table: 'requests', key: { id: 'o1' } },
      row: { seq: 1, status: 'settled', side: 'ours', conflicts: '["phone"]', playerId: 'p1' },
    });
  });
});

test.each([
  [null, ''],
  ['', ''],
  ['The Card Room', 'The Card Room'],
  [{ ssid: 'Room', password: 'aces full' }, 'Room · aces full'],
  [['a', 'b'], 'a, b'],
  [true, 'true'],
])('SYN-3: %p is shown as %p', (value, shown) => {
  expect(valueText(value)).toBe(shown);
});

test('SYN-2: any order of decisions keeps every open request, and bounds the others', () => {
  const verdict = fc.constantFrom<Verdict['verdict']>('waiting', 'unknown', 'refused', 'accepted');
  fc.assert(
    fc.property(fc.array(verdict, { minLength: KEPT, maxLength: KEPT * 2 }), (all) => {
      const facts = all.flatMap((one, i): RequestEvent[] => {
        const command = take(i + 1, { verdict: one, code: 'ENDED', entryId: 'e' } as Verdict);
        const state = { taken: { v1: i }, requests: {} };
        const answer = requests.decide(state, command);
        return isRefusal(answer) ? [] : [...answer];
      });
      const state = fold(requests.evolve, requests.initial(), recordedFrom<RequestEvent>(facts));
      expect(lastSeq(state, 'v1')).toBe(all.length);
      expect(openRequests(state)).toHaveLength(all.filter((one) => one === 'waiting').length);
      const done = doneRequests(state, KEPT * 2);
      expect(done.length).toBeLessThanOrEqual(KEPT + 1);
      const newest = all.findLastIndex((one) => one !== 'waiting') + 1;
      if (newest > 0) expect(done[0]?.seq).toBe(newest);
    }),
    { numRuns: Number(process.env['FELT_RUNS'] ?? 20) },
  );
});
