import type { SeatRef } from '../../src/poker/draw.ts';
import type { EventOf, TournamentEvent } from '../../src/rooms/tournament/events.ts';
import { text } from '../text.ts';
import type { Night } from './night.ts';
import { levelText, nameOfEntry } from './words.ts';

/** What a toast says, and what its Undo names. */
export type Told = { readonly title: string; readonly detail: string };

const only = (title: string): Told => ({ title, detail: '' });

const tableName = ({ state }: Night, tableId: string): string => state.tables[tableId]?.name ?? '?';

const seatName = (night: Night, { tableId, seat }: SeatRef): string =>
  text.players.seat(tableName(night, tableId), seat);

const opened = ({ data }: EventOf<'tables.opened'>): Told => {
  const [first, second] = data.tables;
  return only(
    first !== undefined && second === undefined
      ? text.did.tableOpened(first.name)
      : text.did.tablesOpened(data.tables.length),
  );
};

type Blocked = readonly { readonly seat: number }[];

/** The one seat that is in the first list and not in the second. */
const more = (a: Blocked, b: Blocked, tableId: string): SeatRef | undefined => {
  const [seat] = a.filter((one) => !b.some((other) => other.seat === one.seat));
  return seat === undefined ? undefined : { tableId, seat: seat.seat };
};

const changed = (night: Night, { data }: EventOf<'table.changed'>): Told => {
  const [after, before] = [data.blocked, data.before?.blocked];
  if (after !== undefined && before !== undefined) {
    const [blocked, freed] = [more(after, before, data.tableId), more(before, after, data.tableId)];
    if (blocked !== undefined) return only(text.did.seatBlocked(seatName(night, blocked)));
    if (freed !== undefined) return only(text.did.seatFreed(seatName(night, freed)));
  }
  return only(text.did.tableChanged(data.before?.name ?? tableName(night, data.tableId)));
};

const button = (night: Night, { data: { tableId, seat } }: EventOf<'button.moved'>): Told =>
  only(
    seat === null
      ? text.did.noButton(tableName(night, tableId))
      : text.did.button(seatName(night, { tableId, seat })),
  );

/** What was done that is no line of the night, in poker's words; null for what needs none. */
export const sayPlain = (night: Night, event: TournamentEvent): Told | null => {
  switch (event.type) {
    case 'tables.opened':
      return opened(event);
    case 'table.changed':
      return changed(night, event);
    case 'table.closed':
      return only(text.did.tableClosed(tableName(night, event.data.tableId)));
    case 'table.reopened':
      return only(text.did.tableReopened(tableName(night, event.data.tableId)));
    case 'button.moved':
      return button(night, event);
    case 'seat.locked': {
      const { entryId, locked } = event.data;
      return only(text.did[locked ? 'seatKept' : 'seatFree'](nameOfEntry(night, entryId)));
    }
    case 'level.corrected':
      return { title: text.did.levelCorrected, detail: levelText(night.state, event.data.index) };
    default: {
      const title = text.did.plain[event.type];
      return title === undefined ? null : only(title);
    }
  }
};
