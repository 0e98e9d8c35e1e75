import type { Table } from '../kernel/room.ts';
import { displays } from '../rooms/displays/room.ts';
import { player } from '../rooms/players/room.ts';
import { requests } from '../rooms/requests/room.ts';
import { library } from '../rooms/tournament/library/room.ts';
import { tournament } from '../rooms/tournament/room.ts';
import { venue } from '../rooms/venue/room.ts';

/** What this build of the core can follow; events of other rooms stay in the log without rows. */
export const ROOMS = [venue, tournament, player, displays, library, requests] as const;

/** The leaf's own tables, with the venue in front. */
export const TABLES: readonly Table[] = ROOMS.flatMap(({ tables }): readonly Table[] => tables);
