import type { ComponentChildren } from '../html.ts';
import { html, useEffect } from '../html.ts';
import type { IconName } from '../parts/icons.ts';
import { Icon } from '../parts/icons.ts';
import { core as text } from '../texts/en/core.ts';
import type { Route } from './routes.ts';
import { hrefOf, route } from './routes.ts';
import { isAdmin, isLinked, user } from './store.ts';

type Target = 'venues' | 'fleet' | 'releases' | 'users' | 'organisations' | 'audit' | 'account';

const ICONS: { readonly [T in Target]: IconName } = {
  ...{ venues: 'home', fleet: 'chip', releases: 'download', users: 'players' },
  ...{ organisations: 'house', audit: 'list', account: 'lock' },
};

const targets = (): readonly Target[] =>
  isAdmin.value
    ? ['venues', 'fleet', 'releases', 'users', 'organisations', 'audit', 'account']
    : ['venues', 'fleet', 'account'];

/** A venue and its boards belong to the venues. */
const targetOf = ({ page }: Route): string =>
  page === 'venue' || page === 'board' || page === 'player' ? 'venues' : page;

const Side = () => html`
  <nav class="hidden lg:flex flex-col gap-1 w-56 flex-none p-3 border-r border-surface1 sticky top-0 h-screen" aria-label=${text.nav.label}>
    <p class="flex items-center gap-3 px-3 h-14 font-bold text-h3"><span class="text-felt"><${Icon} name="table" size=${26} /></span>${text.title}</p>
    ${targets().map((target) => {
      const isHere = targetOf(route.value) === target;
      return html`
        <a
          key=${target}
          class=${`flex items-center gap-3 px-3 min-h-12 rounded-lg font-medium ${isHere ? 'tone-primary' : 'text-secondary'} ${target === 'account' ? 'mt-auto' : ''}`}
          href=${hrefOf({ page: target })}
          aria-current=${isHere ? 'page' : undefined}
        >
          <${Icon} name=${ICONS[target]} />
          <span class="truncate">${target === 'account' ? (user.value?.name ?? '') : text.nav[target]}</span>
        </a>
      `;
    })}
  </nav>
`;

/** A thumb hits five; organisations are also reached from the users, releases from the leaves. */
const ELSEWHERE: ReadonlySet<Target> = new Set<Target>(['organisations', 'releases']);

const Bottom = () => html`
  <nav class="core-bar lg:hidden fixed bottom-0 inset-x-0 z-20 flex border-t border-surface1" aria-label=${text.nav.label}>
    ${targets()
      .filter((target) => !ELSEWHERE.has(target))
      .map((target) => {
        const isHere = targetOf(route.value) === target;
        return html`
        <a
          key=${target}
          class=${`flex-1 min-w-0 flex flex-col items-center justify-center gap-0.5 min-h-14 text-micro font-medium ${isHere ? 'text-primary' : 'text-secondary'}`}
          href=${hrefOf({ page: target })}
          aria-current=${isHere ? 'page' : undefined}
        >
          <${Icon} name=${ICONS[target]} size=${20} />
          <span class="truncate max-w-full px-0.5">${text.nav[target]}</span>
        </a>
      `;
      })}
  </nav>
`;

const Lost = () =>
  html`<p class="tone-danger px-4 py-2 text-center font-medium sticky top-0 z-10" role="alert">${text.lost}</p>`;

/** Sidebar on a laptop, a bar below where fingers work. */
export const Frame = ({ children }: { children?: ComponentChildren }) => {
  const here = JSON.stringify(route.value);
  useEffect(() => scrollTo(0, 0), [here]);
  return html`
    <div class="flex min-h-screen">
      <${Side} />
      <div class="grow min-w-0 pb-20 lg:pb-6">
        ${!isLinked.value && html`<${Lost} />`}
        <main class="max-w-7xl mx-auto px-4 lg:px-8 pt-4 lg:pt-6">${children}</main>
      </div>
      <${Bottom} />
    </div>
  `;
};

/** Below a name that needs the whole width of a phone: how it stands, and what else there is to say. */
export const WithPill = ({
  pill,
  children,
}: {
  pill: ComponentChildren;
  children?: ComponentChildren;
}) => html`
  <span class="flex flex-wrap items-center gap-x-2.5 gap-y-1 pt-1">${pill}<span class="min-w-0 break-words">${children}</span></span>
`;

/** A name of more letters would push the page off a phone's screen. */
const LONG = 40;

/** The head of a page: its name, what can be made here, and what it is about. */
export const PageHead = ({
  title,
  back,
  lead,
  aside,
}: {
  title: string;
  back?: string;
  lead?: ComponentChildren;
  aside?: ComponentChildren;
}) => html`
  <header class="flex items-center gap-3 min-h-12 pb-3 flex-wrap">
    ${back && html`<a class="btn btn-icon -ml-3 text-text" href=${back} aria-label=${text.nav.back}><${Icon} name="back" /></a>`}
    <div class="grow min-w-0 basis-40">
      <h1 class=${`${title.length > LONG ? 'text-h3 lg:text-h2' : 'text-h1'} font-bold leading-tight break-words`} dir="auto">${title}</h1>
      ${lead && html`<div class="text-secondary text-caption">${lead}</div>`}
    </div>
    ${aside}
  </header>
`;
