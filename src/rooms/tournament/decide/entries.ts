import type { Refusal } from '../../../kernel/decider.ts';
import { refuse } from '../../../kernel/decider.ts';
import type { SeatRef } from '../../../poker/draw.ts';
import type { CommandOf, RefusalCode } from '../commands.ts';
import type { TournamentEvent } from '../events.ts';
import type { State } from '../state.ts';
import { liveEntriesOf, owedBy, tablePlans } from '../state.ts';
import { purchase } from './prices.ts';
import { drawSeat, seatProblem } from './seats.ts';
import type { No } from './who.ts';
import { playable, target } from './who.ts';

type Answer = readonly TournamentEvent[] | Refusal<RefusalCode>;

export const isOpen = (state: State, wallMs: number): boolean => {
  const { until } = state.config.registration;
  return state.registration.open && (until === null || wallMs < until);
};

/** Why this person may not enter (again) now; the floor's override passes the house's own limits. */
const entryRefusal = (state: State, command: CommandOf<'buyIn'>): No | null => {
  const { playerId, override, now } = command;
  const { reEntry } = state.config;
  const before = (state.byPlayer[playerId] ?? []).filter((id) => state.entries[id]?.gone === null);
  const [live] = liveEntriesOf(state, playerId);
  if (live !== undefined && !reEntry.concurrent) return refuse('ALREADY_IN', { entryId: live.id });
  if (override !== undefined) return null;
  if (!isOpen(state, now.wallMs)) return refuse('REGISTRATION_CLOSED');
  if (before.length === 0) return null;
  if (!reEntry.allowed) return refuse('RE_ENTRY_NOT_ALLOWED');
  const limit = reEntry.maxPerPlayer;
  return limit !== null && before.length > limit ? refuse('LIMIT_REACHED', { limit }) : null;
};

/** A seat as asked for: this one, a drawn one, or none; nobody is turned away for want of a seat. */
const seatFor = (
  state: State,
  { entryId, seat, seed }: CommandOf<'buyIn'>,
): { readonly seat: SeatRef | null; readonly drawn: boolean } | No => {
  const wish = seat ?? (state.config.seating.autoSeat ? 'draw' : 'none');
  if (wish === 'none') return { seat: null, drawn: false };
  if (wish === 'draw') {
    const drawn = drawSeat(tablePlans(state), entryId, seed);
    return { seat: drawn, drawn: drawn !== null };
  }
  return seatProblem(state, wish) ?? { seat: wish, drawn: false };
};

export const buyIn = (state: State, command: CommandOf<'buyIn'>): Answer => {
  const refusal = playable(state) ?? entryRefusal(state, command);
  if (refusal !== null) return refusal;
  if (state.entries[command.entryId] !== undefined) return refuse('ALREADY_EXISTS');
  const bought = purchase(state, state.config.buyIns, command, 1);
  if ('refused' in bought) return bought;
  const seated = seatFor(state, command);
  if ('refused' in seated) return seated;
  const { entryId, playerId, seed } = command;
  return [
    {
      type: 'player.boughtIn',
      data: {
        entryId,
        playerId,
        number: state.lastNumber + 1,
        purchase: bought,
        seat: seated.seat,
        seed: seated.drawn ? seed : null,
      },
    },
  ];
};

export const receivePayment = (state: State, command: CommandOf<'receivePayment'>): Answer => {
  const entry = target(state, command);
  if ('refused' in entry) return entry;
  const owed = owedBy(entry);
  if (owed === 0) return refuse('NOTHING_OWED');
  const amount = command.amount ?? owed;
  if (amount > owed) return refuse('PAID_TOO_MUCH', { owed });
  if (amount === 0) return [];
  return [
    { type: 'payment.received', data: { entryId: entry.id, amount, method: command.method } },
  ];
};

export const adjustEntry = (state: State, command: CommandOf<'adjustEntry'>): Answer => {
  const entry = target(state, command);
  if ('refused' in entry) return entry;
  const { hits, points, reason } = command;
  if (hits === 0 && points === 0) return [];
  return [{ type: 'entry.adjusted', data: { entryId: entry.id, hits, points, reason } }];
};
