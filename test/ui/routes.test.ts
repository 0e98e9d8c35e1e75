import { expect, test } from 'bun:test';
import type { Route } from '../../ui/routes.ts';
import { hrefOf, routeOf } from '../../ui/routes.ts';

test.each<Exclude<Route, { page: 'setup' }>>([
  { page: 'tournaments' },
  { page: 'new' },
  { page: 'new', from: 'first' },
  { page: 'templates', id: null },
  { page: 'templates', id: 'abc' },
  { page: 'requests', from: null },
  { page: 'requests', from: 'abc' },
  { page: 'import', from: null },
  { page: 'import', from: 'abc' },
  { page: 'night', id: 'abc', tab: 'overview' },
  { page: 'night', id: 'abc', tab: 'money' },
])('an address leads back to the page it was made for: %o', (route) => {
  expect(routeOf('/', hrefOf(route))).toEqual(route);
});

test('an address that nobody made leads to something, never to an error', () => {
  expect(routeOf('/', '#/t/abc/nonsense')).toEqual({ page: 'night', id: 'abc', tab: 'overview' });
  expect(routeOf('/', '#/what/ever')).toEqual({ page: 'tournaments' });
  expect(routeOf('/setup', '')).toEqual({ page: 'setup' });
});
