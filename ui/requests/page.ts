import type { RequestView } from '../../src/rooms/requests/views.ts';
import { html, useEffect, useSignal } from '../html.ts';
import { Empty } from '../parts/bits.ts';
import type { IconName } from '../parts/icons.ts';
import { Icon } from '../parts/icons.ts';
import { hrefOf } from '../routes.ts';
import { text } from '../text.ts';
import { leafNow } from '../tournament/night.ts';
import { LostBanner } from '../tournament/page.ts';
import { AcceptSheet } from './accept.ts';
import type { Ask } from './cards.ts';
import { Conflict, Waiting } from './cards.ts';
import { RefuseSheet } from './refuse.ts';
import { followRequests, isOpen, requests, takeBack } from './store.ts';
import { doneDetail, doneTitle, doneTone, timeOf } from './words.ts';

const words = text.requests;
const MARKS: { readonly [tone: string]: IconName } = {
  success: 'check',
  warning: 'close',
  info: 'info',
};

const Done = ({ one }: { one: RequestView }) => {
  const { undoes } = one;
  const tone = doneTone(one);
  const detail = doneDetail(one);
  const title = doneTitle(one);
  return html`
    <li class="flex items-center gap-3 pl-4 pr-2 py-2 min-h-16">
      <span class=${`tone-${tone} rounded-full p-1.5 flex-none`}><${Icon} name=${MARKS[tone] ?? 'info'} size=${18} /></span>
      <div class="grow min-w-0">
        <p class="break-words">${title}</p>
        <p class="text-caption text-secondary break-words">
          ${detail !== '' && `${detail} · `}<span class="whitespace-nowrap">${timeOf(one.decidedAt ?? one.at, leafNow().wallMs)}</span>
        </p>
      </div>
      ${
        undoes !== null &&
        html`<button type="button" class="btn btn-ghost flex-none min-w-12" aria-label=${`${text.undo}: ${title}`} onClick=${() => takeBack(one.id, undoes)}>
          <${Icon} name="undo" size=${18} /><span class="hidden sm:inline">${text.undo}</span>
        </button>`
      }
    </li>
  `;
};

type Asked = { readonly what: 'accept' | 'refuse'; readonly id: string };

const Lists = ({ all }: { all: readonly RequestView[] }) => {
  const asked = useSignal<Asked | null>(null);
  const ask: Ask = (what, { id }) => {
    asked.value = { what, id };
  };
  const close = () => {
    asked.value = null;
  };
  const open = all.filter(isOpen);
  const done = all.filter((one) => !isOpen(one));
  const chosen = open.find(({ id }) => id === asked.value?.id);
  const Chosen = asked.value?.what === 'refuse' ? RefuseSheet : AcceptSheet;
  return html`
    ${
      open.length === 0
        ? html`<div class="card"><${Empty} icon="check" title=${words.empty} lead=${words.emptyLead} /></div>`
        : html`
          <section class="flex flex-col gap-2.5">
            <h2 class="label px-1">${words.open}</h2>
            ${open.map((one) =>
              one.status === 'waiting'
                ? html`<${Waiting} key=${one.id} one=${one} ask=${ask} />`
                : html`<${Conflict} key=${one.id} one=${one} />`,
            )}
          </section>
        `
    }
    ${
      done.length > 0 &&
      html`
        <section class="flex flex-col gap-2.5">
          <h2 class="label px-1">${words.done}</h2>
          <ul class="card rows m-0 p-0 list-none">
            ${done.map((one) => html`<${Done} key=${one.id} one=${one} />`)}
          </ul>
        </section>
      `
    }
    ${chosen !== undefined && html`<${Chosen} key=${chosen.id} one=${chosen} onClose=${close} />`}
  `;
};

/** Everything that the cloud asks of this leaf, and what became of it. `from`: where back leads. */
export const RequestsPage = ({ from }: { from: string | null }) => {
  useEffect(followRequests, []);
  const all = requests.value;
  const back = from === null ? '#/' : hrefOf({ page: 'night', id: from, tab: 'overview' });
  return html`
    <div class="min-h-screen">
      <header class="sticky top-0 z-10 bg-[var(--bar)] px-1 md:px-4 min-h-16 flex items-center gap-1">
        <a class="btn btn-icon text-secondary" href=${back} aria-label=${text.back}><${Icon} name="back" /></a>
        <h1 class="text-h3 font-bold truncate">${words.title}</h1>
      </header>
      <${LostBanner} />
      <main class="max-w-200 mx-auto px-3 md:px-6 py-6 pb-28 flex flex-col gap-6">
        ${all === null ? html`<p class="text-secondary text-center p-12 breathe">${text.loading}</p>` : html`<${Lists} all=${all} />`}
      </main>
    </div>
  `;
};
