import type { Refusal } from '../../../kernel/decider.ts';
import { refuse } from '../../../kernel/decider.ts';
import { sum } from '../../../kernel/money.ts';
import type { SeatRef, TablePlan } from '../../../poker/draw.ts';
import { drawOne } from '../../../poker/draw.ts';
import { rakeOf } from '../../../poker/pool.ts';
import type { CommandOf, Profile, RefusalCode, Sales } from '../commands.ts';
import type { Purchase, TournamentEvent } from '../events.ts';
import type { Entry, State } from '../state.ts';
import {
  chipsInPlay,
  isLive,
  liveEntriesOf,
  openTables,
  owedBy,
  roundNow,
  seatIsFree,
  stands,
  tablePlans,
} from '../state.ts';

type Answer = readonly TournamentEvent[] | Refusal<RefusalCode>;
type No = Refusal<RefusalCode>;
type Who = { readonly playerId?: string | undefined; readonly entryId?: string | undefined };

/** Past this the sums of a tournament might no longer be whole numbers in every browser. */
const MOST_IN_ALL = 4_000_000_000_000_000;

/** Commands name the entry, or the player where only one entry of theirs can be meant. */
export const target = (state: State, { entryId, playerId }: Who): Entry | No => {
  if (entryId !== undefined) {
    const entry = state.entries[entryId];
    const own = playerId === undefined || entry?.playerId === playerId;
    return entry !== undefined && own ? entry : refuse('NO_SUCH_ENTRY', { entryId });
  }
  const all = playerId === undefined ? [] : (state.byPlayer[playerId] ?? []);
  const live = playerId === undefined ? [] : liveEntriesOf(state, playerId);
  const [first, second] = live;
  if (second !== undefined) return refuse('WHICH_ENTRY', { entryIds: live.map((e) => e.id) });
  const last = state.entries[all.at(-1) ?? ''];
  return first ?? last ?? refuse('NO_SUCH_ENTRY', playerId === undefined ? {} : { playerId });
};

/** An entry that is still in; otherwise says what took it out, so that the second tablet knows. */
export const liveTarget = (state: State, who: Who): Entry | No => {
  const entry = target(state, who);
  return 'refused' in entry || isLive(entry) ? entry : gone(state, entry);
};

export const gone = (state: State, entry: Entry): No => {
  const bust = entry.out === null ? undefined : state.facts[entry.out.eventId];
  return refuse('ALREADY_OUT', {
    entryId: entry.id,
    ...(bust === undefined ? {} : { eventId: bust.id, by: bust.by, at: bust.at }),
  });
};

const playable = (state: State): No | null => {
  if (state.status === 'ended') return refuse('ENDED');
  return state.config.mode === 'counters' ? refuse('COUNTERS_ONLY') : null;
};

type Wish = {
  readonly profileId?: string | undefined;
  readonly price?: number | undefined;
  readonly chips?: number | undefined;
  readonly payment: { readonly method: Purchase['method']; readonly paid?: number | undefined };
  readonly override?: string | undefined;
};

const pick = (profiles: readonly Profile[], wish: Wish): Profile | No => {
  const profile =
    wish.profileId === undefined
      ? profiles.find((p) => p.enabled)
      : profiles.find((p) => p.id === wish.profileId);
  if (profile === undefined) return refuse('NO_SUCH_PROFILE');
  if (!profile.enabled && wish.override === undefined) return refuse('PROFILE_DISABLED');
  const changed = wish.price !== undefined || wish.chips !== undefined;
  const mayChange = profile.mayChange || wish.override !== undefined;
  return changed && !mayChange ? refuse('PRICE_FIXED') : profile;
};

/** What is bought, at the prices of this moment, `times` over. */
const purchase = (
  state: State,
  profiles: readonly Profile[],
  wish: Wish,
  times: number,
): Purchase | No => {
  const profile = pick(profiles, wish);
  if ('refused' in profile) return profile;
  const each = wish.price ?? profile.price;
  const rakes = rakeOf(each, profile.rakes).rakes.map((r) => ({ ...r, amount: r.amount * times }));
  const price = each * times;
  const chips = (wish.chips ?? profile.chips) * times;
  const paid = wish.payment.paid ?? price;
  if (paid > price) return refuse('PAID_TOO_MUCH', { price });
  if (tooLarge(state, price, chips)) return refuse('AMOUNT_TOO_LARGE');
  return {
    profileId: profile.id,
    price,
    rakes,
    bounty: Math.min(profile.bounty * times, price - sum(rakes.map((r) => r.amount))),
    chips,
    points: profile.points * times,
    paid,
    method: wish.payment.method,
    ...(wish.override === undefined ? {} : { override: wish.override }),
  };
};

