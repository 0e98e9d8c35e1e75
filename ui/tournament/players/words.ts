import type { EntryView } from '../../../src/rooms/tournament/views/players.ts';
import { money, ordinal } from '../../amounts.ts';
import type { Tone } from '../../parts/bits.ts';
import { text } from '../../text.ts';

export const statusText = ({ status }: EntryView): string =>
  ({
    in: text.players.in,
    out: text.players.out,
    noShow: text.players.noShow,
    unregistered: text.players.unregistered,
  })[status];

const TONES: { readonly [S in EntryView['status']]: Tone } = {
  ...{ in: 'success', out: 'plain', noShow: 'warning', unregistered: 'plain' },
};
export const statusTone = ({ status }: EntryView): Tone => TONES[status];

/** The table while in; the place once out; nothing for those who left otherwise. */
export const whereText = ({ status, rank, seat }: EntryView): string => {
  if (rank !== null) return ordinal(rank);
  if (status !== 'in') return '';
  return seat === null ? text.players.noSeat : seat.table;
};

/** The same in a sentence, with "so far" until entries close. */
export const whereLong = (entry: EntryView, provisional: boolean): string => {
  const { status, rank, seat } = entry;
  if (rank !== null) return provisional ? `${ordinal(rank)} ${text.soFar}` : ordinal(rank);
  if (status !== 'in') return statusText(entry);
  return seat === null ? text.players.noSeat : text.players.seat(seat.table, seat.seat);
};

/** What does not fit into the columns of a narrow screen. */
export const restText = (entry: EntryView, currency: string): string =>
  [
    entry.status === 'noShow' || entry.status === 'unregistered' ? statusText(entry) : '',
    entry.owed > 0 ? text.players.owes(money(entry.owed, currency)) : '',
    entry.rebuys > 0 ? text.players.rebuys(entry.rebuys) : '',
    entry.addOns > 0 ? text.players.addOns(entry.addOns) : '',
    entry.hits > 0 ? text.players.hits(entry.hits) : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
