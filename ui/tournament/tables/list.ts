import type { Table } from '../../../src/rooms/tournament/state.ts';
import { number } from '../../amounts.ts';
import { html } from '../../html.ts';
import { Icon } from '../../parts/icons.ts';
import { text } from '../../text.ts';
import type { Night } from '../night.ts';
import type { SeatTold } from '../table-picture.ts';
import { DealerButton, seatData, seatLabel, seatTold } from '../table-picture.ts';

const Row = ({ told, found, onTap }: { told: SeatTold; found: boolean; onTap: () => void }) => {
  const { table, seat, name, chips, isBlocked, isLocked } = told;
  const tone = found ? 'tone-warning' : name === null ? 'text-secondary' : '';
  return html`
    <button
      type="button"
      class=${`plate flex items-center gap-3 w-full min-h-12 px-4 text-left ${tone}`}
      ...${seatData(told)}
      onClick=${onTap}
    >
      <span class="sr-only">${seatLabel(told)}</span>
      <span class="mono w-6 text-secondary flex-none" aria-hidden="true">${seat}</span>
      <bdi class="grow min-w-0 truncate ${name === null ? 'text-caption' : 'font-medium'}" aria-hidden="true">
        ${name ?? (isBlocked ? text.tables.blocked : text.tables.free)}
      </bdi>
      ${isLocked && html`<span class="text-warning"><${Icon} name="lock" size=${16} /></span>`}
      ${chips !== null && html`<span class="mono text-caption" aria-hidden="true">${number(chips)}</span>`}
      ${table.button === seat && html`<${DealerButton} />`}
    </button>
  `;
};

/** The same table as lines: seat, player, chips, button. */
export const TableList = ({
  night,
  table,
  found,
  onSeat,
}: {
  night: Night;
  table: Table;
  found: ReadonlySet<number>;
  onSeat: (seat: number) => void;
}) => html`
  <div class="rows border-t border-surface1">
    ${table.seats.map(
      (_, i) => html`<${Row}
        key=${i}
        told=${seatTold(night, table, i + 1)}
        found=${found.has(i + 1)}
        onTap=${() => onSeat(i + 1)}
      />`,
    )}
  </div>
`;
