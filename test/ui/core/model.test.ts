import { describe, expect, test } from 'bun:test';
import type { LiveLine, VenueLine } from '../../../src/core/app.ts';
import { HOUR, MINUTE, SECOND } from '../../../src/kernel/time.ts';
import {
  ageOf,
  found,
  inOrder,
  leftMs,
  passes,
  stateOf,
  totals,
  troublesOf,
} from '../../../ui/core/model.ts';
import { hrefOf, routeOf } from '../../../ui/core/routes.ts';

const NOW = 1_790_000_000_000;

type Report = NonNullable<VenueLine['report']>;

const report = (more: Partial<Report> = {}): Report => ({
  ...{ heardAt: NOW - SECOND, version: '0.1.0', build: null, headSeq: 10, headAt: NOW },
  ...{ appliedSeq: 10, appliedAt: NOW, behindSince: null, docsWaiting: 0, waiting: 0 },
  ...{ freeBytes: null, clock: 'ok', clockAheadMs: 20, live: [] },
  alerts: [],
  ...more,
});

const venue = (more: Partial<VenueLine> = {}): VenueLine => ({
  ...{ id: 'v', slug: 'v', name: 'Room', organisation: null, timezone: 'UTC', currency: 'EUR' },
  ...{ role: 'platformAdmin', revokedAt: null, leaf: null, codeUntil: null, report: report() },
  alarms: [],
  ...more,
});

const live = (more: Partial<LiveLine> = {}): LiveLine => ({
  ...{ tournamentId: 't', name: 'Friday', status: 'running', level: 3, entries: 40, remaining: 9 },
  clock: { level: 2, remainingMs: 10 * MINUTE, at: NOW - 4 * MINUTE, running: true },
  ...more,
});

const kinds = (one: VenueLine) => troublesOf(one, NOW).map(({ kind }) => kind);

describe('OPS-6: what somebody should look at', () => {
  test.each([
    ['in step', {}, []],
    ['quiet for just under five minutes', { heardAt: NOW - 299 * SECOND }, []],
    ['silent for more', { heardAt: NOW - 301 * SECOND }, ['silent']],
    ['behind for 20 s', { appliedSeq: 4, behindSince: NOW - 20 * SECOND }, []],
    ['behind for 31 s', { appliedSeq: 4, behindSince: NOW - 31 * SECOND }, ['lag']],
    ['1,000 events behind', { headSeq: 1_010 }, []],
    ['1,001 events behind', { headSeq: 1_011 }, ['backlog']],
    ['unsure of the time', { clock: 'unsure', clockAheadMs: null }, ['clock']],
    ['unsure of a time that is right', { clock: 'unsure', clockAheadMs: -900 }, []],
    ['sure of a time that is wrong', { clockAheadMs: -61 * SECOND }, ['clock']],
    ['short of room', { freeBytes: 1_000_000_000 }, ['disk']],
    ['newer than this core', { waiting: 3 }, ['upgrade']],
  ] as const)('a leaf that is %s', (_, more, expected) => {
    expect(kinds(venue({ report: report(more) }))).toEqual([...expected]);
  });

  test('alarms come first, and nothing is the matter with a venue that was cut off', () => {
    const gap = { kind: 'gap', seq: 4, firstAt: NOW, lastAt: NOW, times: 1 };
    const silent = report({ heardAt: NOW - HOUR });
    expect(kinds(venue({ alarms: [gap], report: silent }))).toEqual(['alarm', 'silent']);
    const revoked = venue({ alarms: [gap], report: silent, revokedAt: NOW });
    expect(kinds(revoked)).toEqual([]);
    expect(stateOf(revoked, NOW)).toBe('revoked');
  });

  test('what a leaf says of itself, but what the core knows better, and nothing twice', () => {
    const alert = { tone: 'warning', since: NOW - HOUR, value: 1, says: 'in English' } as const;
    const said = ['lag', 'temperature', 'diskLow', 'offline', 'news'].map((kind) => ({
      ...{ ...alert, kind },
    }));
    const told = venue({ report: report({ alerts: said, freeBytes: 1_000 }) });
    expect(kinds(told)).toEqual(['leaf', 'leaf', 'leaf']);
    expect(stateOf(told, NOW)).toBe('attention');
    expect(kinds(venue({ report: report({ alerts: said }), revokedAt: NOW }))).toEqual([]);
  });

  test('a venue that was told to wait is not behind', () => {
    const quota = { kind: 'quota', seq: null, firstAt: NOW, lastAt: NOW - HOUR, times: 9 };
    const late = report({ headSeq: 9_999, behindSince: NOW - HOUR });
    expect(kinds(venue({ alarms: [quota], report: late }))).toEqual(['alarm']);
    const old = { ...quota, lastAt: NOW - 2 * HOUR };
    expect(kinds(venue({ alarms: [old], report: late }))).toEqual(['alarm', 'backlog']);
  });

  test('a state in a word', () => {
    expect(stateOf(venue(), NOW)).toBe('inStep');
    expect(stateOf(venue({ report: null }), NOW)).toBe('noLeaf');
    const leaf = { epoch: 1, enrolledAt: NOW - 50 * SECOND, version: '0.1.0', key: 'U' };
    expect(stateOf(venue({ report: null, leaf }), NOW)).toBe('noLeaf');
    const unheard = venue({ report: null, leaf: { ...leaf, enrolledAt: NOW - 2 * MINUTE } });
    expect([stateOf(unheard, NOW), kinds(unheard)]).toEqual(['attention', ['unheard']]);
    expect(stateOf(venue({ report: report({ appliedSeq: 9 }) }), NOW)).toBe('catchingUp');
    expect(stateOf(venue({ report: report({ heardAt: NOW - HOUR }) }), NOW)).toBe('silent');
    expect(stateOf(venue({ report: report({ headSeq: 9_999 }) }), NOW)).toBe('attention');
  });
});

