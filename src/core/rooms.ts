import type { Table } from '../kernel/room.ts';
import type { AnyRoom } from '../log/rooms.ts';
import { waiting } from '../log/waiting.ts';
import { displays } from '../rooms/displays/room.ts';
import { player } from '../rooms/players/room.ts';
import { requests } from '../rooms/requests/room.ts';
import { library } from '../rooms/tournament/library/room.ts';
import { tournament } from '../rooms/tournament/room.ts';
import { venue } from '../rooms/venue/room.ts';

/** What this build of the core can follow; events of other rooms stay in the log without rows. */
export const ROOMS = [venue, tournament, player, displays, library, requests] as const;

/** The leaf's own tables, with the venue in front, and the count of what no room here follows. */
export const tablesOf = (rooms: readonly AnyRoom[]): readonly Table[] => [
  ...rooms.flatMap(({ tables }): readonly Table[] => tables),
  waiting,
];

export const TABLES: readonly Table[] = tablesOf(ROOMS);
