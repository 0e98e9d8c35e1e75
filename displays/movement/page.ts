import type { MovementBoard, Place } from '../../src/rooms/tournament/views/boards.ts';
import type { Props } from '../shared/frame.ts';
import { createListView } from '../shared/list-view.ts';
import type { Column } from '../shared/table.ts';
import { tableText } from '../shared/tables.ts';
import { text } from '../text.ts';

const placeText = (place: Place | null): string =>
  place === null ? text.movement.unseated : text.movement.place(tableText(place.table), place.seat);

const COLUMNS: readonly Column<MovementBoard['moves'][number]>[] = [
  { head: text.rankings.player, value: ({ name }) => name, kind: 'name' },
  {
    head: text.movement.from,
    value: ({ from }) => (from === null ? '' : placeText(from)),
    kind: 'word',
  },
  { head: text.movement.to, value: ({ to }) => `→ ${placeText(to)}`, kind: 'word', tone: 'strong' },
];

const View = createListView<MovementBoard['moves'][number]>(text.movement);

/** Who was moved where, the last one first. */
export const MovementPage = ({ props, board }: { props: Props; board: MovementBoard }) =>
  View(props, { lines: board.moves, columns: COLUMNS });
