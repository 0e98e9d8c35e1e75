import type { SeatRef } from '../../../src/poker/draw.ts';
import type { Table } from '../../../src/rooms/tournament/state.ts';
import type { ComponentChildren } from '../../html.ts';
import { html, typedIn } from '../../html.ts';
import { Icon } from '../../parts/icons.ts';
import { text } from '../../text.ts';
import type { Night } from '../night.ts';
import { nameOfEntry, seatText } from '../words.ts';
import { sameSeat } from './model.ts';
import type { Way } from './tickets.ts';

/** A move as it is proposed: who, from where, where to, and why. */
export type Line = Way & { readonly to: SeatRef; readonly why: ComponentChildren };

const keyOf = ({ tableId, seat }: SeatRef): string => `${tableId}/${seat}`;

/** The seats that a line may have: free ones that no other line has, and its own. */
export const targetsFor = (
  places: readonly { readonly table: Table; readonly seats: readonly number[] }[],
  lines: readonly Line[],
  own: Line,
) => {
  const taken = new Set(
    lines.filter(({ entryId }) => entryId !== own.entryId).map(({ to }) => keyOf(to)),
  );
  const all = places.map(({ table, seats }) => ({
    table,
    seats: seats.filter((seat) => !taken.has(keyOf({ tableId: table.id, seat }))),
  }));
  return all.filter(({ seats }) => seats.length > 0);
};

const Target = ({
  night,
  line,
  targets,
  onChange,
}: {
  night: Night;
  line: Line;
  targets: ReturnType<typeof targetsFor>;
  onChange: (to: SeatRef) => void;
}) => {
  const change = (event: Event) => {
    const [tableId, seat] = typedIn(event).split('/');
    if (tableId && seat) onChange({ tableId, seat: Number(seat) });
  };
  return html`
    <select class="input font-semibold" aria-label=${text.tables.target(nameOfEntry(night, line.entryId))} value=${keyOf(line.to)} onChange=${change}>
      ${targets.map(
        ({ table, seats }) => html`
          <optgroup label=${table.name}>
            ${seats.map((seat) => {
              const ref = { tableId: table.id, seat };
              return html`<option value=${keyOf(ref)} selected=${sameSeat(ref, line.to)}>${seatText(night.state, ref)}</option>`;
            })}
          </optgroup>
        `,
      )}
    </select>
  `;
};

/** Too long for the field that it is picked in, so it is said below. */
const isLong = ({ state }: Night, to: SeatRef): boolean => seatText(state, to).length > 13;

/** Who moves where and why; every target can be changed before anything is done. */
export const MoveLines = ({
  night,
  lines,
  places,
  left,
  onChange,
  onLeave,
}: {
  night: Night;
  lines: readonly Line[];
  places: readonly { readonly table: Table; readonly seats: readonly number[] }[];
  /** Who is not to move after all. */
  left?: ReadonlySet<string>;
  onChange: (entryId: string, to: SeatRef) => void;
  onLeave?: (entryId: string) => void;
}) => html`
  <ol class="rows card overflow-hidden">
    ${lines.map((line) => {
      const isLeft = left?.has(line.entryId) === true;
      return html`
        <li key=${line.entryId} class=${`flex flex-col gap-1 px-4 py-3 ${isLeft ? 'opacity-60' : ''}`}>
          <div class="flex items-center gap-3">
            <span class="grow min-w-0">
              <bdi class="block font-semibold truncate">${nameOfEntry(night, line.entryId)}</bdi>
              <span class="block text-caption text-secondary truncate">${seatText(night.state, line.from)}</span>
            </span>
            <span class="text-secondary" aria-hidden="true">→</span>
            <span class="w-38 flex-none">
              <${Target}
                night=${night}
                line=${line}
                targets=${targetsFor(places, lines, line)}
                onChange=${(to: SeatRef) => onChange(line.entryId, to)}
              />
            </span>
            ${
              onLeave &&
              html`<button
                type="button"
                role="switch"
                class=${`btn btn-icon rounded-lg ${isLeft ? 'text-secondary' : 'tone-success'}`}
                aria-checked=${String(!isLeft)}
                aria-label=${text.tables.include(nameOfEntry(night, line.entryId))}
                onClick=${() => onLeave(line.entryId)}
              >
                <${Icon} name=${isLeft ? 'close' : 'check'} size=${20} />
              </button>`
            }
          </div>
          <p class="text-caption text-secondary empty:hidden">
            ${isLong(night, line.to) && html`<strong class="text-text">${seatText(night.state, line.to)}</strong> `}${line.why}
          </p>
        </li>
      `;
    })}
  </ol>
`;
