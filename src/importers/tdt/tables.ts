import {
  entries,
  flag,
  list,
  moment,
  optionalSection,
  type Section,
  section,
  sections,
  text,
  textOf,
  warn,
  whole,
} from './fields.ts';
import type { TdtValue } from './value.ts';

export type RecordedTableSeat = {
  readonly playerId: string | null;
  readonly blocked: boolean;
  /** Why it is blocked, in the director's words; '' for none. */
  readonly label: string;
  /** The player stays here whatever is balanced. */
  readonly locked: boolean;
};

export type RecordedTable = {
  /** The file's own id; in 3.0, which has none, the table's index. */
  readonly id: string;
  readonly name: string;
  /** As many as the table has, though the file may list fewer or more. */
  readonly seats: readonly RecordedTableSeat[];
  /** Seat of the dealer button from 1; 0 for none. */
  readonly button: number;
};

export type RecordedMove = {
  readonly playerId: string;
  /** `null` where the player had no seat before. */
  readonly from: { readonly tableId: string; readonly seatIndex: number } | null;
  readonly to: { readonly tableId: string; readonly seatIndex: number };
};

export type Tables = {
  readonly tables: readonly RecordedTable[];
  /** Largest difference in players that needs no move. */
  readonly maxDisparity: number;
  readonly randomizeFinalTable: boolean;
  /** TDD keeps only the last round of moves. */
  readonly lastMoves: { readonly timeMs: number | null; readonly moves: readonly RecordedMove[] };
};

/** `T.Tables`, as the seats were when the file was saved. */
export const readTables = (from: Section): Tables => {
  const labels = new Map(
    entries(from, 'UnavailableSeats').map(([key, label]) => [key, textOf(label) ?? '']),
  );
  const moves = optionalSection(from, 'LastPlayerMove') ?? section(from, 'PlayerMove');
  return {
    tables: sections(from, 'Tables').map((table, i) => readTable(table, i, labels)),
    maxDisparity: whole(from, 'MaxPlayerDisparity'),
    randomizeFinalTable: flag(from, 'RandomizeFinalTable'),
    lastMoves: { timeMs: moment(moves, 'Time'), moves: sections(moves, 'Moves').map(readMove) },
  };
};

const MOST_SEATS = 100;

const readTable = (
  from: Section,
  index: number,
  labels: ReadonlyMap<string, string>,
): RecordedTable => {
  const size = whole(from, 'NumberOfSeats');
  if (size < 0 || size > MOST_SEATS) warn(from, 'ODD_VALUE', 'NumberOfSeats');
  const seats = list(from, 'Seats');
  const locks = list(from, 'Locks');
  const length = Math.max(0, Math.min(size, MOST_SEATS));
  return {
    id: text(from, 'UUID') || String(index),
    name: text(from, 'Name'),
    seats: Array.from({ length }, (_, i) => readSeat(seats[i], locks[i], labels)),
    button: whole(from, 'DealerButtonSeat'),
  };
};

/** A string is the player's id, a negative number the key of a blocked seat's label. */
const readSeat = (
  seat: TdtValue,
  lock: TdtValue,
  labels: ReadonlyMap<string, string>,
): RecordedTableSeat => {
  const blocked = typeof seat === 'object' && seat?.kind === 'number';
  return {
    playerId: typeof seat === 'string' ? seat : null,
    blocked,
    label: blocked ? (labels.get(seat.source) ?? '') : '',
    locked: lock === true,
  };
};

const readMove = (from: Section): RecordedMove => ({
  playerId: text(from, 'PlayerUUID'),
  from: from.fields.has('OldTableUUID')
    ? { tableId: text(from, 'OldTableUUID'), seatIndex: whole(from, 'OldSeatIndex') }
    : null,
  to: {
    // 3.0 names tables by index, which is also their id here.
    tableId: text(from, 'NewTableUUID') || text(from, 'NewTableIndex'),
    seatIndex: whole(from, 'NewSeatIndex'),
  },
});
