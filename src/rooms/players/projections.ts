import type { Recorded } from '../../kernel/decider.ts';
import type { RowWrite, Table } from '../../kernel/room.ts';
import type { PlayerEvent } from './events.ts';
import { PRIVATE_TABLES } from './projections/profiles.ts';
import type { State } from './state.ts';

/** Only of those who are merged: who they are now. */
const MERGED: Table = {
  name: 'merged_players',
  kind: 'projection',
  key: ['id'],
  columns: { id: 'text', into: 'text' },
  indexes: [['into']],
};

export const TABLES: readonly Table[] = [...PRIVATE_TABLES, MERGED];

export const project = (
  event: Recorded<PlayerEvent>,
  _: State,
  id: string,
): readonly RowWrite[] => {
  const write = (row: RowWrite['row']): readonly RowWrite[] => [
    { table: MERGED.name, key: { id }, row },
  ];
  switch (event.type) {
    case 'player.merged':
      return write({ into: event.data.into });
    case 'player.merged.undone':
    case 'player.erased':
      return write(null);
    default:
      return [];
  }
};
