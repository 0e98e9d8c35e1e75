import './tables/tables.css';
import type { Table } from '../../src/rooms/tournament/state.ts';
import { openTables } from '../../src/rooms/tournament/state.ts';
import { html, useSignal } from '../html.ts';
import { Card, Empty } from '../parts/bits.ts';
import { Icon } from '../parts/icons.ts';
import { text } from '../text.ts';
import { seatedAt } from './model.ts';
import type { Night } from './night.ts';
import { mayAct } from './night.ts';
import { BalanceNotices } from './notices.ts';
import { moving, show } from './sheets.ts';
import { TablePicture } from './table-picture.ts';
import { lifted, useDrag } from './tables/drag.ts';
import { TableList } from './tables/list.ts';
import { findTables } from './tables/model.ts';
import { drop, Moving, onSeatKey, Unseated } from './tables/moving.ts';
import { Buttons, Search, Summary, Switch, view } from './tables/toolbar.ts';
import { nameOfEntry } from './words.ts';

const onSeat = (table: Table, seat: number): void => {
  const entryId = table.seats[seat - 1];
  if (moving.value !== null && mayAct.value) drop(moving.value, { tableId: table.id, seat });
  else if (entryId) show({ sheet: 'entry', entryId });
  else show({ sheet: 'seat', tableId: table.id, seat });
};

const OneTable = ({
  night,
  table,
  found,
}: {
  night: Night;
  table: Table;
  found: ReadonlySet<number>;
}) => {
  const Body = view.value === 'list' ? TableList : TablePicture;
  const features = table.features.map(
    (one) => text.tables.featureList.find(([id]) => id === one)?.[1] ?? one,
  );
  return html`
    <section class="card min-w-0" aria-label=${table.name}>
      <header class="flex items-center gap-2 pl-4 pr-1 min-h-13">
        <h2 class="grow min-w-0">
          <bdi class="block font-semibold truncate">${table.name}</bdi>
          ${features.length > 0 && html`<span class="block text-micro text-info truncate">${features.join(' · ')}</span>`}
        </h2>
        <span class="text-caption text-secondary whitespace-nowrap">${text.tables.of(seatedAt(table), table.seats.length)}</span>
        ${
          mayAct.value &&
          html`<button
            type="button"
            class="btn btn-icon text-secondary"
            aria-label=${text.tables.actions(table.name)}
            onClick=${() => show({ sheet: 'table', tableId: table.id })}
          >
            <${Icon} name="more" />
          </button>`
        }
      </header>
      <${Body} night=${night} table=${table} found=${found} onSeat=${(seat: number) => onSeat(table, seat)} />
    </section>
  `;
};

/** Every table with who sits where; whoever is dragged or picked up goes to the seat that is shown. */
export const Tables = ({ night }: { night: Night }) => {
  const typed = useSignal('');
  const box = useDrag(() => mayAct.value, drop);
  const tables = openTables(night.state);
  if (tables.length === 0)
    return html`
      <${Card}>
        <${Empty} icon="table" title=${text.tables.empty} lead=${text.tables.emptyLead}>
          <div class="flex flex-wrap gap-2 justify-center"><${Buttons} night=${night} /></div>
        <//>
      <//>
    `;
  const shown = findTables(tables, typed.value, (entryId) => nameOfEntry(night, entryId));
  return html`
    <div
      ref=${box}
      class=${`flex flex-col gap-4 ${lifted.value !== null || moving.value !== null ? 'lifting' : ''}`}
      onKeyDown=${onSeatKey}
    >
      <div class="flex flex-wrap gap-2 items-center">
        <${Search} typed=${typed} />
        <${Switch} />
        <${Buttons} night=${night} />
      </div>
      <${Moving} night=${night} />
      <div class="flex flex-col gap-2.5 empty:hidden"><${BalanceNotices} night=${night} /></div>
      <${Unseated} night=${night} />
      <${Summary} night=${night} tables=${tables} />
      ${shown.length === 0 && html`<p class="text-secondary text-center py-8">${text.tables.findNone}</p>`}
      <div class="tables-grid">
        ${shown.map(({ table, found }) => html`<${OneTable} key=${table.id} night=${night} table=${table} found=${found} />`)}
      </div>
    </div>
  `;
};
