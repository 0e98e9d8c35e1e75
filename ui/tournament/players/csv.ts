import { minorDigits } from '../../../src/kernel/money.ts';
import type { EntryView } from '../../../src/rooms/tournament/views/players.ts';
import { text } from '../../text.ts';
import type { Cell } from '../money/csv.ts';
import { decimal } from '../money/csv.ts';
import type { Night } from '../night.ts';
import { statusText } from './words.ts';

/** The list as shown, in its order, every column of it whatever the screen had room for. */
export const csvRows = (
  { state }: Night,
  entries: readonly EntryView[],
): readonly (readonly Cell[])[] => {
  const { currency } = state.config;
  const digits = minorDigits(currency);
  const amount = (minor: number) => decimal(minor, digits);
  const { csv } = text.players;
  const provisional = state.registration.open;
  return [
    [
      ...[csv.number, csv.name, csv.status, csv.place, csv.soFar, csv.table, csv.seat, csv.chips],
      ...[csv.rebuys, csv.addOns, csv.hits, csv.bounties, csv.paid, csv.owes, csv.prize, csv.due],
      ...[csv.points, csv.net, csv.currency],
    ],
    ...entries.map((one) => [
      ...[one.number, one.name, statusText(one), one.rank ?? ''],
      one.rank !== null && provisional ? text.money.yes : '',
      ...[one.seat?.table ?? '', one.seat?.seat ?? '', one.chips ?? '', one.rebuys, one.addOns],
      ...[one.hits, amount(one.bountiesWon), amount(one.paid), amount(one.owed)],
      ...[amount(one.prize), amount(one.due), one.points, amount(one.net), currency],
    ]),
  ];
};
