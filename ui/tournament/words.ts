import type { Recorded } from '../../src/kernel/decider.ts';
import { sum } from '../../src/kernel/money.ts';
import { roundNumber } from '../../src/poker/blinds.ts';
import type { SeatRef } from '../../src/poker/draw.ts';
import type { ActionEvent, Bust, Purchase } from '../../src/rooms/tournament/events.ts';
import type { State } from '../../src/rooms/tournament/state.ts';
import type { Cash } from '../../src/rooms/tournament/views/actions.ts';
import { cashOf } from '../../src/rooms/tournament/views/actions.ts';
import { nameOf } from '../../src/rooms/tournament/views/players.ts';
import { standings } from '../../src/rooms/tournament/views/standings.ts';
import { money, number, ordinal } from '../amounts.ts';
import type { Tone } from '../parts/bits.ts';
import type { IconName } from '../parts/icons.ts';
import { text } from '../text.ts';
import { locale } from '../texts/en/locale.ts';
import type { Night } from './night.ts';

/** A line of the night, as the feed, the toast and the undo button say it. */
export type Said = {
  readonly icon: IconName;
  readonly tone: Tone;
  readonly title: string;
  readonly detail: string;
  /** The same for a toast, where a title has one short line: what may not be cut comes first. */
  readonly brief?: { readonly title: string; readonly detail: string };
};

type Fact = Recorded<ActionEvent>;

export const nameOfEntry = ({ state, names }: Night, entryId: string): string => {
  const playerId = state.entries[entryId]?.playerId ?? boughtBy(state, entryId);
  return playerId === undefined ? text.players.unknown : nameOf(names, playerId);
};

/** Of an entry whose buy-in was undone. */
const boughtBy = (state: State, entryId: string): string | undefined => {
  for (const id of state.history[entryId] ?? []) {
    const fact = state.facts[id];
    if (fact?.type === 'player.boughtIn') return fact.data.playerId;
  }
  return undefined;
};

export const seatText = (state: State, seat: SeatRef | null): string =>
  seat === null
    ? text.players.noSeat
    : text.players.seatShort(state.tables[seat.tableId]?.name ?? '?', seat.seat);

export const levelText = (state: State, index: number): string => {
  const level = state.levels[index];
  if (level === undefined) return '';
  if (level.kind === 'break') return text.clock.break;
  const blinds = `${number(level.smallBlind)} / ${number(level.bigBlind)}`;
  return text.clock.levelBlinds(roundNumber(state.levels, index), blinds);
};

const paidText = ({ state }: Night, { price, paid, method }: Purchase): string => {
  const { currency } = state.config;
  const how = text.methods[method] ?? method;
  const owed = price > paid ? ` · ${text.did.owed(money(price - paid, currency))}` : '';
  return price === 0 ? '' : `${money(price, currency)} ${how}${owed}`;
};

const joined = (...parts: readonly string[]): string =>
  parts.filter((part) => part !== '').join(' · ');

const rankOf = (night: Night, eventId: string, bust: Bust): string => {
  // Bought back since, or out again by a later bust: this line's place is nobody's any more.
  const isTheirs = night.state.entries[bust.entryId]?.out?.eventId === eventId;
  const rank = isTheirs ? standings(night.state).of.get(bust.entryId)?.rank : undefined;
  if (typeof rank !== 'number') return '';
  return ordinal(rank) + (night.state.registration.open ? ` ${text.soFar}` : '');
};

const busted = (night: Night, { id, data }: Extract<Fact, { type: 'player.busted' }>): Said => {
  const [first] = data.busts;
  const who = data.busts.map((b) => nameOfEntry(night, b.entryId)).join(', ');
  const by = [...new Set(data.busts.flatMap((b) => b.hitmen.map((h) => h.entryId)))];
  const hitmen = by.map((one) => nameOfEntry(night, one)).join(', ');
  const rank = first === undefined ? '' : rankOf(night, id, first);
  const detail = joined(
    hitmen === '' ? '' : text.did.bustedBy(hitmen),
    first?.seat ? seatText(night.state, first.seat) : '',
  );
  return {
    icon: 'bust',
    tone: 'danger',
    title: text.did.busted(who, rank).trim(),
    detail,
    brief: { title: text.did.busted(who, '').trim(), detail: joined(rank, detail) },
  };
};

