import type { Recorded } from '../../kernel/decider.ts';
import { idOf, recorded, roomOf, streamOf } from '../../kernel/envelope.ts';
import type { Committed } from '../../log/handle.ts';
import type { DisplayEvent } from '../../rooms/displays/room.ts';
import { DISPLAYS_STREAM, displays as displaysRoom } from '../../rooms/displays/room.ts';
import type { TournamentEvent } from '../../rooms/tournament/room.ts';
import { tournament, tournamentState } from '../../rooms/tournament/room.ts';
import type { Shell } from '../shell.ts';
import type { Displays } from './displays.ts';
import type { Sources } from './feeds.ts';
import type { Notes } from './notes.ts';
import type { Operators } from './operators.ts';
import { eventOf } from './operators.ts';
import { signalsOf, signalTopic } from './signals.ts';

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
  failed,
}: {
  readonly shell: Pick<Shell, 'handle'>;
  readonly sources: Sources;
  readonly displays: Displays;
  readonly notes: Notes;
  readonly operators: Operators;
  readonly publish: (topic: string, message: string) => void;
  readonly listChanged: (list: 'tournaments' | 'displays') => void;
  readonly failed: (error: unknown) => void;
}) => {
  const { screens, boards, lobby } = sources;

  /** Levels are looked up: whether a break begins stands in the structure. */
  const signal = (tournamentId: string, events: readonly Recorded<TournamentEvent>[]) =>
    shell.handle.look(streamOf(tournament.name, tournamentId), (state) => {
      for (const message of signalsOf(tournamentId, events, tournamentState(state)))
        publish(signalTopic(tournamentId), JSON.stringify(message));
    });

  /** Screens of a tournament that was taken back have nothing to show. */
  const release = async (tournamentId: string, eventId: string): Promise<void> => {
    const command = { type: 'release', tournamentId };
    const order = { stream: DISPLAYS_STREAM, command, cause: `discarded:${eventId}` };
    await shell.handle.execute({ ...order, by: 'system', device: null });
  };

  const ofTournament = (tournamentId: string, committed: readonly Committed[]) => {
    const isNews = committed.some(({ envelope }) => envelope.type.startsWith('tournament.'));
    screens.changed(tournamentId);
    boards.changed(tournamentId);
    lobby.changed(tournamentId, isNews);
    signal(tournamentId, tournamentEvents(committed)).catch(failed);
    operators.committed(
      tournamentId,
      committed.map(({ envelope }) => eventOf(envelope)),
    );
    if (isNews) listChanged('tournaments');
    for (const { envelope } of committed)
      if (envelope.type === 'tournament.discarded')
        release(tournamentId, envelope.id).catch(failed);
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
    }
  };
};