const tooLarge = ({ totals }: State, price: number, chips: number): boolean =>
  sum(Object.values(totals.money).map(Math.abs)) + price > MOST_IN_ALL ||
  sum(Object.values(totals.chips).map(Math.abs)) + chips > MOST_IN_ALL;

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

/** A random seat at a table with the fewest players; null where all are full. */
export const drawSeat = (
  tables: readonly TablePlan[],
  entryId: string,
  seed: string,
): SeatRef | null => {
  const drawn = drawOne({ tables, entryId, seed });
  return drawn === null ? null : { tableId: drawn.tableId, seat: drawn.seat };
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

/** Why nobody can be put on this seat now. */
export const seatProblem = (state: State, seat: SeatRef): No | null => {
  const table = state.tables[seat.tableId];
  if (table === undefined || !table.open) return refuse('NO_SUCH_TABLE', { tableId: seat.tableId });
  if (seat.seat > table.seats.length) return refuse('NO_SUCH_SEAT', seat);
  if (table.blocked.some((b) => b.seat === seat.seat)) return refuse('SEAT_BLOCKED', seat);
  const by = table.seats[seat.seat - 1] ?? null;
  return by === null ? null : refuse('SEAT_TAKEN', { ...seat, entryId: by });
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

/** The seat a player comes back to: the old one while it is free, else a drawn one. */
export const seatAgain = (
  state: State,
  entryId: string,
  old: SeatRef | null,
  seed: string,
): SeatRef | null => {
  if (old !== null && seatIsFree(state, old)) return old;
  if (old === null || openTables(state).length === 0) return null;
  return drawSeat(tablePlans(state), entryId, seed);
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

/** Something happened to the entry beyond its buy-in: it can no longer simply be taken out. */
export const hasPlayed = (state: State, entry: Entry): boolean =>
  entry.rebuys + entry.addOns + entry.prizePaid > 0 ||
  Object.values(state.facts).some(
    (fact) =>
      fact.type === 'player.busted' &&
      stands(state, fact.id) &&
      fact.data.busts.some((b) => b.hitmen.some((h) => h.entryId === entry.id)),
  );

export const unregister = (state: State, command: CommandOf<'unregister'>): Answer => {
  const refusal = playable(state);
  if (refusal !== null) return refusal;
  const entry = liveTarget(state, command);
  if ('refused' in entry) return entry;
  if (!isOpen(state, command.now.wallMs)) return refuse('REGISTRATION_CLOSED');
  if (hasPlayed(state, entry)) return refuse('NOT_ALLOWED', { entryId: entry.id });
  const fact = state.facts[entry.boughtIn];
  const method = fact?.type === 'player.boughtIn' ? fact.data.purchase.method : 'cash';
  const { id: entryId, seat, paid } = entry;
  const data = { entryId, reason: command.reason, seat, refund: paid, method };
  return [{ type: 'player.unregistered', data }];
};

/** WSOP R16: the stack leaves play, the buy-in leaves the pool and is held for the player. */
export const noShow = (state: State, command: CommandOf<'noShow'>): Answer => {
  const refusal = playable(state);
  if (refusal !== null) return refusal;
  if (state.status !== 'running') return refuse('NOT_STARTED');
  if (state.config.noShow !== 'stackOut')
    return refuse('NOT_ALLOWED', { rule: state.config.noShow });
  const entry = liveTarget(state, command);
  if ('refused' in entry) return entry;
  if (hasPlayed(state, entry)) return refuse('NOT_ALLOWED', { entryId: entry.id });
  if (chipsInPlay(state) < entry.chipsBought) return refuse('NOT_ENOUGH_CHIPS');
  const { id: entryId, seat, paid } = entry;
  return [
    {
      type: 'player.noShowed',
      data: { entryId, reason: command.reason, seat, refund: paid },
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
