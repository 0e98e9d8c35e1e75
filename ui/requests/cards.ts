import type { RequestView } from '../../src/rooms/requests/views.ts';
import { session } from '../api.ts';
import { html, useSignal } from '../html.ts';
import { Pill } from '../parts/bits.ts';
import { Icon } from '../parts/icons.ts';
import { text } from '../text.ts';
import { leafNow } from '../tournament/night.ts';
import { decide } from './store.ts';
import { fieldName, nameOf, timeOf, tournamentOf } from './words.ts';

const words = text.requests;

export type Ask = (what: 'accept' | 'refuse', one: RequestView) => void;

/** Somebody who wants into a tournament that runs; two buttons, no more. */
export const Waiting = ({ one, ask }: { one: RequestView; ask: Ask }) => {
  const name = nameOf(one);
  const isOver = one.tournament === null || one.tournament.status === 'ended';
  return html`
    <section class="card px-4 py-4 flex flex-col sm:flex-row sm:items-center gap-x-4 gap-y-3">
      <div class="grow min-w-0">
        <h3 class="text-h3 font-semibold break-words"><bdi>${name}</bdi></h3>
        <p class="text-secondary break-words">
          ${words.wants(tournamentOf(one))} · <span class="whitespace-nowrap">${words.asked(timeOf(one.at, leafNow().wallMs))}</span>
        </p>
        ${one.isClosed && !isOver && html`<p class="pt-1.5"><${Pill} tone="warning">${words.closed}<//></p>`}
        ${isOver && html`<p class="text-caption text-secondary pt-1">${words.over}</p>`}
      </div>
      <div class="flex gap-2.5 flex-none">
        <button type="button" class="btn btn-outline text-text grow" aria-label=${`${words.refuse}: ${name}`} onClick=${() => ask('refuse', one)}>
          ${words.refuse}
        </button>
        <button type="button" class="btn btn-primary grow" disabled=${isOver} aria-label=${`${words.letIn}: ${name}`} onClick=${() => ask('accept', one)}>
          ${words.letIn}
        </button>
      </div>
    </section>
  `;
};

type Side = 'ours' | 'theirs';
const SIDES: readonly Side[] = ['ours', 'theirs'];
const KEEP = { ours: words.keepOurs, theirs: words.keepTheirs } as const;

const Values = ({ one, side }: { one: RequestView; side: Side }) =>
  one.values.map(
    (value) => html`
      <div class="min-w-0">
        <dt class="text-caption text-secondary">${fieldName(value.field)}</dt>
        <dd class="m-0 font-semibold break-words">
          ${value[side] === '' ? html`<span class="text-secondary font-normal">${words.nothing}</span>` : html`<bdi>${value[side]}</bdi>`}
        </dd>
      </div>
    `,
  );

/** One side of it, with the tap that makes it stand for good. */
const SideCard = ({
  one,
  side,
  busy,
  keep,
}: {
  one: RequestView;
  side: Side;
  busy: boolean;
  keep: ((side: Side) => void) | null;
}) => {
  const stands = one.stands === side;
  return html`
    <div class=${`rounded-xl border p-3.5 flex flex-col gap-3 min-w-0 ${stands ? 'border-primary' : 'border-surface2'}`}>
      <div class="flex items-center justify-between gap-2 min-h-6">
        <h4 class="label m-0">${words[side]}</h4>
        ${stands && html`<${Pill} tone="primary">${words.stands}<//>`}
      </div>
      <dl class="m-0 flex flex-col gap-2 grow"><${Values} one=${one} side=${side} /></dl>
      ${
        keep !== null &&
        html`<button type="button" class=${`btn w-full ${stands ? 'btn-soft' : 'btn-outline text-text'}`} disabled=${busy} onClick=${() => keep(side)}>
          ${KEEP[side]}
        </button>`
      }
    </div>
  `;
};

/** Both sides of what was changed here and in the cloud; nothing is lost until somebody chooses. */
export const Conflict = ({ one }: { one: RequestView }) => {
  const busy = useSignal(false);
  const isVenue = one.kind === 'settings';
  const mayKeep = !isVenue || session.value?.operator.role === 'admin';
  const keep = async (side: Side) => {
    busy.value = true;
    await decide(one.id, 'settle', { side }, words.settled);
    busy.value = false;
  };
  return html`
    <section class="card px-4 py-4 flex flex-col gap-3">
      <div class="flex items-start gap-3">
        <span class="tone-warning rounded-lg p-2 flex-none"><${Icon} name="redo" size=${20} /></span>
        <div class="min-w-0">
          <h3 class="text-h3 font-semibold break-words">${isVenue ? words.clashesVenue : words.clashes(nameOf(one))}</h3>
          <p class="text-caption text-secondary">${timeOf(one.at, leafNow().wallMs)}${!mayKeep && ` · ${words.adminOnly}`}</p>
        </div>
      </div>
      <div class="grid grid-cols-1 sm:grid-cols-2 gap-2.5">
        ${SIDES.map((side) => html`<${SideCard} one=${one} side=${side} busy=${busy.value} keep=${mayKeep ? keep : null} />`)}
      </div>
    </section>
  `;
};
