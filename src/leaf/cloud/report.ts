import { statfsSync } from 'node:fs';
import { streamOf } from '../../kernel/envelope.ts';
import type { Now } from '../../kernel/time.ts';
import type { Handle } from '../../log/handle.ts';
import type { Log } from '../../log/port.ts';
import { screenView, tournament, tournamentState } from '../../rooms/tournament/room.ts';
import type { Report } from '../../sync/outbox.ts';
import type { LeafAlert, Live } from '../../sync/protocol.ts';
import { MOST_ALERTS } from '../../sync/protocol.ts';
import { softwareReport } from '../update/report.ts';

/** Running at once in one house; more would make the message too large for a datagram's worth. */
const MOST_BOARDS = 50;

type Deps = {
  readonly handle: Pick<Handle, 'look'>;
  readonly log: Pick<Log, 'select'>;
  readonly now: () => Now;
};

const boardOf = ({ handle, now }: Deps, tournamentId: string): Promise<Live | null> =>
  handle.look(streamOf(tournament.name, tournamentId), (found) => {
    const state = tournamentState(found);
    if (state.status === 'none') return null;
    const at = now();
    const { title, status, clock, stats } = screenView(state, at);
    const { level, index, remainingMs, paused } = clock;
    const running = status === 'running';
    const anchor = { level: index, remainingMs, wallMs: at.wallMs, running: running && !paused };
    return {
      ...{ tournamentId, name: title, status, level: running ? level : null },
      clock: running ? anchor : null,
      ...{ entries: stats.entries, remaining: stats.remaining },
    };
  });

const liveBoards = async (deps: Deps): Promise<readonly Live[]> => {
  const where = { status: 'running' };
  const rows = await deps.log.select({ table: 'tournaments', where, limit: MOST_BOARDS });
  const boards = await Promise.all(rows.map(({ id }) => boardOf(deps, String(id))));
  return boards.filter((board) => board !== null);
};

const freeBytes = (folder: string): number | null => {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
};

/** What this leaf tells the core of itself: nothing personal. */
export const createReport =
  (
    deps: Deps & {
      readonly dataFolder: string;
      readonly isSynchronised: () => boolean;
      readonly downSeq: () => Promise<number>;
      readonly docsWaiting: () => Promise<number>;
      /** Where phones in the same network find this leaf; null: nowhere. */
      readonly room: () => string | null;
      readonly witnessed: () => Report['witnessed'] | null;
      /** What somebody should look at here. */
      readonly alerts: () => readonly LeafAlert[];
    },
  ) =>
  async (): Promise<Report> => {
    const free = freeBytes(deps.dataFolder);
    const room = deps.room();
    const witnessed = deps.witnessed() ?? null;
    return {
      live: [...(await liveBoards(deps))],
      ...{ downSeq: await deps.downSeq(), docsWaiting: await deps.docsWaiting() },
      ...(witnessed === null ? {} : { witnessed }),
      ...(room === null ? {} : { room }),
      ...(free === null ? {} : { disk: { freeBytes: free } }),
      clock: deps.isSynchronised() ? 'ok' : 'unsure',
      alerts: deps.alerts().slice(0, MOST_ALERTS),
      ...softwareReport(deps.dataFolder),
    };
  };
