import { streamOf } from '../../kernel/envelope.ts';
import type { Now } from '../../kernel/time.ts';
import type { Handle } from '../../log/handle.ts';
import type { BoardKind } from '../../rooms/tournament/room.ts';
import { boardOf, screenView, tournamentState } from '../../rooms/tournament/room.ts';
import type { NameBook } from '../names.ts';
import type { Pace } from './pace.ts';
import { createPace } from './pace.ts';
import type { Sink } from './screens.ts';

/** A board is read, not watched: in a burst a few of them a second are enough. */
const GAP_MS = 250;
/** Characters that count as one ms of work: boards of thousands share the room's Wi-Fi. */
const WEIGHT_PER_MS = 2_000;

/** One board of one tournament that somebody watches. */
type Feed = { readonly tournamentId: string; watchers: number; readonly pace: Pace };

export const boardTopic = (tournamentId: string, kind: BoardKind): string =>
  `board:${tournamentId}:${kind}`;

/**
 * What screens show beside the clock: rankings, seats, prizes. Computed and serialised once per board
 * that somebody watches, whenever its tournament or a name changed, and never by the second.
 */
export const createBoards = ({
  handle,
  names,
  now,
  publish,
  failed,
}: {
  readonly handle: Pick<Handle, 'look'>;
  readonly names: Pick<NameBook, 'of'>;
  readonly now: () => Now;
  readonly publish: (topic: string, message: string) => void;
  readonly failed: (error: unknown) => void;
}) => {
  const feeds = new Map<string, Feed>();

  /** Gives a board at a moment when nothing is uncommitted; answers the ms that it took, or weighs. */
  const make = async (tournamentId: string, kind: BoardKind, use: Sink): Promise<number> => {
    const stream = streamOf('tournament', tournamentId);
    const players = await handle.look(stream, (found) =>
      Object.keys(tournamentState(found).byPlayer),
    );
    const known = await names.of(players);
    return handle.look(stream, (found) => {
      const begun = performance.now();
      const state = tournamentState(found);
      if (state.status === 'none') return 0;
      const at = now();
      const data = { ...screenView(state, at), board: boardOf(state, kind, known, at) };
      const { version } = state;
      const ts = at.wallMs;
      const text = JSON.stringify({ type: 'state', view: kind, tournamentId, ts, version, data });
      use(text);
      return Math.max(performance.now() - begun, text.length / WEIGHT_PER_MS);
    });
  };

  return {
    watch: (tournamentId: string, kind: BoardKind): void => {
      const topic = boardTopic(tournamentId, kind);
      const feed = feeds.get(topic);
      if (feed !== undefined) feed.watchers += 1;
      else {
        const work = () => make(tournamentId, kind, (message) => publish(topic, message));
        const pace = createPace({ work, gapMs: GAP_MS, failed });
        feeds.set(topic, { tournamentId, watchers: 1, pace });
      }
    },
    unwatch: (tournamentId: string, kind: BoardKind): void => {
      const topic = boardTopic(tournamentId, kind);
      const feed = feeds.get(topic);
      if (feed === undefined) return;
      feed.watchers -= 1;
      if (feed.watchers > 0) return;
      feed.pace.stop();
      feeds.delete(topic);
    },
    /** A board for one who has just come. */
    current: async (tournamentId: string, kind: BoardKind, use: Sink): Promise<void> => {
      await make(tournamentId, kind, use);
    },
    changed: (tournamentId: string): void => {
      for (const feed of feeds.values()) if (feed.tournamentId === tournamentId) feed.pace.soon();
    },
    /** Somebody is called otherwise: nobody knows on which boards. */
    renamed: (): void => {
      for (const { pace } of feeds.values()) pace.soon();
    },
    stop: (): void => {
      for (const { pace } of feeds.values()) pace.stop();
      feeds.clear();
    },
  };
};

export type Boards = ReturnType<typeof createBoards>;
