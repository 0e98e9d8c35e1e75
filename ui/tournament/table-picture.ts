import type { Table } from '../../src/rooms/tournament/state.ts';
import { short } from '../amounts.ts';
import { html } from '../html.ts';
import { Icon } from '../parts/icons.ts';
import { text } from '../text.ts';
import { seatedAt, seatPlace } from './model.ts';
import type { Night } from './night.ts';
import type { Plate } from './tables/model.ts';
import { plateName, platesOf } from './tables/model.ts';
import { nameOfEntry } from './words.ts';

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

/** The dealer button, as it lies on the table. */
export const DealerButton = ({ class: extra = '' }: { class?: string }) => html`
  <span
    class=${`w-5.5 h-5.5 rounded-full bg-prize text-micro font-bold flex items-center justify-center flex-none dealer ${extra}`}
    title=${text.tables.button}
    aria-hidden="true"
  >D</span>
`;

/** What a seat says of itself, for a page that shows it as a plate or as a line. */
export type SeatTold = {
  readonly table: Table;
  readonly seat: number;
  readonly entryId: string | null;
  readonly name: string | null;
  readonly chips: number | null;
  readonly isLocked: boolean;
  readonly isBlocked: boolean;
  readonly isFree: boolean;
};

/** One seat, told for whoever draws it. */
export const seatTold = (night: Night, table: Table, seat: number): SeatTold => {
  const entryId = table.seats[seat - 1] ?? null;
  const entry = entryId === null ? undefined : night.state.entries[entryId];
  const isBlocked = table.blocked.some((one) => one.seat === seat);
  return {
    ...{ table, seat, isBlocked },
    entryId: entry === undefined ? null : entryId,
    name: entry === undefined || entryId === null ? null : nameOfEntry(night, entryId),
    chips: entry?.chips ?? null,
    isLocked: entry?.locked ?? false,
    isFree: entryId === null && !isBlocked,
  };
};

/** `Table 7, seat 3: Freja Nielsen, 45,200, has the button`. */
export const seatLabel = ({ table, seat, name, isBlocked, isLocked, chips }: SeatTold): string => {
  const who = name ?? (isBlocked ? text.tables.blocked : text.tables.free);
  const more = [
    chips === null ? '' : `${short(chips)} ${text.chipsWord}`,
    isLocked ? text.tables.locked : '',
    table.button === seat ? text.tables.hasButton : '',
  ].filter((part) => part !== '');
  return text.tables.seatLabel(table.name, seat, [who, ...more].join(', '));
};

/** What makes an element a seat to drop somebody on, and a player to be picked up. */
export const seatData = ({ table, seat, entryId, name, isFree }: SeatTold) => ({
  'data-table': table.id,
  'data-number': String(seat),
  ...(isFree ? { 'data-free': '' } : {}),
  ...(entryId === null ? {} : { 'data-entry': entryId, 'data-name': name ?? '' }),
});

const toneOf = ({ name, isBlocked }: SeatTold, found: boolean): string => {
  if (found) return 'tone-warning border-warning';
  if (name !== null) return 'bg-surface0 border-surface2';
  return isBlocked
    ? 'bg-surface1 border-transparent text-secondary'
    : 'bg-base border-dashed border-surface2 text-secondary';
};

/** A word that only smaller letters keep in one piece. */
const hasLongWord = (name: string | null): boolean =>
  plateName(name ?? '')
    .split(/[\s-]/)
    .some((word) => word.length > 9);

const ROW_PX = 60;
const PLATE_PX = 52;

const SeatPlate = ({
  told,
  plate,
  found,
  onTap,
}: {
  told: SeatTold;
  plate: Plate;
  found: boolean;
  onTap: () => void;
}) => {
  const { name, chips, seat, isBlocked, isLocked, table } = told;
  return html`
    <button
      type="button"
      class=${`plate absolute flex items-center gap-1 px-1.5 rounded-lg border w-[30%] h-13 text-left ${toneOf(told, found)}`}
      style=${{
        left: `${plate.x}%`,
        top: `${plate.row * ROW_PX + PLATE_PX / 2}px`,
        transform: 'translate(-50%, -50%)',
      }}
      ...${seatData(told)}
      onClick=${onTap}
    >
      <span class="sr-only">${seatLabel(told)}</span>
      <span class="mono text-micro text-secondary flex-none self-start pt-1" aria-hidden="true">${isBlocked && name === null ? '×' : seat}</span>
      <span class="min-w-0 grow" aria-hidden="true">
        <bdi class=${`plate-name leading-[1.25] font-medium ${hasLongWord(name) ? 'text-micro' : 'text-[0.8125rem]'}`}>${plateName(name ?? '')}</bdi>
        ${chips !== null && html`<span class="mono block text-micro leading-[1.1] text-secondary">${short(chips)}</span>`}
      </span>
      ${isLocked && html`<span class="absolute right-1 bottom-1 text-warning"><${Icon} name="lock" size=${13} /></span>`}
      ${table.button === seat && html`<${DealerButton} class="absolute -right-2 -top-2" />`}
    </button>
  `;
};

/** One table from above, every seat a plate with its player; the dealer sits below. */
export const TablePicture = ({
  night,
  table,
  found,
  onSeat,
}: {
  night: Night;
  table: Table;
  found: ReadonlySet<number>;
  onSeat: (seat: number) => void;
}) => {
  const { rows, plates } = platesOf(table.seats.length);
  const height = (rows - 1) * ROW_PX + PLATE_PX;
  return html`
    <div class="px-3 pb-4">
      <div class="relative" style=${{ height: `${height}px` }}>
        <div class="felt absolute inset-x-[9%] inset-y-5" aria-hidden="true"></div>
        <span class="absolute left-1/2 bottom-1 -translate-x-1/2 rounded-t-lg bg-surface1 text-secondary text-micro px-2.5 py-0.5" aria-hidden="true">
          ${text.tables.dealer}
        </span>
        ${plates.map(
          (plate, i) => html`<${SeatPlate}
            key=${i}
            told=${seatTold(night, table, i + 1)}
            plate=${plate}
            found=${found.has(i + 1)}
            onTap=${() => onSeat(i + 1)}
          />`,
        )}
      </div>
    </div>
  `;
};