test('a running clock is counted on from its anchor, a standing one is not, none goes below 0', () => {
  expect(leftMs(live(), NOW)).toBe(6 * MINUTE);
  expect(leftMs(live(), NOW + HOUR)).toBe(0);
  const clock = { level: 2, remainingMs: 10 * MINUTE, at: NOW - HOUR, running: false };
  expect(leftMs(live({ clock }), NOW)).toBe(10 * MINUTE);
  // Told of a moment that is still to come: a clock that is a little wrong gives no more than there is.
  expect(leftMs(live(), NOW - HOUR)).toBe(10 * MINUTE);
  expect(leftMs(live({ clock: null }), NOW)).toBeNull();
});

const ODD = venue({ id: 'odd', name: 'Ärger', report: report({ headSeq: 9_999 }) });
const FULL = venue({
  id: 'full',
  name: 'Zoo',
  report: report({ live: [live({ remaining: 90 })] }),
});
const CALM = venue({ id: 'calm', name: 'Anker' });
const ALL = [CALM, FULL, ODD];

test('what needs somebody comes first, then nights that fell silent, nights, closed houses, quiet ones', () => {
  const old = { heardAt: NOW - HOUR };
  const lost = venue({ id: 'lost', report: report({ ...old, live: [live()] }) });
  const closed = venue({ id: 'closed', report: report(old) });
  const ids = inOrder([...ALL, closed, lost], NOW).map(({ id }) => id);
  expect(ids).toEqual(['odd', 'lost', 'full', 'closed', 'calm']);
});

test('a search finds every word, in any order, whatever accents and capitals', () => {
  const ids = (typed: string) => found(ALL, typed).map(({ id }) => id);
  expect(ids('arger')).toEqual(['odd']);
  expect(ids('friday ZOO')).toEqual(['full']);
  expect(ids('friday anker')).toEqual([]);
  expect(ids('  ')).toEqual(['calm', 'full', 'odd']);
});

test('every venue is quiet, playing or to be looked at', () => {
  const by = (filter: 'all' | 'playing' | 'attention' | 'quiet') =>
    ALL.filter((one) => passes(filter, one, NOW)).map(({ id }) => id);
  expect(by('all')).toEqual(['calm', 'full', 'odd']);
  expect(by('playing')).toEqual(['full']);
  expect(by('attention')).toEqual(['odd']);
  expect(by('quiet')).toEqual(['calm']);
  expect(totals(ALL)).toEqual({ venues: 3, playing: 1, players: 90, waiting: 9_989 });
});

test('an age in the one unit that says it', () => {
  const ages = [0, 4_999, 59_999, 119 * MINUTE, 47 * HOUR, 49 * HOUR].map(ageOf);
  expect(ages).toEqual([
    { unit: 'now', n: 0 },
    { unit: 'now', n: 0 },
    { unit: 'seconds', n: 59 },
    { unit: 'minutes', n: 119 },
    { unit: 'hours', n: 47 },
    { unit: 'days', n: 2 },
  ]);
});

test('every page has an address that leads back to it', () => {
  const routes = [
    { page: 'venues' },
    { page: 'venue', id: 'a', tab: 'players' },
    { page: 'venue', id: 'a', tab: 'tournaments' },
    { page: 'board', id: 'a', tournamentId: 'b' },
    ...(['fleet', 'users', 'organisations', 'audit', 'account'] as const).map((page) => ({ page })),
  ] as const;
  for (const route of routes) expect(routeOf(hrefOf(route))).toEqual(route);
  expect(routeOf('#/first/AAAAA-BBBBB-CCCCC')).toEqual({
    ...{ page: 'first', code: 'AAAAA-BBBBB-CCCCC' },
  });
  expect(routeOf('#/nonsense')).toEqual({ page: 'venues' });
});
