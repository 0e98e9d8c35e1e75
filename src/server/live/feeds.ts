import type { Shown } from '../../rooms/displays/room.ts';
import type { BoardKind } from '../../rooms/tournament/room.ts';
import { BOARDS } from '../../rooms/tournament/room.ts';
import type { Boards } from './boards.ts';
import { boardTopic } from './boards.ts';
import type { Lobby } from './lobby.ts';
import { LOBBY_TOPIC } from './lobby.ts';
import type { Screens, Sink } from './screens.ts';
import { topicOf } from './screens.ts';
import { signalTopic } from './signals.ts';

/** Something that a screen follows: a topic, and whoever computes it while somebody watches. */
export type Feed = {
  readonly topic: string;
  readonly watch: () => void;
  readonly unwatch: () => void;
  /** How it is now, for one who has just come. */
  readonly current: (use: Sink) => Promise<void>;
};

export type Sources = {
  readonly screens: Screens;
  readonly boards: Boards;
  readonly lobby: Lobby;
};

const clockFeed = ({ screens }: Sources, tournamentId: string): Feed => ({
  topic: topicOf(tournamentId),
  watch: () => screens.watch(tournamentId),
  unwatch: () => screens.unwatch(tournamentId),
  current: (use) => screens.current(tournamentId, use),
});

/** Signals are news: nobody keeps them for those who come later. */
const signalFeed = (tournamentId: string): Feed => ({
  topic: signalTopic(tournamentId),
  watch: () => {},
  unwatch: () => {},
  current: async () => {},
});

const boardFeed = ({ boards }: Sources, tournamentId: string, kind: BoardKind): Feed => ({
  topic: boardTopic(tournamentId, kind),
  watch: () => boards.watch(tournamentId, kind),
  unwatch: () => boards.unwatch(tournamentId, kind),
  current: (use) => boards.current(tournamentId, kind, use),
});

const lobbyFeed = ({ lobby }: Sources): Feed => ({
  topic: LOBBY_TOPIC,
  watch: lobby.watch,
  unwatch: lobby.unwatch,
  current: lobby.current,
});

/**
 * Everything that a screen follows, the clock first: beside any other view stands a strip with time and
 * blinds, and a view of its cycle, or on a bust, has to be there before its turn comes.
 */
export const feedsOf = (sources: Sources, shown: Shown): readonly Feed[] => {
  const { view, tournamentId, cycle, onBust } = shown;
  const views = new Set([view, ...cycle.map((turn) => turn.view), onBust?.view]);
  const lobby = views.has('lobby') ? [lobbyFeed(sources)] : [];
  if (tournamentId === null) return lobby;
  const boards = BOARDS.filter((kind) => views.has(kind));
  return [
    clockFeed(sources, tournamentId),
    signalFeed(tournamentId),
    ...boards.map((kind) => boardFeed(sources, tournamentId, kind)),
    ...lobby,
  ];
};
