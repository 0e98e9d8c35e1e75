import { REASONS } from '../../src/rooms/requests/events.ts';
import type { RequestView } from '../../src/rooms/requests/views.ts';
import { html, useSignal } from '../html.ts';
import { Sheet } from '../parts/sheet.ts';
import { text } from '../text.ts';
import { decide } from './store.ts';
import { nameOf } from './words.ts';

const words = text.requests;

/** One tap says why, and that is it. */
export const RefuseSheet = ({ one, onClose }: { one: RequestView; onClose: () => void }) => {
  const busy = useSignal(false);
  const refuse = async (reason: string) => {
    if (busy.value) return;
    busy.value = true;
    const isDone = await decide(one.id, 'refuse', { reason }, words.isOut(nameOf(one)));
    busy.value = false;
    if (isDone) onClose();
  };
  return html`
    <${Sheet} title=${words.reasonTitle} onClose=${onClose}>
      <p class="text-h3 font-semibold break-words"><bdi>${nameOf(one)}</bdi></p>
      <p class="text-secondary pb-4">${words.reasonLead}</p>
      <div class="flex flex-col gap-2.5">
        ${REASONS.map(
          (reason) => html`
            <button type="button" class="btn btn-outline text-text w-full justify-start min-h-13" disabled=${busy.value} onClick=${() => refuse(reason)}>
              ${words.reasons[reason]}
            </button>
          `,
        )}
      </div>
    <//>
  `;
};
