import type { Table } from '../../../src/rooms/tournament/state.ts';
import { openTables } from '../../../src/rooms/tournament/state.ts';
import { parseCount } from '../../amounts.ts';
import { html, useSignal } from '../../html.ts';
import { NumberField, TextField } from '../../parts/form.ts';
import { Icon } from '../../parts/icons.ts';
import { Sheet } from '../../parts/sheet.ts';
import { text } from '../../text.ts';
import { command } from '../actions.ts';
import { liveOnes, seatedAt } from '../model.ts';
import type { Night } from '../night.ts';
import { mayAct } from '../night.ts';
import { hide } from '../sheets.ts';
import { nameOfEntry } from '../words.ts';

const change = (tableId: string, body: object) =>
  command(`/tables/${tableId}`, body, { method: 'PUT' });

/** Clockwise to the next one who sits. */
const nextButton = ({ seats, button }: Table): number | null => {
  for (let step = 1; step <= seats.length; step++) {
    const seat = (((button ?? 0) + step - 1) % seats.length) + 1;
    if (seats[seat - 1] !== null) return seat;
  }
  return null;
};

const Buttons = ({ night, table }: { night: Night; table: Table }) => html`
  <div class="flex flex-col gap-1.5">
    <span class="text-caption text-secondary font-medium">${text.tables.button}</span>
    <div class="flex flex-wrap gap-2">
      ${table.seats.map((entryId, i) => {
        const seat = i + 1;
        return html`
          <button
            type="button"
            class="chip gap-2 max-w-full"
            aria-pressed=${String(table.button === seat)}
            onClick=${() => change(table.id, { button: table.button === seat ? null : seat })}
          >
            <span class="mono">${seat}</span>
            <span class="truncate">${entryId === null ? '' : nameOfEntry(night, entryId)}</span>
          </button>
        `;
      })}
    </div>
  </div>
`;

/** One table: its name, the button, and breaking it. */
export const TableSheet = ({ night, tableId }: { night: Night; tableId: string }) => {
  const table = night.state.tables[tableId];
  const name = useSignal(table?.name ?? '');
  if (table === undefined || !table.open) return null;
  const others = openTables(night.state).length > 1;
  const next = nextButton(table);
  const close = async (work: Promise<unknown>) => {
    hide();
    await work;
  };
  return html`
    <${Sheet} title=${`${table.name} · ${text.tables.of(seatedAt(table), table.seats.length)}`} onClose=${hide}>
      ${
        mayAct.value &&
        html`<div class="flex flex-col gap-5">
          ${
            next !== null &&
            html`<button type="button" class="btn btn-primary" onClick=${() => change(tableId, { button: next })}>
              <${Icon} name="forward" size=${18} />${text.tables.setButton}
            </button>`
          }
          <${Buttons} night=${night} table=${table} />
          <form
            class="flex items-end gap-2"
            onSubmit=${(event: Event) => {
              event.preventDefault();
              void change(tableId, { name: name.value });
            }}
          >
            <${TextField} value=${name} label=${text.tables.rename} class="grow" maxLength=${40} />
            <button type="submit" class="btn btn-outline">${text.save}</button>
          </form>
          ${
            seatedAt(table) > 0 &&
            others &&
            html`<button type="button" class="btn btn-outline text-danger" onClick=${() => close(command(`/tables/break/${tableId}`))}>
              ${text.tables.break}
            </button>`
          }
          ${
            seatedAt(table) === 0 &&
            html`<button type="button" class="btn btn-outline text-danger" onClick=${() => close(command(`/tables/${tableId}`, undefined, { method: 'DELETE' }))}>
              ${text.tables.close}
            </button>`
          }
        </div>`
      }
    <//>
  `;
};

/** A seat without a player: who comes here, or nobody shall. */
export const SeatSheet = ({
  night,
  tableId,
  seat,
}: {
  night: Night;
  tableId: string;
  seat: number;
}) => {
  const table = night.state.tables[tableId];
  if (table === undefined) return null;
  const blocked = table.blocked.some((one) => one.seat === seat);
  const others = table.blocked.filter((one) => one.seat !== seat);
  const all = liveOnes(night.state, night.names).filter(
    ({ entry }) => entry.seat?.tableId !== tableId,
  );
  const first = all.filter(({ entry }) => entry.seat === null);
  const seatHere = async (entryId: string) => {
    hide();
    await command('/tables/move', { moves: [{ entryId, to: { tableId, seat } }] });
  };
  const block = async () => {
    hide();
    await change(tableId, { blocked: blocked ? others : [...table.blocked, { seat }] });
  };
  return html`
    <${Sheet} title=${text.players.seat(table.name, seat)} onClose=${hide}>
      ${
        mayAct.value &&
        html`<div class="flex flex-col gap-5">
          <div class="grid grid-cols-2 gap-2">
            <button type="button" class="btn btn-outline" onClick=${block}>
              ${blocked ? text.tables.unblock : text.tables.block}
            </button>
            <button type="button" class="btn btn-outline" onClick=${() => change(tableId, { button: seat })}>
              ${text.tables.buttonHere}
            </button>
          </div>
          ${
            !blocked &&
            html`<div class="flex flex-col gap-2">
              <span class="text-caption text-secondary font-medium">${text.tables.seatHere}</span>
              <div class="flex flex-wrap gap-2">
                ${(first.length > 0 ? first : all)
                  .slice(0, 60)
                  .map(
                    ({ entry, name }) =>
                      html`<button type="button" class="chip" onClick=${() => seatHere(entry.id)}>${name}</button>`,
                  )}
              </div>
              ${all.length === 0 && html`<p class="text-secondary">${text.tables.noSeated}</p>`}
            </div>`
          }
        </div>`
      }
    <//>
  `;
};

export const OpenTablesSheet = ({ night }: { night: Night }) => {
  const { seatsPerTable } = night.state.config.seating;
  const needed =
    Math.ceil(night.state.totals.live / seatsPerTable) - openTables(night.state).length;
  const tables = useSignal(String(Math.max(1, needed)));
  const seats = useSignal(String(seatsPerTable));
  const [count, each] = [parseCount(tables.value), parseCount(seats.value)];
  const submit = async (event: Event) => {
    event.preventDefault();
    if (count === null || each === null) return;
    const answer = await command('/tables', { tables: count, seats: each });
    if (answer !== undefined) hide();
  };
  return html`
    <${Sheet} title=${text.tables.open} onClose=${hide}>
      <form class="flex flex-col gap-5" onSubmit=${submit}>
        <div class="grid grid-cols-2 gap-3">
          <${NumberField} value=${tables} label=${text.tables.openCount} autoFocus />
          <${NumberField} value=${seats} label=${text.tables.seats} />
        </div>
        <button type="submit" class="btn btn-primary w-full" disabled=${!count || !each}>${text.tables.open}</button>
      </form>
    <//>
  `;
};
