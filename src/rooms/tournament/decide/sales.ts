import type { Refusal } from '../../../kernel/decider.ts';
import { refuse } from '../../../kernel/decider.ts';
import type { SeatRef } from '../../../poker/draw.ts';
import type { CommandOf, RefusalCode, Sales } from '../commands.ts';
import type { TournamentEvent } from '../events.ts';
import type { Entry, State } from '../state.ts';
import { isLive, liveEntriesOf, roundNow } from '../state.ts';
import { purchase } from './prices.ts';
import { seatAgain } from './seats.ts';
import type { No } from './who.ts';
import { gone, liveTarget, playable, target } from './who.ts';

type Answer = readonly TournamentEvent[] | Refusal<RefusalCode>;

type Buying = {
  readonly entry: Entry;
  readonly sold: number;
  readonly total: number;
  readonly times: number;
  readonly wallMs: number;
};

/** Why rebuys or add-ons are not sold to this entry now; null where they are. */
const salesRefusal = (state: State, sales: Sales, buying: Buying): No | null => {
  const { entry, sold, total, times, wallMs } = buying;
  const round = roundNow(state);
  if (!sales.allowed) return refuse('NOT_ALLOWED');
  if (sales.firstLevel !== null && round < sales.firstLevel)
    return refuse('TOO_EARLY', { firstLevel: sales.firstLevel });
  if (sales.lastLevel !== null && round > sales.lastLevel)
    return refuse('TOO_LATE', { lastLevel: sales.lastLevel });
  if (sales.until !== null && wallMs >= sales.until) return refuse('TOO_LATE');
  if (sales.maxPerPlayer !== null && sold + times > sales.maxPerPlayer)
    return refuse('LIMIT_REACHED', { limit: sales.maxPerPlayer });
  if (sales.maxTotal !== null && total + times > sales.maxTotal)
    return refuse('LIMIT_REACHED', { limit: sales.maxTotal });
  if (sales.minPlayers !== null && state.totals.live < sales.minPlayers)
    return refuse('TOO_FEW_PLAYERS', { minPlayers: sales.minPlayers });
  const stack = isLive(entry) ? entry.chips : 0;
  return sales.chipThreshold !== null && stack !== null && stack > sales.chipThreshold
    ? refuse('TOO_MANY_CHIPS', { chipThreshold: sales.chipThreshold })
    : null;
};

const oldSeat = (state: State, entry: Entry): SeatRef | null => {
  const bust = entry.out === null ? undefined : state.facts[entry.out.eventId];
  if (bust?.type !== 'player.busted') return null;
  return bust.data.busts.find((b) => b.entryId === entry.id)?.seat ?? null;
};

/** More chips for one who is in, or straight after a bust: then the seat stays theirs. */
export const rebuy = (state: State, command: CommandOf<'rebuy'>): Answer => {
  const entry = target(state, command);
  const refusal = playable(state);
  if (refusal !== null) return refusal;
  if ('refused' in entry) return entry;
  if (entry.gone !== null) return gone(state, entry);
  const { times, override, seed, now } = command;
  const again = entry.out !== null && liveEntriesOf(state, entry.playerId).length > 0;
  if (again && !state.config.reEntry.concurrent) return refuse('ALREADY_IN');
  const buying = {
    entry,
    sold: entry.rebuys,
    total: state.totals.rebuys,
    times,
    wallMs: now.wallMs,
  };
  const sales = override === undefined ? salesRefusal(state, state.config.rebuys, buying) : null;
  if (sales !== null) return sales;
  const bought = purchase(state, state.config.rebuys.profiles, command, times);
  if ('refused' in bought) return bought;
  const revives = entry.out === null ? null : { ...entry.out };
  const seat =
    revives === null ? entry.seat : seatAgain(state, entry.id, oldSeat(state, entry), seed);
  return [
    {
      type: 'player.rebought',
      data: { entryId: entry.id, times, purchase: bought, revives, seat },
    },
  ];
};

export const addOn = (state: State, command: CommandOf<'addOn'>): Answer => {
  const refusal = playable(state);
  if (refusal !== null) return refusal;
  const entry = liveTarget(state, command);
  if ('refused' in entry) return entry;
  const { times, override, now } = command;
  const buying = {
    entry,
    sold: entry.addOns,
    total: state.totals.addOns,
    times,
    wallMs: now.wallMs,
  };
  const sales = override === undefined ? salesRefusal(state, state.config.addOns, buying) : null;
  if (sales !== null) return sales;
  const bought = purchase(state, state.config.addOns.profiles, command, times);
  if ('refused' in bought) return bought;
  return [{ type: 'player.addedOn', data: { entryId: entry.id, times, purchase: bought } }];
};
