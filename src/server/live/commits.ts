import type { Recorded } from '../../kernel/decider.ts';
import { idOf, recorded, roomOf, streamOf } from '../../kernel/envelope.ts';
import type { Committed } from '../../log/handle.ts';
import type { DisplayEvent } from '../../rooms/displays/room.ts';
import { displays as displaysRoom } from '../../rooms/displays/room.ts';
import type { TournamentEvent } from '../../rooms/tournament/room.ts';
import { tournament, tournamentState } from '../../rooms/tournament/room.ts';
import type { Shell } from '../shell.ts';
import type { Displays } from './displays.ts';
import type { Sources } from './feeds.ts';
import type { Notes } from './notes.ts';
import type { ListName, Operators } from './operators.ts';
import { isSignalled, signalsOf, signalTopic } from './signals.ts';

/** What came, by its stream, in order. */
const byStream = (events: readonly Committed[]): ReadonlyMap<string, readonly Committed[]> =>
  Map.groupBy(events, ({ envelope }) => envelope.stream);

const tournamentEvents = (events: readonly Committed[]): readonly Recorded<TournamentEvent>[] =>
  events.map(({ envelope }) => recorded<TournamentEvent>(tournament.upcast(envelope)));

const displayEvents = (events: readonly Committed[]): readonly Recorded<DisplayEvent>[] =>
  events.map(({ envelope }) => recorded<DisplayEvent>(displaysRoom.upcast(envelope)));

/** Takes every commit to whom it concerns. */
export const createCommits = ({
  shell,
  sources,
  displays,
  notes,
  operators,
  publish,
  listChanged,
  gone,
  failed,
}: {
  readonly shell: Pick<Shell, 'handle'>;
  readonly sources: Sources;
  readonly displays: Displays;
  readonly notes: Notes;
  readonly operators: Operators;
  readonly publish: (topic: string, message: string) => void;
  readonly listChanged: (list: ListName) => void;
  /** Ends what players' phones follow: the tournament was taken back. */
  readonly gone: (tournamentId: string) => void;
  readonly failed: (error: unknown) => void;
}) => {
  const { screens, boards, lobby } = sources;

  /** Levels are looked up: whether a break begins stands in the structure. Most commits tell none. */
  const signal = async (tournamentId: string, all: readonly Recorded<TournamentEvent>[]) => {
    const events = screens.isWatched(tournamentId) ? all.filter(isSignalled) : [];
    if (events.length === 0) return;
    await shell.handle.look(streamOf(tournament.name, tournamentId), (state) => {
      for (const message of signalsOf(tournamentId, events, tournamentState(state)))
        publish(signalTopic(tournamentId), JSON.stringify(message));
    });
  };

  const ofTournament = (tournamentId: string, committed: readonly Committed[]) => {
    const events = tournamentEvents(committed);
    const isNews = events.some(({ type }) => type.startsWith('tournament.'));
    screens.changed(tournamentId);
    boards.changed(tournamentId);
    lobby.changed(tournamentId, isNews);
    signal(tournamentId, events).catch(failed);
    operators.committed(tournamentId, events);
    if (isNews) listChanged('tournaments');
    if (events.some(({ type }) => type === 'tournament.discarded')) gone(tournamentId);
  };

  const ofDisplays = (events: readonly DisplayEvent[]) => {
    displays.committed();
    for (const event of events) {
      if (event.type === 'announcement.made') notes.made(event.data);
      if (event.type === 'announcement.ended') notes.ended(event.data.announcementId);
    }
  };

  return (all: readonly Committed[]): void => {
    for (const [stream, events] of byStream(all)) {
      const room = roomOf(stream);
      if (room === tournament.name) ofTournament(idOf(stream), events);
      else if (room === displaysRoom.name) ofDisplays(displayEvents(events));
      else if (room === 'venue') displays.refresh();
      else if (room === 'requests') listChanged('requests');
    }
  };
};
