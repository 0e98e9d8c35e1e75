import type { Table } from '../../src/rooms/tournament/state.ts';
import { openTables, seatIsFree } from '../../src/rooms/tournament/state.ts';
import { html } from '../html.ts';
import { Card, Empty, Notice } from '../parts/bits.ts';
import { Icon } from '../parts/icons.ts';
import { text } from '../text.ts';
import { command } from './actions.ts';
import { liveOnes } from './model.ts';
import type { Night } from './night.ts';
import { mayAct } from './night.ts';
import { BalanceNotices } from './notices.ts';
import { moving, show } from './sheets.ts';
import { TablePicture } from './table-picture.ts';
import { nameOfEntry } from './words.ts';

const moveHere = async (entryId: string, tableId: string, seat: number) => {
  moving.value = null;
  await command('/tables/move', { moves: [{ entryId, to: { tableId, seat } }] });
};

const onSeat = (night: Night, table: Table, seat: number): void => {
  const mover = moving.value;
  if (mover !== null && seatIsFree(night.state, { tableId: table.id, seat })) {
    void moveHere(mover, table.id, seat);
    return;
  }
  const entryId = table.seats[seat - 1];
  if (entryId) show({ sheet: 'entry', entryId });
  else show({ sheet: 'seat', tableId: table.id, seat });
};

const OneTable = ({ night, table }: { night: Night; table: Table }) => html`
  <section class="card min-w-0 relative" aria-label=${table.name}>
    <${TablePicture}
      state=${night.state}
      table=${table}
      nameAt=${(entryId: string) => nameOfEntry(night, entryId)}
      isTarget=${(seat: number) =>
        moving.value !== null && seatIsFree(night.state, { tableId: table.id, seat })}
      onSeat=${(seat: number) => onSeat(night, table, seat)}
    />
    ${
      mayAct.value &&
      html`<button
        type="button"
        class="btn btn-icon absolute right-0 top-0 text-secondary"
        aria-label=${text.tables.actions(table.name)}
        onClick=${() => show({ sheet: 'table', tableId: table.id })}
      >
        <${Icon} name="more" />
      </button>`
    }
  </section>
`;

const Moving = ({ night }: { night: Night }) =>
  moving.value !== null &&
  html`
    <div class="sticky top-34 z-10">
      <${Notice}
        tone="primary"
        action=${html`<button
          type="button"
          class="btn btn-outline text-text"
          onClick=${() => {
            moving.value = null;
          }}
        >
          ${text.tables.moveCancel}
        </button>`}
      >
        ${text.tables.moveTo(nameOfEntry(night, moving.value))}
      <//>
    </div>
  `;

const Unseated = ({ night }: { night: Night }) => {
  const without = liveOnes(night.state, night.names).filter(({ entry }) => entry.seat === null);
  if (without.length === 0) return null;
  return html`
    <${Card} title=${text.tables.unseated}>
      <div class="flex flex-wrap gap-2 px-4 pb-4">
        ${without.map(
          ({ entry, name }) => html`
            <button
              type="button"
              class="chip"
              aria-pressed=${String(moving.value === entry.id)}
              disabled=${!mayAct.value}
              onClick=${() => {
                moving.value = entry.id;
              }}
            >
              ${name}
            </button>
          `,
        )}
      </div>
    <//>
  `;
};

export const Tables = ({ night }: { night: Night }) => {
  const tables = openTables(night.state);
  const buttons =
    mayAct.value &&
    html`
      <div class="flex flex-wrap gap-2">
        <button type="button" class="btn btn-soft" onClick=${() => show({ sheet: 'openTables' })}>
          <${Icon} name="plus" size=${18} />${text.tables.open}
        </button>
        ${
          tables.length > 0 &&
          html`<button type="button" class="btn btn-outline" onClick=${() => command('/tables/draw')}>${text.tables.draw}</button>`
        }
        ${
          tables.length > 0 &&
          night.state.status === 'setup' &&
          html`<button type="button" class="btn btn-outline" onClick=${() => command('/tables/draw', { everyone: true })}>
            ${text.tables.drawAll}
          </button>`
        }
      </div>
    `;
  if (tables.length === 0)
    return html`
      <${Card}>
        <${Empty} icon="table" title=${text.tables.empty} lead=${text.tables.emptyLead}>${buttons}<//>
      <//>
    `;
  return html`
    <div class="flex flex-col gap-4">
      <${Moving} night=${night} />
      ${buttons}
      <div class="flex flex-col gap-2.5 empty:hidden"><${BalanceNotices} night=${night} /></div>
      <${Unseated} night=${night} />
      <div class="grid grid-cols-1 md:grid-cols-2 xl:grid-cols-3 gap-4">
        ${tables.map((table) => html`<${OneTable} key=${table.id} night=${night} table=${table} />`)}
      </div>
    </div>
  `;
};
