import type { State, Table } from '../../src/rooms/tournament/state.ts';
import { html } from '../html.ts';
import { text } from '../text.ts';
import { seatedAt, seatPlace } from './model.ts';

const fillOf = (table: Table, seat: number): string => {
  if (table.button === seat) return 'var(--prize)';
  return 'var(--ink-text)';
};

/** A table at a glance: who sits is a full dot, a free seat a dashed one, the button yellow. */
export const MiniTable = ({ table }: { table: Table }) => html`
  <svg viewBox="0 0 140 92" class="w-full h-auto" role="img" aria-label=${`${table.name}: ${text.tables.of(seatedAt(table), table.seats.length)}`}>
    <rect x="18" y="16" width="104" height="60" rx="30" fill="var(--surface2)" />
    <rect x="22" y="20" width="96" height="52" rx="26" class="mini-felt" />
    ${table.seats.map((entryId, i) => {
      const { x, y } = seatPlace(i + 1, table.seats.length);
      const [cx, cy] = [12 + (x * 116) / 100, 11 + (y * 70) / 100];
      const blocked = table.blocked.some(({ seat }) => seat === i + 1);
      if (blocked) return null;
      return entryId === null
        ? html`<circle cx=${cx} cy=${cy} r="6.5" fill="none" stroke="var(--surface2)" stroke-width="1.5" stroke-dasharray="3 2.5" />`
        : html`<circle cx=${cx} cy=${cy} r="7.5" fill=${fillOf(table, i + 1)} />`;
    })}
  </svg>
`;

type SeatProps = {
  readonly table: Table;
  readonly seat: number;
  readonly name: string | null;
  readonly target: boolean;
  readonly onTap: () => void;
};

const toneOf = ({ name, target }: SeatProps, blocked: boolean): string => {
  if (target) return 'tone-primary border-2 border-primary breathe';
  if (name !== null) return 'bg-surface0 border border-surface2';
  return blocked
    ? 'bg-surface1 text-secondary'
    : 'border-2 border-dashed border-surface2 text-secondary';
};

/** A seat to tap: its number, who sits there, and the dealer button where it is. */
const Seat = (props: SeatProps) => {
  const { table, seat, name, onTap } = props;
  const { x, y } = seatPlace(seat, table.seats.length);
  const blocked = table.blocked.some((one) => one.seat === seat);
  const who = name ?? (blocked ? text.tables.blocked : text.tables.free);
  // Names stand away from the felt, where both themes can show them.
  const above = y < 40;
  return html`
    <button
      type="button"
      class=${`absolute flex items-center justify-center w-20 h-14 ${above ? 'flex-col-reverse' : 'flex-col'}`}
      style=${{ left: `${x}%`, top: `${y}%`, transform: 'translate(-50%, -50%)' }}
      aria-label=${text.tables.seatLabel(table.name, seat, who)}
      onClick=${onTap}
    >
      <span class=${`relative mono text-caption w-9 h-9 rounded-full flex items-center justify-center flex-none ${toneOf(props, blocked)}`}>
        ${blocked && name === null ? '×' : seat}
        ${
          table.button === seat &&
          html`<span class="absolute -right-1.5 -top-1.5 w-5 h-5 rounded-full bg-prize text-micro font-bold flex items-center justify-center dealer">D</span>`
        }
      </span>
      <span class="text-micro leading-tight max-w-full truncate px-1 rounded bg-[var(--panel)] relative z-1">${name ?? ' '}</span>
    </button>
  `;
};

/** One table from above with every seat; seats that may be taken now stand out while moving. */
export const TablePicture = ({
  state,
  table,
  nameAt,
  isTarget,
  onSeat,
}: {
  state: State;
  table: Table;
  nameAt: (entryId: string) => string;
  isTarget: (seat: number) => boolean;
  onSeat: (seat: number) => void;
}) => html`
  <div class="px-11 py-10">
    <div class="relative h-37">
      <div class="felt absolute inset-x-2 inset-y-3 flex items-center justify-center">
        <span class="text-center text-white">
          <span class="block font-semibold">${table.name}</span>
          <span class="text-caption opacity-80">${text.tables.of(seatedAt(table), table.seats.length)}</span>
        </span>
      </div>
      ${table.seats.map((entryId, i) => {
        const name = entryId === null || !state.entries[entryId] ? null : nameAt(entryId);
        return html`<${Seat}
          key=${i}
          table=${table}
          seat=${i + 1}
          name=${name}
          target=${isTarget(i + 1)}
          onTap=${() => onSeat(i + 1)}
        />`;
      })}
    </div>
  </div>
`;
