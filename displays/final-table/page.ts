import { moneyText } from '../../src/kernel/money.ts';
import type { FinalTableBoard } from '../../src/rooms/tournament/views/boards.ts';
import type { ScreenView } from '../../src/rooms/tournament/views/screen.ts';
import { locale } from '../../ui/texts/en/locale.ts';
import { number } from '../clock/model.ts';
import { html } from '../html.ts';
import type { Props } from '../shared/frame.ts';
import { Frame, Nothing, roomIn } from '../shared/frame.ts';
import { fitted, geometry, SANS } from '../shared/geometry.ts';
import { tableText } from '../shared/tables.ts';
import { text } from '../text.ts';
import { sideSpotOf, spotOf } from './model.ts';

type Seat = FinalTableBoard['seats'][number];

/** Size of a player's card, rem. */
const CARDS = {
  wide: { wide: 33, high: 12.6 },
  square: { wide: 31, high: 12 },
  tall: { wide: 31, high: 13 },
} as const;
/** Sizes of type of a name in rem: in one line, in two, and in two as long as names get. */
const NAME = [2.5, 2.2, 1.7] as const;
/** Of a stack at the most. */
const STACK = 2.5;

const bigBlindOf = ({ blinds, next }: ScreenView): number =>
  (blinds?.kind === 'break' ? next?.bb : blinds?.bb) ?? 0;

const stackText = (chips: number, data: ScreenView): string => {
  const bigBlind = bigBlindOf(data);
  return bigBlind === 0
    ? number(chips)
    : text.finalTable.chips(number(chips), number(Math.round(chips / bigBlind)));
};

const nameStyle = (name: string, room: number) => {
  const perLine = (size: number) => room / (size * SANS);
  const [one, two, long] = NAME;
  const fits = name.length <= perLine(one) ? one : name.length <= perLine(two) * 1.8 ? two : long;
  return { fontSize: `${fits}rem` };
};

const Card = ({
  seat,
  number: n,
  hasButton,
  data,
  wide,
}: {
  seat: Seat;
  number: number;
  hasButton: boolean;
  data: ScreenView;
  wide: number;
}) => {
  if (seat === null) return html`<div class="seat empty"><b class="mono">${n}</b></div>`;
  const room = wide - 8;
  const lines = [
    ...(seat.chips === null ? [] : [stackText(seat.chips, data)]),
    ...(seat.bounty === 0 ? [] : [moneyText(seat.bounty, data.currency, locale.tag)]),
  ];
  return html`
    <div class="seat">
      <b class="seat-number mono">${n}</b>
      <div class="who">
        <p class="name" dir="auto" style=${nameStyle(seat.name, room)}>${seat.name}</p>
        ${lines.map(
          (line, i) =>
            html`<p class=${`mono ${seat.chips === null || i > 0 ? 'bounty' : ''}`} style=${fitted(line.length, room, STACK)}>${line}</p>`,
        )}
      </div>
      ${hasButton && html`<span class="button" role="img" aria-label=${text.finalTable.button}>D</span>`}
    </div>
  `;
};

/** The table as it stands in the room, with everybody who sits at it. */
export const FinalTablePage = ({ props, board }: { props: Props; board: FinalTableBoard }) => {
  const { seats, button, table } = board;
  const room = roomIn();
  const { data } = props.shown;
  const { shape } = geometry.value;
  const isTall = shape === 'tall';
  const card = CARDS[shape];
  const { wide } = card;
  // Seat cards stand with their middle on the rim.
  const [rx, ry] = [(room.wide - wide) / 2, (room.high - card.high) / 2];
  return html`
    <${Frame} props=${props} title=${text.finalTable.title}>
      ${
        seats.length === 0
          ? html`<${Nothing} words=${text.finalTable.none} />`
          : html`
            <div class="table-top"><span dir="auto">${tableText(table)}</span></div>
            ${seats.map((seat, i) => {
              const { x, y } = (isTall ? sideSpotOf : spotOf)(i, seats.length);
              const at = {
                width: `${wide.toFixed(2)}rem`,
                height: `${card.high}rem`,
                left: `${(room.wide / 2 + x * rx - wide / 2).toFixed(2)}rem`,
                top: `${(room.high / 2 + y * ry - card.high / 2).toFixed(2)}rem`,
              };
              return html`
                <div class="seat-place" key=${i} style=${at}>
                  <${Card} seat=${seat} number=${i + 1} hasButton=${button === i + 1} data=${data} wide=${wide} />
                </div>
              `;
            })}
          `
      }
    <//>
  `;
};
