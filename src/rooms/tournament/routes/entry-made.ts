import { recorded } from '../../../kernel/envelope.ts';
import type { perform } from '../../../server/shell.ts';
import type { TournamentEvent } from '../events.ts';
import { tournament } from '../room.ts';

type Answer = Awaited<ReturnType<typeof perform>>;

/** The entry that a buy-in made, from its event alone: a repeated request gets the same. */
export const entryMade = ({ events }: Answer) => {
  for (const { envelope } of events) {
    const event = recorded<TournamentEvent>(tournament.upcast(envelope));
    if (event.type !== 'player.boughtIn') continue;
    const { entryId, playerId, number, seat, purchase } = event.data;
    const { price, paid, method, chips, profileId } = purchase;
    const owed = price - paid;
    return { entryId, playerId, number, seat, profileId, price, paid, owed, method, chips };
  }
  throw new Error('a buy-in was accepted and left no entry');
};
