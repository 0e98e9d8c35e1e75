import { bigBlindNext } from '../../../src/poker/balance.ts';
import type { Table } from '../../../src/rooms/tournament/state.ts';
import { openTables } from '../../../src/rooms/tournament/state.ts';
import { tablesNow } from '../../../src/rooms/tournament/views/tables.ts';
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
import { hide, show } from '../sheets.ts';
import { DealerButton } from '../table-picture.ts';
import { nextPlayerSeat } from '../tables/model.ts';
import { nameOfEntry } from '../words.ts';
import { WhoList } from './who-list.ts';

const change = (tableId: string, body: object) =>
  command(`/tables/${tableId}`, body, { method: 'PUT' });

/** The dealer button, seat by seat; who is big blind in the next hand follows from it. */
const Buttons = ({ night, table }: { night: Night; table: Table }) => {
  const now = tablesNow(night.state).find(({ tableId }) => tableId === table.id);
  const next = now === undefined ? null : bigBlindNext(now);
  const after = nextPlayerSeat(table);
  return html`
    <section class="flex flex-col gap-2" aria-label=${text.tables.button}>
      <span class="text-caption text-secondary font-medium">${text.tables.buttonPick}</span>
      <div class="grid grid-cols-2 gap-2">
        ${table.seats.map((entryId, i) => {
          const seat = i + 1;
          return html`
            <button
              type="button"
              class=${`btn btn-outline justify-start px-3 min-w-0 ${table.button === seat ? 'tone-warning border-warning' : ''}`}
              aria-pressed=${String(table.button === seat)}
              onClick=${() => change(table.id, { button: table.button === seat ? null : seat })}
            >
              <span class="mono text-secondary">${seat}</span>
              <bdi class="truncate grow font-medium">${entryId === null ? '' : nameOfEntry(night, entryId)}</bdi>
              ${table.button === seat && html`<${DealerButton} />`}
            </button>
          `;
        })}
      </div>
      ${next !== null && html`<p class="text-caption text-secondary"><bdi>${text.tables.bigBlindNext(nameOfEntry(night, next.entryId))}</bdi></p>`}
      ${
        after !== null &&
        html`<button type="button" class="btn btn-primary" onClick=${() => change(table.id, { button: after })}>
          <${Icon} name="forward" size=${18} />${text.tables.setButton}
        </button>`
      }
    </section>
  `;
};

const Shape = ({ table }: { table: Table }) => {
  const name = useSignal(table.name);
  const seats = useSignal(String(table.seats.length));
  const size = parseCount(seats.value);
  const save = async (event: Event) => {
    event.preventDefault();
    if (size === null) return;
    await change(table.id, {
      ...(name.value === table.name ? {} : { name: name.value }),
      ...(size === table.seats.length ? {} : { seats: size }),
    });
  };
  const isSame = name.value === table.name && size === table.seats.length;
  return html`
    <form class="grid grid-cols-[1fr_6rem_auto] items-end gap-2" onSubmit=${save}>
      <${TextField} value=${name} label=${text.tables.rename} maxLength=${40} />
      <${NumberField} value=${seats} label=${text.tables.seats} />
      <button type="submit" class="btn btn-outline" disabled=${isSame || name.value.trim() === '' || size === null}>${text.save}</button>
    </form>
  `;
};

const Features = ({ table }: { table: Table }) => {
  const toggle = (id: string) => {
    const has = table.features.includes(id);
    const features = has ? table.features.filter((one) => one !== id) : [...table.features, id];
    return change(table.id, { features });
  };
  return html`
    <div class="flex flex-col gap-1.5" role="group" aria-label=${text.tables.features}>
      <span class="text-caption text-secondary font-medium">${text.tables.features}</span>
      <div class="flex flex-wrap gap-2">
        ${text.tables.featureList.map(
          ([id, label]) =>
            html`<button type="button" class="chip" aria-pressed=${String(table.features.includes(id))} onClick=${() => toggle(id)}>${label}</button>`,
        )}
      </div>
    </div>
  `;
};

/** One table: the button, its name and size, what is special about it, and breaking it. */
export const TableSheet = ({ night, tableId }: { night: Night; tableId: string }) => {
  const table = night.state.tables[tableId];
  if (table === undefined || !table.open) return null;
  const others = openTables(night.state).length > 1;
  const close = async () => {
    hide();
    await command(`/tables/${tableId}`, undefined, { method: 'DELETE' });
  };
  return html`
    <${Sheet} title=${`${table.name} · ${text.tables.of(seatedAt(table), table.seats.length)}`} onClose=${hide}>
      ${
        mayAct.value &&
        html`<div class="flex flex-col gap-6">
          <${Buttons} night=${night} table=${table} />
          ${
            seatedAt(table) > 0 &&
            others &&
            html`<button type="button" class="btn btn-outline text-danger" onClick=${() => show({ sheet: 'break', tableId })}>
              ${text.tables.break}
            </button>`
          }
          <${Shape} key=${`${table.name}/${table.seats.length}`} table=${table} />
          <${Features} table=${table} />
          ${seatedAt(table) === 0 && html`<button type="button" class="btn btn-outline text-danger" onClick=${close}>${text.tables.close}</button>`}
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
  // Those who sit nowhere are whom it is mostly about.
  const order = [
    ...all.filter(({ entry }) => entry.seat === null),
    ...all.filter(({ entry }) => entry.seat !== null),
  ];
  const seatHere = async (entryId: string) => {
    hide();
    await command('/tables/move', { moves: [{ entryId, to: { tableId, seat } }] });
  };
  const block = async () => {
    hide();
    await change(tableId, { blocked: blocked ? others : [...table.blocked, { seat }] });
  };
  const button = async () => {
    hide();
    await change(tableId, { button: seat });
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
            <button type="button" class="btn btn-outline" onClick=${button}>${text.tables.buttonHere}</button>
          </div>
          ${
            !blocked &&
            html`<div class="flex flex-col gap-2">
              <span class="text-caption text-secondary font-medium">${text.tables.seatHere}</span>
              <${WhoList} all=${order} onPick=${seatHere} empty=${text.tables.noSeated} />
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
    const answer = await command('/tables', { tables: count, seats: each, word: text.tables.word });
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
