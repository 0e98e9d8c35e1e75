import { entryOf } from '../../../src/rooms/tournament/views/players.ts';
import { html } from '../../html.ts';
import { Pill } from '../../parts/bits.ts';
import { Sheet } from '../../parts/sheet.ts';
import { text } from '../../text.ts';
import { Actions } from '../entry/actions.ts';
import { Figures } from '../entry/figures.ts';
import { otherEntries } from '../entry/history.ts';
import { History } from '../entry/lines.ts';
import type { Night } from '../night.ts';
import { mayAct } from '../night.ts';
import { statusText, statusTone, whereLong } from '../players/words.ts';
import { hide, show } from '../sheets.ts';
import { nameOfEntry } from '../words.ts';

const titleOf = (night: Night, entryId: string): string => {
  const entry = night.state.entries[entryId];
  return entry === undefined
    ? text.entry.history
    : `${text.entry.history} · ${text.players.entryNumber(entry.number)}`;
};

/**
 * One entry: what can be done with it now, what it cost and won, all that happened to it. Of one
 * whose buy-in was undone only the history is left, with its way back.
 */
export const EntrySheet = ({ night, entryId }: { night: Night; entryId: string }) => {
  const { state, names } = night;
  const entry = entryOf(state, entryId, names);
  if (entry === null)
    return html`<${Sheet} title=${html`<bdi>${nameOfEntry(night, entryId)}</bdi>`} onClose=${hide}>
      <${History} night=${night} entryId=${entryId} title=${text.entry.history} />
    <//>`;
  const others = otherEntries(state, entryId);
  const title = others.length === 0 ? text.entry.history : titleOf(night, entryId);
  return html`
    <${Sheet} title=${html`<bdi>${entry.name}</bdi>`} onClose=${hide}>
      <div class="flex flex-col gap-4">
        <p class="flex flex-wrap items-center gap-2 -mt-2 text-secondary">
          <${Pill} tone=${statusTone(entry)}>${statusText(entry)}<//>
          <bdi>${whereLong(entry, state.registration.open)}</bdi>
          <span class="grow">· ${text.players.entryNumber(entry.number)}</span>
          ${
            mayAct.value &&
            html`<button
              type="button"
              class="btn btn-ghost px-3 -mr-3"
              onClick=${() => show({ sheet: 'profile', playerId: entry.playerId })}
            >
              ${text.profile.title}
            </button>`
          }
        </p>
        ${mayAct.value && html`<${Actions} night=${night} entry=${entry} />`}
        <${Figures} night=${night} entry=${entry} />
        <${History} night=${night} entryId=${entryId} title=${title} />
        ${others.map((id) => html`<${History} key=${id} night=${night} entryId=${id} title=${titleOf(night, id)} />`)}
      </div>
    <//>
  `;
};
