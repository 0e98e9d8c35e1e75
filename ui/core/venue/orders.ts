import type { Asked, AskedLine, VenueLine } from '../../../src/core/app.ts';
import { get } from '../../api.ts';
import { html, useSignal } from '../../html.ts';
import { Empty, Pill } from '../../parts/bits.ts';
import { text as general } from '../../text.ts';
import { coreOrders as text } from '../../texts/en/core-orders.ts';
import { usePolling } from '../media.ts';
import { isSilent } from '../model.ts';
import { slowBeat } from '../store.ts';
import { attempt, momentText } from '../words.ts';
import { detailOf, isOpen, statusText, titleOf, toneOf } from './orders-words.ts';

const POLL_MS = 4_000;

/** The newest every few seconds; older ones, which hardly change, by a tap. */
const useOrders = (id: string) => {
  const items = useSignal<readonly AskedLine[] | undefined>(undefined);
  const cursor = useSignal<string | null>(null);
  const path = `/venues/${id}/asked`;
  const ask = async () => {
    const told = await get<Asked>(path).catch(() => undefined);
    if (told === undefined) return;
    // What was not understood is sent again, and has another number then.
    const fresh = new Set(told.items.map((one) => one.id));
    const known = items.value ?? [];
    if (known.length <= told.items.length) cursor.value = told.nextCursor;
    const older = told.nextCursor === null ? [] : known.filter((one) => !fresh.has(one.id));
    items.value = [...told.items, ...older];
  };
  const more = () =>
    attempt(async () => {
      const page = await get<Asked>(`${path}?before=${cursor.value ?? ''}`);
      items.value = [...(items.value ?? []), ...page.items];
      cursor.value = page.nextCursor;
    });
  usePolling(POLL_MS, ask, path);
  return { items: items.value, canMore: cursor.value !== null, more };
};

const Row = ({ line, isAway }: { line: AskedLine; isAway: boolean }) => {
  const detail = detailOf(line, isAway);
  const moment = line.decidedAt !== null && !isOpen(line) ? line.decidedAt : line.at;
  return html`
    <li class="px-4 py-3">
      <div class="flex items-start gap-3 lg:gap-4">
        <span class="grow min-w-0 font-medium break-words" dir="auto">${titleOf(line)}</span>
        <span class="flex-none"><${Pill} tone=${toneOf(line)}>${statusText(line)}<//></span>
      </div>
      <p class="text-caption text-secondary break-words pt-0.5">
        <time class="whitespace-nowrap" datetime=${moment}>${momentText(moment)}</time>${detail !== '' && ` · ${detail}`}
      </p>
    </li>
  `;
};

/** What was sent down to a venue's leaf, newest first, and what became of it there. */
export const OrdersTab = ({ venue }: { venue: VenueLine }) => {
  const { items, canMore, more } = useOrders(venue.id);
  const isAway = venue.report === null || isSilent(venue, slowBeat.value);
  if (items === undefined) {
    return html`<p class="text-secondary text-center p-16 breathe">${general.loading}</p>`;
  }
  if (items.length === 0) {
    return html`<div class="card"><${Empty} icon="inbox" title=${text.none} lead=${text.noneLead} /></div>`;
  }
  return html`
    <p class="text-secondary text-caption pb-3 max-w-180">${text.lead}</p>
    <ul class="card rows overflow-hidden" aria-label=${text.list}>
      ${items.map((line) => html`<${Row} key=${line.id} line=${line} isAway=${isAway} />`)}
    </ul>
    ${canMore && html`<button type="button" class="btn btn-outline w-full mt-3" onClick=${more}>${text.more}</button>`}
  `;
};