const moves = (
  night: Night,
  data: { readonly moves: readonly { readonly entryId: string; readonly seat: SeatRef | null }[] },
): string => {
  const [only, more] = data.moves;
  if (only === undefined || more !== undefined) return text.did.movedMany(data.moves.length);
  return text.did.moved(nameOfEntry(night, only.entryId), seatText(night.state, only.seat));
};

const cashSaid = (currency: string, amount: number, method: string): string =>
  `${money(amount, currency)} ${text.methods[method] ?? method}`;

/** What happened, in poker's words. */
export const say = (night: Night, fact: Fact): Said => {
  const { state } = night;
  const { currency } = state.config;
  const who = (entryId: string) => nameOfEntry(night, entryId);
  switch (fact.type) {
    case 'player.boughtIn': {
      const { entryId, playerId, seat, purchase } = fact.data;
      const name = state.entries[entryId] ? who(entryId) : nameOf(night.names, playerId);
      const detail = joined(seat ? seatText(state, seat) : '', paidText(night, purchase));
      return { icon: 'star', tone: 'success', title: text.did.boughtIn(name), detail };
    }
    case 'player.rebought': {
      const title = text.did.rebought(who(fact.data.entryId), fact.data.times);
      const detail = joined(number(fact.data.purchase.chips), paidText(night, fact.data.purchase));
      return { icon: 'plus', tone: 'success', title, detail };
    }
    case 'player.addedOn': {
      const title = text.did.addedOn(who(fact.data.entryId), fact.data.times);
      const detail = joined(number(fact.data.purchase.chips), paidText(night, fact.data.purchase));
      return { icon: 'plus', tone: 'success', title, detail };
    }
    case 'player.busted':
      return busted(night, fact);
    case 'player.moved':
      return {
        icon: 'move',
        tone: 'info',
        title: moves(night, fact.data),
        detail: fact.data.reason,
      };
    case 'seats.drawn':
      return {
        ...{ icon: 'move', tone: 'info', detail: '' },
        title: text.did.drawn(fact.data.moves.length),
      };
    case 'table.broken':
      return {
        ...{ icon: 'move', tone: 'info' },
        title: text.did.broken(state.tables[fact.data.tableId]?.name ?? '?'),
        detail: text.did.brokenDetail(fact.data.moves.length),
      };
    case 'player.unregistered':
      return {
        ...{ icon: 'out', tone: 'warning', title: text.did.unregistered(who(fact.data.entryId)) },
        detail:
          fact.data.refund === 0 ? '' : cashSaid(currency, fact.data.refund, fact.data.method),
      };
    case 'player.noShowed':
      return {
        ...{ icon: 'out', tone: 'warning', title: text.did.noShowed(who(fact.data.entryId)) },
        detail: fact.data.refund === 0 ? '' : money(fact.data.refund, currency),
      };
    case 'payment.received':
      return {
        ...{ icon: 'money', tone: 'primary', title: text.did.received(who(fact.data.entryId)) },
        detail: cashSaid(currency, fact.data.amount, fact.data.method),
      };
    case 'prize.paid':
      return {
        ...{ icon: 'trophy', tone: 'warning', title: text.did.prizePaid(who(fact.data.entryId)) },
        detail: cashSaid(currency, fact.data.amount, fact.data.method),
      };
    case 'refund.paid':
      return {
        ...{ icon: 'money', tone: 'warning', title: text.did.refundPaid(who(fact.data.entryId)) },
        detail: cashSaid(currency, fact.data.amount, fact.data.method),
      };
    case 'entry.adjusted':
      return {
        ...{ icon: 'list', tone: 'primary', detail: fact.data.reason },
        title: text.did.adjusted(who(fact.data.entryId)),
      };
    case 'counters.set':
      return {
        ...{ icon: 'list', tone: 'primary', detail: '' },
        title: text.did.counters(fact.data.entries, fact.data.remaining),
      };
    case 'prize.granted':
      return {
        ...{ icon: 'trophy', tone: 'warning', detail: money(fact.data.amount, currency) },
        title: text.did.granted(fact.data.name, who(fact.data.entryId)),
      };
    case 'deal.made':
      return {
        ...{ icon: 'trophy', tone: 'warning', detail: fact.data.reason },
        title: text.did.deal(fact.data.shares.length),
      };
    case 'payouts.changed':
      return { icon: 'trophy', tone: 'warning', title: text.did.payouts, detail: fact.data.reason };
    case 'chips.adjusted': {
      const { chips, reason, note } = fact.data;
      const signed = `${chips > 0 ? '+' : '−'}${number(Math.abs(chips))}`;
      const detail = joined(text.money.chipsLine[reason] ?? reason, note);
      return { icon: 'coins', tone: 'primary', title: text.did.chipsAdjusted(signed), detail };
    }
    case 'chips.counted': {
      const [only, more] = fact.data.counts;
      const one = only !== undefined && more === undefined;
      const detail = one ? joined(who(only.entryId), number(only.chips)) : '';
      return {
        icon: 'coins',
        tone: 'primary',
        title: text.did.counted(fact.data.counts.length),
        detail,
      };
    }
    case 'ranks.corrected':
      return {
        ...{ icon: 'list', tone: 'primary', title: text.did.rank(who(fact.data.entryId)) },
        detail: fact.data.reason,
      };
    case 'level.started':
      return {
        icon: 'level',
        tone: 'info',
        title: levelText(state, fact.data.anchor.level),
        detail: '',
      };
    case 'clock.adjusted': {
      const minutes = Math.round(Math.abs(fact.data.byMs) / 6_000) / 10;
      const by = `${fact.data.byMs > 0 ? '+' : '−'}${text.ago.minutes(minutes)}`;
      return { icon: 'level', tone: 'info', title: text.did.clock(by), detail: '' };
    }
    case 'tournament.ended':
      return { icon: 'trophy', tone: 'success', title: text.did.ended, detail: '' };
    default:
      return unknownFact(fact);
  }
};

