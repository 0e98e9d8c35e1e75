import { describe, expect, test } from 'bun:test';
import * as v from 'valibot';
import type { Recorded } from '../../../src/kernel/decider.ts';
import { fold, isRefusal } from '../../../src/kernel/decider.ts';
import type { VenueCommand } from '../../../src/rooms/venue/commands.ts';
import { VENUE_DEFAULTS, venueBody } from '../../../src/rooms/venue/commands.ts';
import { decide } from '../../../src/rooms/venue/decide.ts';
import type { VenueEvent } from '../../../src/rooms/venue/events.ts';
import { evolve } from '../../../src/rooms/venue/evolve.ts';
import { weaknessOf } from '../../../src/rooms/venue/pins.ts';
import { initial } from '../../../src/rooms/venue/state.ts';

const ROOM = {
  name: 'Room',
  slug: 'room',
  timezone: 'Europe/Berlin',
  currency: 'EUR',
  language: 'en',
} as const;

/** What these commands lead to, one after the other; a refusal ends it. */
const after = (...commands: readonly VenueCommand[]) => {
  const events: VenueEvent[] = [];
  for (const command of commands) {
    const state = fold(evolve, initial(), events.map(recorded));
    const outcome = decide(state, command);
    if (isRefusal(outcome)) return outcome.refused;
    events.push(...outcome);
  }
  return events;
};

const recorded = (event: VenueEvent, i: number): Recorded<VenueEvent> => ({
  ...event,
  ...{ id: `e${i}`, version: i + 1, at: 0, by: 'a' },
});

const setUp: VenueCommand = { type: 'setUp', venue: ROOM, operatorId: 'a' };
const add = (operatorId: string, role: 'admin' | 'floor' | 'viewer'): VenueCommand => ({
  type: 'addOperator',
  ...{ operatorId, role },
});
const change = (operatorId: string, more: object): VenueCommand => ({
  type: 'changeOperator',
  operatorId,
  ...more,
});

describe('SYN-4: a venue that came back from the cloud', () => {
  const restore: VenueCommand = { type: 'restore', knownSeq: 9, knownAt: 1_000, series: 'B' };
  const settle: VenueCommand = { type: 'settleRestore' };
  const reopen: VenueCommand = { type: 'reopenRestore' };
  const types = (...commands: readonly VenueCommand[]) => {
    const made = after(setUp, ...commands);
    return typeof made === 'string' ? made : made.slice(2).map(({ type }): string => type);
  };

  test('says so once, and until somebody has entered again what was lost', () => {
    expect(types(restore, restore)).toEqual(['venue.restored']);
    expect(types(restore, settle, settle)).toEqual(['venue.restored', 'venue.restoreSettled']);
    expect(types(settle)).toEqual([]);
    expect(types(reopen)).toEqual([]);
    expect(types(restore, reopen)).toEqual(['venue.restored']);
    expect(after(restore)).toBe('NOT_SET_UP');
  });

  test('takes back that all is entered: whoever looks is told again', () => {
    expect(types(restore, settle, reopen, reopen, settle)).toEqual([
      ...[
        'venue.restored',
        'venue.restoreSettled',
        'venue.restoreReopened',
        'venue.restoreSettled',
      ],
    ]);
    const made = after(setUp, restore, settle, reopen);
    if (typeof made === 'string') throw new Error(made);
    const { restored } = fold(evolve, initial(), made.map(recorded));
    expect(restored).toEqual({ knownSeq: 9, knownAt: 1_000, series: 'B', settled: false });
  });

  test('says it anew on yet another leaf', () => {
    const next: VenueCommand = { ...restore, series: 'C', knownSeq: 20 };
    expect(types(restore, settle, next)).toEqual([
      ...['venue.restored', 'venue.restoreSettled', 'venue.restored'],
    ]);
    const made = after(setUp, restore, settle, next);
    if (typeof made === 'string') throw new Error(made);
    expect(fold(evolve, initial(), made.map(recorded)).restored).toEqual({
      knownSeq: 20,
      knownAt: 1_000,
      series: 'C',
      settled: false,
    });
  });
});

