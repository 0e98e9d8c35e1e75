import { Desk } from '../desk/page.ts';
import { html, signal, useEffect, useLayoutEffect } from '../html.ts';
import { Empty } from '../parts/bits.ts';
import type { IconName } from '../parts/icons.ts';
import { Icon } from '../parts/icons.ts';
import { followRequests, openCount } from '../requests/store.ts';
import type { Place, Tab } from '../routes.ts';
import { hrefOf, TABS } from '../routes.ts';
import { text } from '../text.ts';
import { Header } from './header.ts';
import { useKeys } from './keys.ts';
import { Money } from './money.ts';
import { More } from './more.ts';
import { toMenu } from './more-section.ts';
import type { Night } from './night.ts';
import { isLost, mayAct, missing, night, openNight } from './night.ts';
import { Overview } from './overview.ts';
import { takeScroll } from './place.ts';
import { Players } from './players.ts';
import { ActionsButton } from './sheets/actions.ts';
import { OpenSheet } from './sheets/index.ts';
import { hide } from './sheets.ts';
import { Tables } from './tables.ts';

const ICONS: { readonly [T in Tab]: IconName } = {
  overview: 'home',
  players: 'players',
  tables: 'table',
  money: 'money',
  more: 'more',
};

const PAGES = {
  overview: Overview,
  players: Players,
  tables: Tables,
  money: Money,
  more: More,
  desk: Desk,
};

const KEPT = 'felt-sidebar';
/** A narrow sidebar leaves the room to the tables. */
const narrow = signal(localStorage.getItem(KEPT) === 'narrow');

const NavLink = ({
  href,
  icon,
  label,
  current,
  waiting = 0,
  onClick,
  class: extra = 'flex',
}: {
  href: string;
  icon: IconName;
  label: string;
  current: boolean;
  /** How much waits behind it. */
  waiting?: number;
  onClick?: (() => void) | undefined;
  class?: string;
}) => html`
  <a
    href=${href}
    aria-current=${current ? 'page' : undefined}
    aria-label=${waiting === 0 ? label : `${label}, ${text.requests.badge(waiting)}`}
    onClick=${onClick}
    title=${narrow.value ? label : undefined}
    class=${`${extra} flex-col xl:flex-row items-center justify-center gap-1 xl:gap-3 min-h-16 xl:min-h-12 flex-1 min-w-0 xl:flex-none xl:rounded-lg text-micro sm:text-caption xl:text-body font-medium ${
      narrow.value ? '' : 'xl:justify-start xl:px-4'
    } ${current ? 'text-primary xl:bg-[var(--soft-primary)]' : 'text-secondary'}`}
  >
    <span class="relative flex">
      <${Icon} name=${icon} size=${24} />
      ${waiting > 0 && html`<span class="absolute -top-1.5 -right-2.5 min-w-5 h-5 px-1 rounded-full text-micro font-bold grid place-items-center tone-warning" aria-hidden="true">${waiting}</span>`}
    </span>
    <span class=${`max-w-full truncate ${narrow.value ? 'xl:hidden' : ''}`}>${label}</span>
  </a>
`;

const Narrow = () => {
  const label = narrow.value ? text.tabs.wide : text.tabs.narrow;
  const turn = () => {
    narrow.value = !narrow.value;
    localStorage.setItem(KEPT, narrow.value ? 'narrow' : 'wide');
  };
  return html`
    <button type="button" class="btn btn-icon text-secondary hidden xl:flex mt-auto self-end" aria-label=${label} title=${label} onClick=${turn}>
      <${Icon} name=${narrow.value ? 'next' : 'back'} size=${20} />
    </button>
  `;
};

/** Below on phones and tablets, at the side on a laptop. */
const Nav = ({ now, tab }: { now: Night; tab: Place }) => {
  useEffect(followRequests, []);
  return html`
  <nav
    class=${`fixed xl:sticky bottom-0 xl:bottom-auto xl:top-29.5 xl:h-[calc(100dvh-7.375rem)] inset-x-0 z-15 bg-[var(--bar)] border-t xl:border-t-0 xl:border-r border-surface1 flex xl:flex-col xl:p-3 xl:gap-1 pb-[env(safe-area-inset-bottom)] flex-none ${narrow.value ? 'xl:w-18' : 'xl:w-52'}`}
    aria-label=${text.app}
  >
    ${TABS.map(
      (one) => html`<${NavLink}
        key=${one}
        href=${hrefOf({ page: 'night', id: now.id, tab: one })}
        icon=${ICONS[one]}
        label=${text.tabs[one]}
        current=${one === tab}
        waiting=${one === 'more' ? openCount() : 0}
        onClick=${one === 'more' ? toMenu : undefined}
      />`,
    )}
    ${mayAct.value && html`<${NavLink} class="hidden xl:flex" href=${hrefOf({ page: 'desk', id: now.id })} icon="key" label=${text.tabs.desk} current=${tab === 'desk'} />`}
    ${tab !== 'desk' && html`<${ActionsButton} night=${now} narrow=${narrow.value} />`}
    <${Narrow} />
  </nav>
`;
};

export const LostBanner = () =>
  isLost.value &&
  html`<div class="tone-danger px-4 py-2 text-center text-caption font-semibold" role="alert">${text.link.lost}</div>`;

const Running = ({ now, tab }: { now: Night; tab: Place }) => {
  const Page = PAGES[tab];
  useLayoutEffect(() => scrollTo(0, takeScroll()), [now.id, tab]);
  return html`
    <div class="min-h-screen flex flex-col">
      <${Header} night=${now} />
      <${LostBanner} />
      <div class="grow flex flex-col-reverse xl:flex-row">
        <${Nav} now=${now} tab=${tab} />
        <main class="grow min-w-0 px-3 md:px-6 py-4 pb-[calc(5.5rem+env(safe-area-inset-bottom))] xl:pb-8 max-w-400 w-full xl:mx-auto">
          <${Page} key=${now.id} night=${now} />
        </main>
      </div>
      <${OpenSheet} night=${now} />
    </div>
  `;
};

/** One tournament, from the first buy-in to the last prize. */
export const NightPage = ({ id, tab }: { id: string; tab: Place }) => {
  useEffect(() => openNight(id), [id]);
  // Before anybody can press a key: a sheet opened by the first one would be closed again.
  useLayoutEffect(hide, [id, tab]);
  useKeys(id, tab);
  const now = night.value;
  if (missing.value)
    return html`<main><${Empty} icon="search" title=${text.errors.gone}><a class="btn btn-soft" href="#/">${text.more.all}</a><//></main>`;
  if (now === null || now.id !== id)
    return html`<main>
      <${LostBanner} />
      <p class="text-secondary text-center py-24 breathe">${text.loading}</p>
    </main>`;
  return html`<${Running} now=${now} tab=${tab} />`;
};