/** From a newer leaf: the page is told to reload, and shows the event's name until then. */
const unknownFact = (fact: Fact): Said => ({
  ...{ icon: 'list', tone: 'plain', detail: '' },
  title: fact.type,
});

/** Money that has to change hands because something is taken back (or put back, with `sign` −1). */
export const cashToReturn = (cash: readonly Cash[], currency: string, sign: 1 | -1 = 1): string =>
  cash
    .map(({ amount, method }) => {
      const due = sign * amount;
      const what = cashSaid(currency, Math.abs(due), method);
      return due > 0 ? text.did.giveBack(what) : text.did.takeBack(what);
    })
    .join(' · ');

/** The same in so few words that a button has room for it; empty where no money moved. */
export const undoNote = (fact: Fact, currency: string, sign: 1 | -1 = 1): string => {
  const due = sign * sum(cashOf(fact).map(({ amount }) => amount));
  if (due === 0) return '';
  const amount = money(Math.abs(due), currency);
  return due > 0 ? text.did.undoGives(amount) : text.did.undoTakes(amount);
};

/** A button's name: first what stands on it, as it stands there, then what it is about. */
export const namedUndo = (word: string, note: string, title: string): string =>
  `${note === '' ? word : `${word} ${note}`}: ${title}`;

const clockTime = new Intl.DateTimeFormat(locale.times, { hour: '2-digit', minute: '2-digit' });
/** A moment of tonight, as the clock on this wall shows it. */
export const timeOfDay = (ms: number): string => clockTime.format(ms);

/** `now`, `4 min`, `2 h`. */
export const agoText = (ms: number): string => {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return text.ago.now;
  return minutes < 60 ? text.ago.minutes(minutes) : text.ago.hours(Math.floor(minutes / 60));
};
