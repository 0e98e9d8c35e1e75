import { moneyText } from '../../src/kernel/money.ts';
import type { RankingsBoard } from '../../src/rooms/tournament/views/boards.ts';
import { locale } from '../../ui/texts/en/locale.ts';
import { number } from '../clock/model.ts';
import type { Props } from '../shared/frame.ts';
import { keeper } from '../shared/keep.ts';
import { createListView } from '../shared/list-view.ts';
import type { Column } from '../shared/table.ts';
import { shortTables } from '../shared/tables.ts';
import { text } from '../text.ts';

type Line = RankingsBoard['lines'][number];

const placeText = ({ rank, seat }: Line, short: (table: string) => string): string =>
  rank !== null ? locale.ordinal(rank) : seat === null ? '' : `${short(seat.table)}·${seat.seat}`;

/** Who is in has a seat and chips, who is out a place and perhaps a prize: the same two columns. */
const columnsFor = (currency: string, lines: readonly Line[]): readonly Column<Line>[] => {
  const bounties = lines.some(({ bounty }) => bounty > 0);
  const chips = lines.some((line) => line.chips !== null);
  const seats = lines.map(({ seat }) => seat?.table ?? '').filter((table) => table !== '');
  const short = shortTables(seats);
  const amount = (minor: number) => (minor === 0 ? '' : moneyText(minor, currency, locale.tag));
  const { rankings } = text;
  return [
    {
      head: seats.length > 0 ? rankings.seat : rankings.place,
      value: (line) => placeText(line, short),
      kind: 'figure',
      tone: 'lead',
    },
    { head: rankings.player, value: ({ name }) => name, kind: 'name' },
    bounties
      ? {
          ...{ head: rankings.bounty, kind: 'figure', tone: 'bounty' },
          value: ({ bounty }) => amount(bounty),
        }
      : {
          ...{ head: rankings.hits, kind: 'figure' },
          value: ({ hits }) => (hits === 0 ? '' : String(hits)),
        },
    {
      head: chips ? rankings.chips : rankings.prize,
      value: (line) =>
        line.rank !== null ? amount(line.prize) : line.chips === null ? '' : number(line.chips),
      kind: 'figure',
      tone: 'prize',
    },
  ];
};

const toneOf = ({ rank, prize }: Line): string => (rank === null ? 'in' : prize > 0 ? '' : 'past');

const View = createListView<Line>(text.rankings);
const keep = keeper<readonly Column<Line>[]>();

/** Who is still in, by chips where they were counted; then who went out, the last one first. */
export const RankingsPage = ({ props, board }: { props: Props; board: RankingsBoard }) => {
  const { currency } = props.shown.data;
  const { lines } = board;
  const columns = keep([currency, lines], () => columnsFor(currency, lines));
  return View(props, { lines, columns, tone: toneOf });
};
