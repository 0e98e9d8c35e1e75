import { expect, test } from 'bun:test';
import { hrefOf, routeOf } from '../../../../ui/core/routes.ts';
import type { Listed } from '../../../../ui/core/venue/model.ts';
import { byMoment, fullName, named } from '../../../../ui/core/venue/model.ts';

const one = (name: string, more: Partial<Listed> = {}): Listed => ({
  ...{ id: name, name, currency: 'EUR', status: 'ended', createdAt: '2026-01-01T00:00:00.000Z' },
  ...{ startsAt: null, startedAt: null, endedAt: null, entries: 0, remaining: 0, prizePool: 0 },
  ...more,
});

test('a tournament is found by any of its words, whatever accents and capitals were typed', () => {
  const all = [one('Große Herbst-Trophy'), one('Céleste Freezeout'), one('Friday Turbo')];
  const names = (typed: string) => named(all, typed).map(({ name }) => name);
  expect(names('celeste')).toEqual(['Céleste Freezeout']);
  expect(names('TURBO fri')).toEqual(['Friday Turbo']);
  expect(names('  ')).toHaveLength(3);
  expect(names('turbo celeste')).toEqual([]);
});

test('what comes is told soonest first, what was newest first', () => {
  const at = (day: string) => `2026-03-${day}T19:00:00.000Z`;
  const all = [
    one('later', { status: 'setup', startsAt: at('20') }),
    one('soon', { status: 'setup', startsAt: at('10') }),
    one('old', { endedAt: at('01') }),
    one('new', { endedAt: at('05') }),
    one('on', { status: 'running', startedAt: at('06') }),
  ];
  const names = (status: Listed['status']) => byMoment(all, status).map(({ name }) => name);
  expect(names('setup')).toEqual(['soon', 'later']);
  expect(names('ended')).toEqual(['new', 'old']);
  expect(names('running')).toEqual(['on']);
});

test('a player without a name is called by the nickname', () => {
  expect(fullName({ firstName: 'Ann', lastName: 'Berg', nickname: 'Ace' })).toBe('Ann Berg');
  expect(fullName({ firstName: '', lastName: '', nickname: 'Ace' })).toBe('Ace');
});

test('every page of a venue has an address that leads back to it', () => {
  const pages = [
    { page: 'venue', id: 'v', tab: 'money' },
    { page: 'board', id: 'v', tournamentId: 't' },
    { page: 'player', id: 'v', playerId: 'p' },
  ] as const;
  for (const page of pages) expect(routeOf(hrefOf(page))).toEqual(page);
});
