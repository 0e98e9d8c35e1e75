import type { WaitingLine } from '../../../src/core/app.ts';
import { number } from '../../amounts.ts';
import { get } from '../../api.ts';
import { html, useSignal } from '../../html.ts';
import { Card } from '../../parts/bits.ts';
import { core as text } from '../../texts/en/core.ts';
import { usePolling } from '../media.ts';

const POLL_MS = 30_000;

/** What of a leaf this core keeps and cannot follow before an upgrade, by type. */
export const Kept = ({ id }: { id: string }) => {
  const items = useSignal<readonly WaitingLine[]>([]);
  const path = `/venues/${id}/waiting`;
  const ask = async () => {
    const told = await get<{ items: readonly WaitingLine[] }>(path).catch(() => undefined);
    if (told !== undefined) items.value = told.items;
  };
  usePolling(POLL_MS, ask, path);
  if (items.value.length === 0) return null;
  return html`
    <${Card} title=${text.leaf.kept} class="max-w-160">
      <p class="px-4 pb-2 text-caption text-secondary">${text.leaf.keptLead}</p>
      <ul class="rows pb-2">
        ${items.value.map(
          ({ room, type, events, firstSeq }) => html`
            <li key=${`${room} ${type}`} class="flex items-baseline justify-between gap-4 px-4 py-2">
              <span class="min-w-0">
                <span class="mono block break-all">${type}</span>
                <span class="block text-caption text-secondary">${text.leaf.keptFrom(number(firstSeq))}</span>
              </span>
              <span class="mono flex-none">${number(events)}</span>
            </li>
          `,
        )}
      </ul>
    <//>
  `;
};