describe('the venue', () => {
  test('OPS-2: it is set up once, with its first admin', () => {
    expect(after(setUp)).toEqual([
      { type: 'venue.setUp', data: ROOM },
      { type: 'operator.added', data: { operatorId: 'a', role: 'admin' } },
    ]);
    expect(after(setUp, setUp)).toBe('ALREADY_SET_UP');
    expect(after(add('b', 'floor'))).toBe('NOT_SET_UP');
  });

  test('SEC-1: the last admin can be neither demoted nor deactivated, another one can', () => {
    expect(after(setUp, change('a', { role: 'floor' }))).toBe('LAST_ADMIN');
    expect(after(setUp, change('a', { active: false }))).toBe('LAST_ADMIN');
    expect(after(setUp, add('b', 'floor'), change('a', { active: false }))).toBe('LAST_ADMIN');
    const gone = change('b', { active: false });
    expect(after(setUp, add('b', 'admin'), gone, change('a', { role: 'viewer' }))).toBe(
      'LAST_ADMIN',
    );
    expect(after(setUp, add('b', 'admin'), change('a', { role: 'viewer' }))).toContainEqual({
      type: 'operator.roleChanged',
      data: { operatorId: 'a', role: 'viewer', before: 'admin' },
    });
  });

  test('SEC-4: what changes nothing leaves no event', () => {
    const before = after(setUp);
    expect(after(setUp, { type: 'configure', venue: ROOM })).toEqual(before);
    expect(after(setUp, change('a', { role: 'admin', active: true }))).toEqual(before);
    expect(after(setUp, change('b', { role: 'admin' }))).toBe('NO_SUCH_OPERATOR');
    expect(after(setUp, change('toString', { role: 'admin' }))).toBe('NO_SUCH_OPERATOR');
  });
});

describe('what a venue says of itself', () => {
  const configure = (venue: object): VenueCommand => ({ type: 'configure', venue });
  const last = (...commands: readonly VenueCommand[]) => {
    const events = after(setUp, ...commands);
    return typeof events === 'string' ? events : events.at(-1);
  };

  test('DSP-5: what is left out stays, what is null goes; the event holds the whole', () => {
    const wifi = { ssid: 'Guests', password: 'long enough' };
    expect(
      last(configure({ accent: '#cba6f7', wifi }), configure({ logo: 'l1', wifi: null })),
    ).toEqual({
      type: 'venue.configured',
      data: { ...VENUE_DEFAULTS, ...ROOM, accent: '#cba6f7', logo: 'l1' },
    });
    expect(after(configure({ accent: null }))).toBe('NOT_SET_UP');
  });

  test('ACC-5: a public address is a whole one without a path, a Wi-Fi has a name', () => {
    const takes = (body: object) => v.safeParse(venueBody, body).success;
    for (const publicUrl of ['https://club.example', 'http://10.0.0.5:8080', null])
      expect([publicUrl, takes({ publicUrl })]).toEqual([publicUrl, true]);
    for (const publicUrl of ['club.example', 'https://club.example/', 'javascript:alert(1)', ''])
      expect([publicUrl, takes({ publicUrl })]).toEqual([publicUrl, false]);
    expect(takes({ wifi: { ssid: '', password: '' } })).toBe(false);
    expect(takes({ accent: 'red' })).toBe(false);
    expect(takes({ logo: 'l1' })).toBe(false);
  });
});

describe('PINs', () => {
  test('SEC-1: what people try first is refused', () => {
    for (const pin of [
      ...['000000', '999999', '123456', '654321', '890123', '135791', '121212', '123123'],
      ...['112233', '111222', '123321', '147258', '311299', '123199', '991231'],
    ]) {
      expect([pin, weaknessOf(pin)]).not.toEqual([pin, null]);
    }
  });

  test('SEC-1: nearly nine of ten PINs may stand', () => {
    const all = Array.from({ length: 1_000_000 }, (_, i) => String(i).padStart(6, '0'));
    const strong = all.filter((pin) => weaknessOf(pin) === null).length;
    expect(strong).toBeGreaterThan(870_000);
    expect(weaknessOf('739154')).toBeNull();
  });
});

describe('SEC-10: what the leaf runs on stands in the log', () => {
  const note = (parts: readonly string[]): VenueCommand => ({ type: 'noteMachine', parts });

  test('another disk, once; nothing where nothing is another one', () => {
    expect(after(setUp, note([]), note(['disk']))).toEqual([
      ...(after(setUp) as VenueEvent[]),
      { type: 'venue.machineChanged', data: { parts: ['disk'] } },
    ]);
  });

  test('nothing in the log of a leaf that nobody has set up', () => {
    expect(after(note(['disk']))).toBe('NOT_SET_UP');
  });
});

describe('OPS-3: which release serves stands in the log', () => {
  const note = (reason: string | null): VenueCommand => ({
    ...{ type: 'noteSoftware', from: '1.8.0', to: '1.7.0', reason },
  });

  test('an update and a way back, with its reason', () => {
    expect(after(setUp, note(null), note('watchdog'))).toEqual([
      ...(after(setUp) as VenueEvent[]),
      { type: 'venue.softwareUpdated', data: { from: '1.8.0', to: '1.7.0' } },
      {
        type: 'venue.softwareRolledBack',
        data: { from: '1.8.0', to: '1.7.0', reason: 'watchdog' },
      },
    ]);
  });

  test('nothing in the log of a leaf that nobody has set up: it may still take that of another', () => {
    expect(after(note(null))).toBe('NOT_SET_UP');
  });
});
