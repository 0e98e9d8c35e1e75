import { html, useEffect } from '../html.ts';
import { Empty } from '../parts/bits.ts';
import type { IconName } from '../parts/icons.ts';
import { Icon } from '../parts/icons.ts';
import type { Tab } from '../routes.ts';
import { hrefOf, TABS } from '../routes.ts';
import { text } from '../text.ts';
import { Header } from './header.ts';
import { useKeys } from './keys.ts';
import { Money } from './money.ts';
import { More } from './more.ts';
import type { Night } from './night.ts';
import { isLost, missing, night, openNight } from './night.ts';
import { Overview } from './overview.ts';
import { Players } from './players.ts';
import { FloatingButton } from './sheets/actions.ts';
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

const PAGES = { overview: Overview, players: Players, tables: Tables, money: Money, more: More };

const NavLink = ({ id, tab, current }: { id: string; tab: Tab; current: boolean }) => html`
  <a
    href=${hrefOf({ page: 'night', id, tab })}
    aria-current=${current ? 'page' : undefined}
    class=${`flex flex-col xl:flex-row items-center justify-center xl:justify-start gap-1 xl:gap-3 min-h-16 xl:min-h-12 flex-1 xl:flex-none xl:px-4 xl:rounded-lg text-caption xl:text-body font-medium ${
      current ? 'text-primary xl:bg-[var(--soft-primary)]' : 'text-secondary'
    }`}
  >
    <${Icon} name=${ICONS[tab]} size=${24} />
    <span>${text.tabs[tab]}</span>
  </a>
`;

/** Below on phones and tablets, at the side on a laptop. */
const Nav = ({ id, tab }: { id: string; tab: Tab }) => html`
  <nav
    class="fixed xl:static bottom-0 inset-x-0 z-15 bg-[var(--bar)] border-t xl:border-t-0 xl:border-r border-surface1 flex xl:flex-col xl:w-56 xl:p-3 xl:gap-1 pb-[env(safe-area-inset-bottom)] flex-none"
    aria-label=${text.app}
  >
    ${TABS.map((one) => html`<${NavLink} id=${id} tab=${one} current=${one === tab} />`)}
  </nav>
`;

export const LostBanner = () =>
  isLost.value &&
  html`<div class="tone-danger px-4 py-2 text-center text-caption font-semibold" role="alert">${text.link.lost}</div>`;

const Running = ({ now, tab }: { now: Night; tab: Tab }) => {
  const Page = PAGES[tab];
  return html`
    <div class="min-h-screen flex flex-col">
      <${Header} night=${now} />
      <${LostBanner} />
      <div class="grow flex flex-col-reverse xl:flex-row">
        <${Nav} id=${now.id} tab=${tab} />
        <main class="grow min-w-0 px-3 md:px-6 py-4 pb-44 xl:pb-28 max-w-400 w-full xl:mx-auto">
          <${Page} night=${now} />
        </main>
      </div>
      <${FloatingButton} night=${now} />
      <${OpenSheet} night=${now} />
    </div>
  `;
};

/** One tournament, from the first buy-in to the last prize. */
export const NightPage = ({ id, tab }: { id: string; tab: Tab }) => {
  useEffect(() => openNight(id), [id]);
  useEffect(hide, [id, tab]);
  useKeys(id);
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
