import { moneyText } from '../../src/kernel/money.ts';
import type { PrizePoolBoard } from '../../src/rooms/tournament/views/boards.ts';
import { locale } from '../../ui/texts/en/locale.ts';
import { html } from '../html.ts';
import type { Props } from '../shared/frame.ts';
import { Frame, Nothing, roomIn } from '../shared/frame.ts';
import { fit, fitted, geometry } from '../shared/geometry.ts';
import { keeper } from '../shared/keep.ts';
import type { Column } from '../shared/table.ts';
import { createList } from '../shared/table.ts';
import { text } from '../text.ts';

type Place = PrizePoolBoard['places'][number];

const placeText = ({ from, to }: Place): string =>
  from === to ? locale.ordinal(from) : `${locale.ordinal(from)}–${locale.ordinal(to)}`;

/** Without names, the places take their room. */
const columnsFor = (currency: string, named: boolean): readonly Column<Place>[] => [
  { head: text.prizes.place, value: placeText, kind: named ? 'word' : 'name' },
  { head: text.rankings.player, value: ({ names }) => names.join(', '), kind: 'name' },
  {
    head: text.prizes.prize,
    value: ({ each }) => moneyText(each, currency, locale.tag),
    kind: 'figure',
    tone: 'prize',
  },
];

const lineText = (line: string): string => {
  const known: { readonly [line: string]: string } = text.prizes.lines;
  return known[line] ?? line;
};

/** Room for the pool beside the places, and above them where the screen is upright. */
const MADE = { wide: 50, high: 18, line: 4.4 } as const;
/** Size of type of its lines at the most, and a line's height in em. */
const LINE = { most: 4, high: 2.1 } as const;

/** The lines of the sum, as large as all of them find room. */
const Made = ({
  made,
  currency,
  high,
}: {
  made: PrizePoolBoard['made'];
  currency: string;
  high: number;
}) => {
  const lines = made.map(({ line, amount }) => [
    lineText(line),
    moneyText(amount, currency, locale.tag),
  ]);
  if (lines.length === 0) return null;
  const widest = Math.max(1, ...lines.map((parts) => parts.join('  ').length));
  const size = fit(widest, MADE.wide, Math.min(LINE.most, high / (lines.length * LINE.high)));
  return html`
    <div class="made">
      <p class="label">${text.prizes.made}</p>
      <div style=${{ fontSize: `${size.toFixed(3)}rem` }}>
        ${lines.map(([label, amount]) => html`<p class="made-line"><span>${label}</span><b class="mono">${amount}</b></p>`)}
      </div>
    </div>
  `;
};

const list = createList<Place>();
const keep = keeper<readonly Column<Place>[]>();

/** How the pool came about, and what each place gets. */
export const PrizesPage = ({ props, board }: { props: Props; board: PrizePoolBoard }) => {
  const { currency, stats } = props.shown.data;
  const { places, made } = board;
  const columns = keep([currency, places], () =>
    columnsFor(
      currency,
      places.some(({ names }) => names.length > 0),
    ),
  );
  const { wide, high } = roomIn();
  const isTall = geometry.value.shape === 'tall';
  const madeHigh = MADE.high + made.length * MADE.line;
  const room = isTall ? { wide, high: high - madeHigh } : { wide: wide - MADE.wide - 5, high };
  const { page, pages, body } = list({ lines: places, columns, room, pageOf: props.pageOf });
  const pool = moneyText(stats.prizePool, currency, locale.tag);
  const title = stats.provisional ? `${text.prizes.title} · ${text.soFar}` : text.prizes.title;
  return html`
    <${Frame} props=${props} title=${title} page=${page} pages=${pages}>
      <div class="prizes">
        <div class="pool" style=${isTall ? { height: `${madeHigh}rem` } : { width: `${MADE.wide}rem` }}>
          <p class="mono prize" style=${fitted(pool.length, isTall ? wide : MADE.wide, 9)}>${pool}</p>
          <${Made} made=${made} currency=${currency} high=${isTall ? made.length * MADE.line : high - MADE.high} />
        </div>
        <div class="places">
          ${places.length === 0 ? html`<${Nothing} words=${text.prizes.none} />` : body}
        </div>
      </div>
    <//>
  `;
};
