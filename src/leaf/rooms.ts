import { discarded } from '../flows/discarded.ts';
import type { Flow } from '../flows/flow.ts';
import type { Table } from '../kernel/room.ts';
import { displays } from '../rooms/displays/room.ts';
import { player } from '../rooms/players/room.ts';
import { requests } from '../rooms/requests/room.ts';
import { library } from '../rooms/tournament/library/room.ts';
import { tournament } from '../rooms/tournament/room.ts';
import { venue } from '../rooms/venue/room.ts';
import { AUTH_TABLES } from '../server/auth/tables.ts';
import { flowCursors } from '../server/flows.ts';
import { moneyReads } from '../server/reads.ts';
import { SYNC_TABLES } from '../sync/tables.ts';
import { alive } from './alive.ts';

/** What this build of the leaf can do. */
export const ROOMS = [venue, tournament, player, displays, library, requests] as const;

/** Where its rooms meet. */
export const FLOWS: readonly Flow[] = [discarded];

export const TABLES: readonly Table[] = [
  ...ROOMS.flatMap(({ tables }): readonly Table[] => tables),
  ...AUTH_TABLES,
  flowCursors,
  moneyReads,
  alive,
  ...SYNC_TABLES,
];
