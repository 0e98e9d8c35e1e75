import type { Recorded } from '../../kernel/decider.ts';
import type { Signal, SignalMessage } from '../../rooms/displays/room.ts';
import type { TournamentEvent, TournamentState } from '../../rooms/tournament/room.ts';

/** What screens hear of events the moment they are committed; phones do not. */
export const signalTopic = (tournamentId: string): string => `signals:${tournamentId}`;

type Told = { readonly signal: Signal; readonly seconds?: number };

const toldOf = (
  event: TournamentEvent,
  { levels }: Pick<TournamentState, 'levels'>,
): Told | null => {
  switch (event.type) {
    case 'tournament.started':
      return { signal: 'start' };
    case 'level.started':
      return { signal: levels[event.data.anchor.level]?.kind === 'break' ? 'break' : 'level' };
    case 'clock.warned':
      return { signal: 'warning', seconds: event.data.seconds };
    case 'player.busted':
      return { signal: 'bust' };
    case 'tournament.ended':
      return { signal: 'end' };
    default:
      return null;
  }
};

/** Whether it is news for a screen, whatever stands in the structure. */
export const isSignalled = (event: TournamentEvent): boolean =>
  toldOf(event, { levels: [] }) !== null;

const isLevel = ({ signal }: Told): boolean => signal === 'level' || signal === 'break';

/**
 * What one commit of a tournament has screens sound, flash or show (CLK-3, DSP-6): only what happened,
 * not what was taken back or put back. Of several levels that passed at once only the last is news.
 */
export const signalsOf = (
  tournamentId: string,
  events: readonly Recorded<TournamentEvent>[],
  state: Pick<TournamentState, 'levels'>,
): readonly SignalMessage[] => {
  const messages = events.flatMap((event): readonly SignalMessage[] => {
    const told = toldOf(event, state);
    return told === null ? [] : [{ type: 'signal', tournamentId, ...told, ts: event.at }];
  });
  const last = messages.findLastIndex(isLevel);
  return messages.filter((message, i) => !isLevel(message) || i === last);
};
