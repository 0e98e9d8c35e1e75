import { signal } from './html.ts';

export const TABS = ['overview', 'players', 'tables', 'money', 'more'] as const;
export type Tab = (typeof TABS)[number];

/** A page of the operator's, as its address says it. */
export type Route =
  | { readonly page: 'setup' }
  | { readonly page: 'tournaments' }
  | { readonly page: 'new' }
  | { readonly page: 'import'; readonly from: string | null }
  | { readonly page: 'night'; readonly id: string; readonly tab: Tab };

const isTab = (name: string | undefined): name is Tab => TABS.some((tab) => tab === name);

/** `/setup` is a path of its own; everything else is told apart behind the `#`. */
export const routeOf = (path: string, hash: string): Route => {
  if (path === '/setup') return { page: 'setup' };
  const [first, id, tab] = hash.replace(/^#\/?/, '').split('/');
  if (first === 'new') return { page: 'new' };
  if (first === 'import') return { page: 'import', from: id ?? null };
  if (first === 't' && id) return { page: 'night', id, tab: isTab(tab) ? tab : 'overview' };
  return { page: 'tournaments' };
};

export const hrefOf = (route: Exclude<Route, { page: 'setup' }>): string => {
  switch (route.page) {
    case 'night':
      return `#/t/${route.id}${route.tab === 'overview' ? '' : `/${route.tab}`}`;
    case 'new':
      return '#/new';
    case 'import':
      return route.from === null ? '#/import' : `#/import/${route.from}`;
    case 'tournaments':
      return '#/';
  }
};

export const route = signal<Route>({ page: 'tournaments' });

const read = (): void => {
  route.value = routeOf(location.pathname, location.hash);
};

export const followRoute = (): void => {
  read();
  addEventListener('hashchange', read);
  addEventListener('popstate', read);
};

export const go = (to: Exclude<Route, { page: 'setup' }>): void => {
  if (location.pathname === '/') location.hash = hrefOf(to);
  else history.pushState(null, '', `/${hrefOf(to)}`);
  read();
};
