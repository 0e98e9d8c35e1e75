import { streamOf } from '../../kernel/envelope.ts';
import type { Now } from '../../kernel/time.ts';
import { HOUR } from '../../kernel/time.ts';
import type { Handle } from '../../log/handle.ts';
import type { Log, Row, Select } from '../../log/port.ts';
import type { LobbyLine } from '../../rooms/tournament/room.ts';
import { screenView, tournamentState } from '../../rooms/tournament/room.ts';
import { createPace } from './pace.ts';
import type { Sink } from './screens.ts';

/** Several tournaments make many small changes. */
const GAP_MS = 250;
/** More than fit on any screen. */
const MOST = 24;
/** What starts later is another day's, and what should have started so long ago does not come. */
const AHEAD_MS = 24 * HOUR;
const BEHIND_MS = 12 * HOUR;

export const LOBBY_TOPIC = 'lobby';
/** It is told at least so often, because days begin and starts come nearer without any event. */
export const LOBBY_MS = 15_000;

/**
 * The tournaments of the house on one screen: those that run, in the order they began, then those of
 * the next 24 hours. Told while somebody watches.
 */
export const createLobby = ({
  log,
  handle,
  now,
  publish,
  failed,
}: {
  readonly log: Pick<Log, 'select'>;
  readonly handle: Pick<Handle, 'look'>;
  readonly now: () => Now;
  readonly publish: (topic: string, message: string) => void;
  readonly failed: (error: unknown) => void;
}) => {
  let watchers = 0;
  let listed: ReadonlySet<string> = new Set();

  const inOrder = (status: string, column: string): Omit<Select, 'limit'> => ({
    ...{ table: 'tournaments', where: { status }, order: [{ column }] },
  });

  /** However many are planned for later, or were planned and forgotten: they are never read. */
  const coming = async (): Promise<readonly Row[]> => {
    const { wallMs } = now();
    const rows = await log.select({
      ...inOrder('setup', 'startsAt'),
      after: [wallMs - BEHIND_MS, ''],
      limit: MOST,
    });
    return rows.filter(({ startsAt }) => Number(startsAt) < wallMs + AHEAD_MS);
  };

  const idsNow = async (): Promise<readonly string[]> => {
    const running = await log.select({ ...inOrder('running', 'startedAt'), limit: MOST });
    return [...running, ...(await coming())].slice(0, MOST).map(({ id }) => String(id));
  };

  /** None for one that was taken back meanwhile. */
  const lineOf = (tournamentId: string): Promise<readonly LobbyLine[]> =>
    handle.look(streamOf('tournament', tournamentId), (found) => {
      const state = tournamentState(found);
      return state.status === 'none' ? [] : [{ tournamentId, ...screenView(state, now()) }];
    });

  const make = async (use: Sink): Promise<number> => {
    const ids = await idsNow();
    const begun = performance.now();
    const tournaments = (await Promise.all(ids.map(lineOf))).flat();
    listed = new Set(ids);
    const ts = now().wallMs;
    const message = { type: 'state', view: 'lobby', tournamentId: null, ts, data: { tournaments } };
    use(JSON.stringify(message));
    return performance.now() - begun;
  };

  const work = () => make((message) => publish(LOBBY_TOPIC, message));
  const pace = createPace({ work, gapMs: GAP_MS, failed });
  const soon = () => {
    if (watchers > 0) pace.soon();
  };

  return {
    watch: (): void => {
      watchers += 1;
    },
    unwatch: (): void => {
      watchers -= 1;
    },
    /** The lobby for one who has just come. */
    current: async (use: Sink): Promise<void> => {
      await make(use);
    },
    /** @param isNews whether it may be on the list from now on, or no longer. */
    changed: (tournamentId: string, isNews: boolean): void => {
      if (isNews || listed.has(tournamentId)) soon();
    },
    /** Every `LOBBY_MS`. */
    tick: soon,
    stop: pace.stop,
  };
};

export type Lobby = ReturnType<typeof createLobby>;
