import { signal } from '../html.ts';

export const VENUE_TABS = ['tournaments', 'players', 'money', 'orders', 'leaf'] as const;
export type VenueTab = (typeof VENUE_TABS)[number];

/** A page of the core, as the part of its address behind the `#` says it. */
export type Route =
  | { readonly page: 'venues' }
  | { readonly page: 'venue'; readonly id: string; readonly tab: VenueTab }
  | { readonly page: 'board'; readonly id: string; readonly tournamentId: string }
  | { readonly page: 'player'; readonly id: string; readonly playerId: string }
  | { readonly page: 'fleet' | 'releases' | 'users' | 'organisations' | 'audit' | 'account' }
  | { readonly page: 'first'; readonly code: string }
  | { readonly page: 'refused'; readonly code: string };

const PLAIN = ['fleet', 'releases', 'users', 'organisations', 'audit', 'account'] as const;
const tabOf = (name: string | undefined): VenueTab =>
  VENUE_TABS.find((tab) => tab === name) ?? 'tournaments';

export const routeOf = (hash: string): Route => {
  const [first = '', id = '', part, more] = hash.replace(/^#\/?/, '').split('/');
  if (first === 'v' && id !== '' && part === 't' && more) {
    return { page: 'board', id, tournamentId: more };
  }
  if (first === 'v' && id !== '' && part === 'p' && more) {
    return { page: 'player', id, playerId: more };
  }
  if (first === 'v' && id !== '') return { page: 'venue', id, tab: tabOf(part) };
  if ((first === 'first' || first === 'refused') && id !== '') return { page: first, code: id };
  const plain = PLAIN.find((page) => page === first);
  return plain === undefined ? { page: 'venues' } : { page: plain };
};

export const hrefOf = (route: Exclude<Route, { page: 'first' | 'refused' }>): string => {
  switch (route.page) {
    case 'venues':
      return '#/';
    case 'venue':
      return `#/v/${route.id}${route.tab === 'tournaments' ? '' : `/${route.tab}`}`;
    case 'board':
      return `#/v/${route.id}/t/${route.tournamentId}`;
    case 'player':
      return `#/v/${route.id}/p/${route.playerId}`;
    default:
      return `#/${route.page}`;
  }
};

export const route = signal<Route>({ page: 'venues' });

const read = (): void => {
  route.value = routeOf(location.hash);
};

export const followRoute = (): void => {
  read();
  addEventListener('hashchange', read);
};

export const go = (to: Parameters<typeof hrefOf>[0]): void => {
  location.hash = hrefOf(to);
  read();
};
