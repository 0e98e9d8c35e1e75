import type { Recorded } from '../../../kernel/decider.ts';
import type { ActionEvent, EventOf, Undoable } from '../events.ts';
import { entriesIn } from '../evolve.ts';
import type { Entry, State } from '../state.ts';
import { isLive, liveEntriesOf, stands } from '../state.ts';

export type ActionFact = Recorded<ActionEvent>;

/** Event ids that stand on a fact: it cannot go before they do. */
type Blockers = readonly string[];

export const entryOf = (state: State, entryId: string): readonly Entry[] => {
  const entry = state.entries[entryId];
  return entry === undefined ? [] : [entry];
};

/** Standing facts about an entry that came after `fact`; looks no further back than that. */
const later = (state: State, entryId: string, fact: ActionFact): ActionFact[] => {
  const own = state.history[entryId] ?? [];
  const before = own.findLastIndex((id) => (state.facts[id]?.version ?? 0) <= fact.version);
  return own.slice(before + 1).flatMap((id) => {
    const other = state.facts[id];
    return other !== undefined && stands(state, id) ? [other] : [];
  });
};

const laterOf = (
  state: State,
  entryIds: readonly string[],
  fact: ActionFact,
  types: readonly Undoable[],
): Blockers => [
  ...new Set(
    entryIds.flatMap((id) =>
      later(state, id, fact).flatMap((other) => (types.includes(other.type) ? [other.id] : [])),
    ),
  ),
];

/** Facts after which nobody sits where they sat. */
const LEAVING = ['player.busted', 'player.unregistered', 'player.noShowed'] as const;

const SEAT_FACTS = ['player.moved', 'seats.drawn', 'table.broken'] as const;

/** Another entry of the same person that plays now, where one at a time is the rule. */
const otherLive = (state: State, entry: Entry): Blockers =>
  state.config.reEntry.concurrent
    ? []
    : liveEntriesOf(state, entry.playerId).flatMap((e) => (e.id === entry.id ? [] : [e.boughtIn]));

const deals = (state: State): Blockers => (state.deal === null ? [] : [state.deal]);

const bustBlockers = (state: State, fact: ActionFact & EventOf<'player.busted'>): Blockers => {
  const ids = fact.data.busts.map((b) => b.entryId);
  const paidOut = fact.data.busts.flatMap((b) =>
    b.hitmen.flatMap((h) => (h.bounty > 0 ? [h.entryId] : [])),
  );
  return [
    ...laterOf(state, ids, fact, ['player.rebought', 'prize.paid', 'ranks.corrected']).filter(
      (id) => {
        const by = state.facts[id];
        return by?.type !== 'player.rebought' || by.data.revives?.eventId === fact.id;
      },
    ),
    ...laterOf(state, paidOut, fact, ['prize.paid']),
    ...ids.flatMap((id) => entryOf(state, id).flatMap((e) => otherLive(state, e))),
    ...deals(state),
  ];
};

/** Busts that paid out the bounty which a purchase had put on the head. */
const bountyTaken = (
  state: State,
  entryId: string,
  fact: ActionFact & EventOf<'player.addedOn' | 'player.rebought'>,
): Blockers =>
  fact.data.purchase.bounty === 0 ? [] : laterOf(state, [entryId], fact, ['player.busted']);

/** Whoever sits now where a move came from, or was moved on since. */
const moveBlockers = (
  state: State,
  fact: ActionFact & EventOf<(typeof SEAT_FACTS)[number]>,
): Blockers => {
  const ids = fact.data.moves.map((m) => m.entryId);
  const movedOn = laterOf(state, ids, fact, [...SEAT_FACTS, ...LEAVING]);
  const own = new Set(ids);
  const taken = fact.data.moves.flatMap(({ entryId, from }) => {
    if (entryOf(state, entryId).every((e) => !isLive(e))) return [];
    const by = from === null ? null : (state.tables[from.tableId]?.seats[from.seat - 1] ?? null);
    return by === null || own.has(by) ? [] : entryOf(state, by).map((e) => lastSeatFact(state, e));
  });
  return [...movedOn, ...taken];
};

