import { signal } from './html.ts';

export const TABS = ['overview', 'players', 'tables', 'money', 'more'] as const;
export type Tab = (typeof TABS)[number];
/** A page of one tournament: its tabs, and the desk's queue. */
export type Place = Tab | 'desk';

/** A page of the operator's, as its address says it. */
export type Route =
  | { readonly page: 'setup' }
  | { readonly page: 'tournaments' }
  /** `from`: `first` after the setup, or the id of the house's template that is picked. */
  | { readonly page: 'new'; readonly from?: string }
  | { readonly page: 'templates'; readonly id: string | null }
  | { readonly page: 'import'; readonly from: string | null }
  | { readonly page: 'settings'; readonly section: string | null }
  /** What came from the cloud; `from`: the tournament that back leads to. */
  | { readonly page: 'requests'; readonly from: string | null }
  | { readonly page: 'desk'; readonly id: string }
  | { readonly page: 'night'; readonly id: string; readonly tab: Tab };

const isTab = (name: string | undefined): name is Tab => TABS.some((tab) => tab === name);

/** `/setup` is a path of its own; everything else is told apart behind the `#`. */
export const routeOf = (path: string, hash: string): Route => {
  if (path === '/setup') return { page: 'setup' };
  const [first, id, tab] = hash.replace(/^#\/?/, '').split('/');
  if (first === 'new') return { page: 'new', ...(id ? { from: id } : {}) };
  if (first === 'templates') return { page: 'templates', id: id || null };
  if (first === 'import') return { page: 'import', from: id ?? null };
  if (first === 'requests') return { page: 'requests', from: id || null };
  if (first === 'settings') return { page: 'settings', section: id ?? null };
  if (first === 'desk' && id) return { page: 'desk', id };
  if (first === 't' && id) return { page: 'night', id, tab: isTab(tab) ? tab : 'overview' };
  return { page: 'tournaments' };
};

export const hrefOf = (route: Exclude<Route, { page: 'setup' }>): string => {
  switch (route.page) {
    case 'night':
      return `#/t/${route.id}${route.tab === 'overview' ? '' : `/${route.tab}`}`;
    case 'desk':
      return `#/desk/${route.id}`;
    case 'new':
      return route.from === undefined ? '#/new' : `#/new/${route.from}`;
    case 'templates':
      return route.id === null ? '#/templates' : `#/templates/${route.id}`;
    case 'import':
      return route.from === null ? '#/import' : `#/import/${route.from}`;
    case 'requests':
      return route.from === null ? '#/requests' : `#/requests/${route.from}`;
    case 'settings':
      return route.section === null ? '#/settings' : `#/settings/${route.section}`;
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
