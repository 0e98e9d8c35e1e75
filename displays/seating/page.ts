import type { SeatingBoard } from '../../src/rooms/tournament/views/boards.ts';
import type { Props } from '../shared/frame.ts';
import { keeper } from '../shared/keep.ts';
import { createListView } from '../shared/list-view.ts';
import type { Column } from '../shared/table.ts';
import { shortTables } from '../shared/tables.ts';
import { text } from '../text.ts';

type Line = SeatingBoard['lines'][number];

const columnsFor = (lines: readonly Line[]): readonly Column<Line>[] => {
  const short = shortTables(lines.map(({ table }) => table));
  const { player, table, seat } = text.seating;
  return [
    { head: player, value: ({ name }) => name, kind: 'name' },
    { head: table, value: (line) => short(line.table), kind: 'figure', tone: 'strong' },
    { head: seat, value: (line) => String(line.seat), kind: 'figure', tone: 'strong' },
  ];
};

const View = createListView<Line>(text.seating);
const keep = keeper<readonly Column<Line>[]>();

/** Who sits where, by name: everybody finds the own line. */
export const SeatingPage = ({ props, board }: { props: Props; board: SeatingBoard }) => {
  const { lines } = board;
  return View(props, { lines, columns: keep([lines], () => columnsFor(lines)) });
};
