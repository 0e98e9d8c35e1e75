import { html, useSignal } from '../../html.ts';
import { SearchField } from '../../parts/search.ts';
import { Sheet } from '../../parts/sheet.ts';
import { text } from '../../text.ts';
import { command } from '../actions.ts';
import { matches, seatedAt } from '../model.ts';
import type { Night } from '../night.ts';
import { hide, moving } from '../sheets.ts';
import { nameOfEntry, seatText } from '../words.ts';
import { freePlaces, swapOf } from './model.ts';

/** Every free seat there is, the emptiest table first: a move by two taps, or by the keyboard alone. */
export const MoveToSheet = ({ night, entryId }: { night: Night; entryId: string }) => {
  const typed = useSignal('');
  const entry = night.state.entries[entryId];
  if (entry === undefined) return null;
  const places = freePlaces(night.state).filter(
    ({ table }) =>
      typed.value.trim() === '' || matches(typed.value, `${table.name} ${table.number}`),
  );
  const go = async (tableId: string, seat: number) => {
    hide();
    moving.value = null;
    await command('/tables/move', { moves: [{ entryId, to: { tableId, seat } }] });
  };
  const stand = async () => {
    hide();
    moving.value = null;
    await command('/tables/move', { moves: [{ entryId, to: null }] });
  };
  return html`
    <${Sheet} title=${text.tables.moveTo(nameOfEntry(night, entryId))} onClose=${hide}>
      <div class="flex flex-col gap-4">
        <p class="text-secondary -mt-2">${seatText(night.state, entry.seat)}</p>
        <${SearchField} value=${typed} label=${text.tables.search} field=${{ autofocus: true }} onTyped=${(
          words: string,
        ) => {
          typed.value = words;
        }} />
        ${places.length === 0 && html`<p class="text-secondary text-center py-6">${text.tables.noFree}</p>`}
        ${places.map(
          ({ table, seats }) => html`
            <section key=${table.id} class="card px-4 py-3" aria-label=${table.name}>
              <div class="flex justify-between gap-3 pb-2">
                <bdi class="font-semibold truncate">${table.name}</bdi>
                <span class="text-caption text-secondary whitespace-nowrap">${text.tables.of(seatedAt(table), table.seats.length)}</span>
              </div>
              <div class="flex flex-wrap gap-2">
                ${seats.map(
                  (seat) => html`<button
                    type="button"
                    class="btn btn-outline btn-icon mono"
                    aria-label=${text.players.seat(table.name, seat)}
                    onClick=${() => go(table.id, seat)}
                  >
                    ${seat}
                  </button>`,
                )}
              </div>
            </section>
          `,
        )}
        ${entry.seat !== null && html`<button type="button" class="btn btn-ghost self-start" onClick=${stand}>${text.tables.standUp}</button>`}
      </div>
    <//>
  `;
};

/** Dropped on somebody: the two change seats, or the newcomer takes it and the other stands up. */
export const SwapSheet = ({
  night,
  entryId,
  withId,
}: {
  night: Night;
  entryId: string;
  withId: string;
}) => {
  const { state } = night;
  const [one, other] = [state.entries[entryId], state.entries[withId]];
  if (one === undefined || other === undefined) return null;
  const moves = swapOf(state, entryId, withId);
  const swap = async () => {
    hide();
    await command('/tables/move', { moves });
  };
  const footer = html`<button type="button" class="btn btn-primary w-full" autofocus onClick=${swap}>${text.tables.swap}</button>`;
  return html`
    <${Sheet} title=${text.tables.swap} onClose=${hide} footer=${footer}>
      <div class="flex flex-col gap-4">
        <p class="text-secondary">
          ${
            one.seat === null
              ? text.tables.swapOut(nameOfEntry(night, withId))
              : text.tables.swapLead(nameOfEntry(night, entryId), nameOfEntry(night, withId))
          }
        </p>
        <ul class="rows card overflow-hidden">
          ${moves.map(
            (move) => html`
              <li class="flex items-center gap-3 px-4 min-h-13">
                <bdi class="grow min-w-0 truncate font-medium">${nameOfEntry(night, move.entryId)}</bdi>
                <span class="text-caption text-secondary whitespace-nowrap">${seatText(state, state.entries[move.entryId]?.seat ?? null)} →</span>
                <span class="mono whitespace-nowrap">${seatText(state, move.to)}</span>
              </li>
            `,
          )}
        </ul>
      </div>
    <//>
  `;
};
