import type { SeatRef } from '../../../src/poker/draw.ts';
import { h, html, render } from '../../html.ts';
import { text } from '../../text.ts';
import { locale } from '../../texts/en/locale.ts';
import type { Night } from '../night.ts';
import { leafNow } from '../night.ts';
import { nameOfEntry, seatText } from '../words.ts';

/** Somebody's way from one seat to another. */
export type Way = {
  readonly entryId: string;
  readonly from: SeatRef | null;
  readonly to: SeatRef | null;
};

const clock = new Intl.DateTimeFormat(locale.times, {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

const Ticket = ({ night, way: { entryId, from, to } }: { night: Night; way: Way }) => {
  const table = to === null ? undefined : night.state.tables[to.tableId];
  return html`
    <div class="ticket">
      <div class="row"><span>${text.tables.ticket}</span><span>${clock.format(leafNow().wallMs)}</span></div>
      <div>${night.state.config.name}</div>
      <hr />
      <div class="big" dir="auto">${nameOfEntry(night, entryId)}</div>
      <div>${text.tables.ticketFrom} ${seatText(night.state, from)}</div>
      <hr />
      <div>${text.tables.ticketTo}</div>
      <div class="big" dir="auto">${table?.name ?? text.players.noSeat}</div>
      ${to !== null && html`<div class="big">${text.tables.seatNo(to.seat)}</div>`}
    </div>
  `;
};

/** Sends one ticket per player to the printer, 80 mm wide, through the browser. */
export const printTickets = (night: Night, ways: readonly Way[]): void => {
  const paper = document.createElement('div');
  paper.className = 'paper';
  document.body.append(paper);
  const tickets = ways.map((way) => h(Ticket, { night, way }));
  render(h('div', null, tickets), paper);
  const clear = () => {
    render(null, paper);
    paper.remove();
  };
  addEventListener('afterprint', clear, { once: true });
  print();
};