const lastSeatFact = (state: State, entry: Entry): string =>
  (state.history[entry.id] ?? []).findLast((id) => {
    const type = state.facts[id]?.type;
    return stands(state, id) && SEAT_FACTS.some((seatFact) => seatFact === type);
  }) ?? entry.boughtIn;

const standingAfter = (state: State, fact: ActionFact, types: readonly Undoable[]): Blockers =>
  Object.values(state.facts).flatMap((other) =>
    other.version > fact.version && types.includes(other.type) && stands(state, other.id)
      ? [other.id]
      : [],
  );

const paidAfter = (state: State, fact: ActionFact): Blockers =>
  entriesIn(fact).flatMap((id) =>
    entryOf(state, id).flatMap((entry) =>
      entry.prizePaid > 0 ? laterOf(state, [entry.id], fact, ['prize.paid']) : [],
    ),
  );

/** The end that stands. */
const ended = (state: State): ActionFact | undefined =>
  state.status === 'ended'
    ? Object.values(state.facts).findLast(
        (f) => f.type === 'tournament.ended' && stands(state, f.id),
      )
    : undefined;

/** What would have to be taken back first. Seats that are merely taken are no reason: another is drawn. */
export const blockers = (state: State, fact: ActionFact): Blockers => {
  const end = ended(state);
  if (end !== undefined && end.id !== fact.id && !AFTER_THE_END.has(fact.type)) return [end.id];
  switch (fact.type) {
    case 'player.boughtIn': {
      const { entryId } = fact.data;
      const own = later(state, entryId, fact).filter((f) => !HARMLESS.has(f.type));
      return [...own.map((f) => f.id), ...entryOf(state, entryId).flatMap((e) => e.knockouts)];
    }
    case 'player.addedOn':
      return bountyTaken(state, fact.data.entryId, fact);
    case 'player.rebought':
      return fact.data.revives === null
        ? bountyTaken(state, fact.data.entryId, fact)
        : laterOf(state, [fact.data.entryId], fact, ['player.busted', 'prize.paid']);
    case 'player.busted':
      return bustBlockers(state, fact);
    case 'player.moved':
    case 'seats.drawn':
    case 'table.broken':
      return moveBlockers(state, fact);
    case 'player.noShowed':
      return [
        ...laterOf(state, [fact.data.entryId], fact, ['refund.paid']),
        ...entryOf(state, fact.data.entryId).flatMap((e) => otherLive(state, e)),
      ];
    case 'player.unregistered':
      return entryOf(state, fact.data.entryId).flatMap((e) => otherLive(state, e));
    case 'payment.received':
      // Given back with the rest when the entry left.
      return laterOf(state, [fact.data.entryId], fact, ['player.unregistered', 'player.noShowed']);
    case 'prize.granted':
    case 'deal.made':
      return paidAfter(state, fact);
    case 'payouts.changed':
      return standingAfter(state, fact, ['payouts.changed']);
    case 'counters.set':
      return standingAfter(state, fact, ['counters.set']);
    case 'chips.counted':
      return laterOf(state, entriesIn(fact), fact, ['chips.counted']);
    case 'ranks.corrected':
      return standingAfter(state, fact, ['ranks.corrected']);
    case 'level.started':
    case 'clock.adjusted':
      return standingAfter(state, fact, ['level.started']);
    default:
      return [];
  }
};

/** Money that was handed over can still be corrected when the night is over. */
export const AFTER_THE_END: ReadonlySet<Undoable> = new Set([
  'prize.paid',
  'payment.received',
  'refund.paid',
  'tournament.ended',
]);

/** A buy-in may go although its entry was moved or counted. */
const HARMLESS: ReadonlySet<Undoable> = new Set([...SEAT_FACTS, 'chips.counted']);
