import { number } from '../amounts.ts';
import { get, logOut, session } from '../api.ts';
import { html, useEffect, useSignal } from '../html.ts';
import type { Tone } from '../parts/bits.ts';
import { Empty, Pill } from '../parts/bits.ts';
import { Icon } from '../parts/icons.ts';
import { hrefOf } from '../routes.ts';
import { text } from '../text.ts';
import { locale } from '../texts/en/locale.ts';
import { switchTheme } from '../theme-switch.ts';
import { attempt } from '../toasts.ts';
import { hangUp, listsChanged, mayAct } from '../tournament/night.ts';
import { LostBanner } from '../tournament/page.ts';
import type { Listed } from './model.ts';

const TONES: { readonly [S in Listed['status']]: Tone } = {
  setup: 'primary',
  running: 'success',
  ended: 'plain',
};

const when = new Intl.DateTimeFormat(locale.tag, {
  ...{ weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
});

const One = ({ item }: { item: Listed }) => {
  const { id, name, status, startsAt, entries = 0, remaining = 0 } = item;
  const lead =
    status === 'setup' && startsAt
      ? text.list.starts(when.format(new Date(startsAt)))
      : status === 'ended'
        ? `${number(entries)} ${text.overview.entries.toLowerCase()}`
        : text.list.players(remaining, entries);
  return html`
    <a class="card px-5 py-4 flex items-center gap-4 min-h-18" href=${hrefOf({ page: 'night', id, tab: 'overview' })}>
      <span class="grow min-w-0">
        <span class="block text-h3 font-semibold text-text truncate">${name}</span>
        <span class="block text-caption text-secondary">${lead}</span>
      </span>
      <${Pill} tone=${TONES[status]}>${text.status[status]}<//>
    </a>
  `;
};

const Group = ({ title, items }: { title: string; items: readonly Listed[] }) =>
  items.length > 0 &&
  html`
    <section class="flex flex-col gap-2.5">
      <h2 class="label px-1">${title}</h2>
      ${items.map((item) => html`<${One} key=${item.id} item=${item} />`)}
    </section>
  `;

const TopBar = () => {
  const out = async () => {
    await logOut();
    hangUp();
  };
  return html`
    <header class="bg-[var(--bar)] px-3 md:px-6 min-h-16 flex items-center gap-1">
      <span class="text-felt"><${Icon} name="table" size=${30} /></span>
      <span class="text-h3 font-bold ml-1.5">${text.app}</span>
      <span class="grow"></span>
      <span class="text-caption text-secondary truncate mr-2">${session.value?.operator.name}</span>
      <button type="button" class="btn btn-icon" aria-label=${text.more.theme} title=${text.more.theme} onClick=${switchTheme}><${Icon} name="sun" /></button>
      <button type="button" class="btn btn-icon" aria-label=${text.more.signOut} title=${text.more.signOut} onClick=${out}><${Icon} name="out" /></button>
    </header>
  `;
};

/** Tonight's tournaments first; from here everything begins. */
export const TournamentsPage = () => {
  const items = useSignal<readonly Listed[] | null>(null);
  const { tournaments: changed } = listsChanged.value;
  useEffect(() => {
    void attempt(async () => {
      items.value = (await get<{ items: readonly Listed[] }>('/tournaments?limit=100')).items;
    });
  }, [changed]);
  const all = items.value;
  const open = (all ?? []).filter(({ status }) => status !== 'ended');
  const played = (all ?? []).filter(({ status }) => status === 'ended');
  const create =
    mayAct.value &&
    html`<a class="btn btn-primary" href=${hrefOf({ page: 'new' })}><${Icon} name="plus" size=${18} />${text.list.create}</a>`;
  return html`
    <div class="min-h-screen">
      <${TopBar} />
      <${LostBanner} />
      <main class="max-w-200 mx-auto px-3 md:px-6 py-6 flex flex-col gap-6">
        <div class="flex flex-wrap items-center gap-3">
          <h1 class="text-h1 font-semibold grow">${text.list.title}</h1>
          ${
            session.value?.operator.role === 'admin' &&
            html`<a class="btn btn-outline" href=${hrefOf({ page: 'import', from: null })}>${text.list.import}</a>`
          }
          ${create}
        </div>
        ${
          all !== null && all.length === 0
            ? html`<div class="card"><${Empty} icon="table" title=${text.list.empty} lead=${text.list.emptyLead}>${create}<//></div>`
            : html`<${Group} title=${text.list.today} items=${open} /><${Group} title=${text.list.past} items=${played} />`
        }
      </main>
    </div>
  `;
};
