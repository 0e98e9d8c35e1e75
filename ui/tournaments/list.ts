import { number } from '../amounts.ts';
import { get, logOut, post, session } from '../api.ts';
import { BehindNotice, CloudSign, RestoredNotice } from '../cloud/notices.ts';
import { html, signal, useEffect, useSignal } from '../html.ts';
import type { Tone } from '../parts/bits.ts';
import { Empty, Pill } from '../parts/bits.ts';
import { Icon } from '../parts/icons.ts';
import { RequestsBadge } from '../requests/notice.ts';
import { go, hrefOf } from '../routes.ts';
import { AlertNotice } from '../settings/alerts-notice.ts';
import { SoftwareNotice, SoftwareReadyNotice } from '../settings/software-notice.ts';
import { text } from '../text.ts';
import { locale } from '../texts/en/locale.ts';
import { switchTheme } from '../theme-switch.ts';
import { attempt, toast } from '../toasts.ts';
import { hangUp, listsChanged, mayAct } from '../tournament/night.ts';
import { LostBanner } from '../tournament/page.ts';
import { unmake } from './made.ts';
import type { Listed } from './model.ts';
import { sameAgain } from './model.ts';

const TONES: { readonly [S in Listed['status']]: Tone } = {
  setup: 'primary',
  running: 'success',
  ended: 'plain',
};

const when = new Intl.DateTimeFormat(locale.times, {
  ...{ weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
});

const leadOf = ({ status, startsAt, startedAt, entries = 0, remaining = 0 }: Listed): string => {
  if (status === 'setup' && startsAt) return text.list.starts(when.format(new Date(startsAt)));
  if (status !== 'ended') return text.list.players(remaining, entries);
  const began = startedAt ?? startsAt;
  return began
    ? text.list.played(when.format(new Date(began)), number(entries))
    : text.list.entries(number(entries));
};

/** A second tap on the way makes no second tournament. */
const copying = signal(false);

/** The same tournament on the same weekday when it comes again; one tap, and one to take it back. */
const again = async (item: Listed): Promise<void> => {
  if (copying.value) return;
  copying.value = true;
  await copy(item);
  copying.value = false;
};

const copy = ({ id, name, startsAt, startedAt }: Listed) =>
  attempt(async () => {
    const then = startsAt ?? startedAt;
    const next = then ? sameAgain(Date.parse(then), Date.now()) : null;
    const made = await post<{ id: string }>('/tournaments', { copyOf: id, name, startsAt: next });
    const undo = () => unmake(made.id, name);
    const title =
      next === null
        ? text.list.againOpen(name)
        : text.list.againDone(name, when.format(new Date(next)));
    toast({ tone: 'plain', title, action: { label: text.undo, run: undo } });
    go({ page: 'night', id: made.id, tab: 'overview' });
  });

const One = ({ item }: { item: Listed }) => {
  const { id, name, status, startsAt, startedAt } = item;
  const then = startsAt ?? startedAt;
  const next = then ? when.format(new Date(sameAgain(Date.parse(then), Date.now()))) : '';
  return html`
    <div class="card flex items-center">
      <a class="grow min-w-0 pl-5 pr-3 py-4 flex items-center gap-4 min-h-18" href=${hrefOf({ page: 'night', id, tab: 'overview' })}>
        <span class="grow min-w-0">
          <span class="text-h3 font-semibold text-text line-clamp-2 leading-tight break-words">${name}</span>
          <span class="block text-caption text-secondary truncate">${leadOf(item)}</span>
        </span>
        ${status !== 'ended' && html`<${Pill} tone=${TONES[status]}>${text.status[status]}<//>`}
      </a>
      ${
        status === 'ended' &&
        mayAct.value &&
        html`<button type="button" class="btn btn-soft mr-3 flex-none" aria-label=${text.list.againOn(name, next)} title=${next} disabled=${copying.value} onClick=${() => again(item)}>
          <${Icon} name="redo" size=${18} />${text.list.again}
        </button>`
      }
    </div>
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
      <${CloudSign} />
      <${RequestsBadge} />
      <a class="btn btn-icon text-text" href=${hrefOf({ page: 'settings', section: null })} aria-label=${text.list.settings} title=${text.list.settings}><${Icon} name="gear" /></a>
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
    html`<a class="btn btn-primary grow sm:grow-0" href=${hrefOf({ page: 'new' })}><${Icon} name="plus" size=${18} />${text.list.create}</a>`;
  return html`
    <div class="min-h-screen">
      <${TopBar} />
      <${LostBanner} />
      <main class="max-w-200 mx-auto px-3 md:px-6 py-6 flex flex-col gap-6">
        <div class="flex flex-col gap-2.5 empty:hidden"><${RestoredNotice} /><${SoftwareNotice} /><${SoftwareReadyNotice} /><${AlertNotice} /><${BehindNotice} /></div>
        <div class="flex flex-wrap items-center gap-3">
          <h1 class="text-h1 font-semibold grow basis-full sm:basis-auto">${text.list.title}</h1>
          ${
            session.value?.operator.role === 'admin' &&
            html`<a class="btn btn-outline" href=${hrefOf({ page: 'import', from: null })}>${text.list.import}</a>`
          }
          ${mayAct.value && html`<a class="btn btn-outline" href=${hrefOf({ page: 'templates', id: null })}>${text.list.templates}</a>`}
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
