import type { Receipt } from '../../src/rooms/tournament/views/receipts.ts';
import { receiptLabel } from '../../src/rooms/tournament/views/receipts.ts';
import { money, number } from '../amounts.ts';
import { html } from '../html.ts';
import { printOnPaper } from '../parts/paper.ts';
import { publicVenue } from '../settings/public.ts';
import { text } from '../text.ts';
import { locale } from '../texts/en/locale.ts';
import type { Night } from '../tournament/night.ts';
import { nameOfEntry, say } from '../tournament/words.ts';

const moment = new Intl.DateTimeFormat(locale.times, {
  ...{ year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' },
});

const Row = ({ what, value, sum = false }: { what: string; value: string; sum?: boolean }) => html`
  <div class=${`row ${sum ? 'sum' : ''}`}><span>${what}</span><span>${value}</span></div>
`;

/** What was bought: price, of that the fee, what is owed; else only the money that changed hands. */
const Amounts = ({ night, receipt }: { night: Night; receipt: Receipt }) => {
  const { currency } = night.state.config;
  const { fact, cash } = receipt;
  const bought = 'purchase' in fact.data ? fact.data.purchase : null;
  const owed = bought === null ? 0 : bought.price - bought.paid;
  return html`
    ${bought !== null && html`<${Row} what=${say(night, fact).title} value=${money(bought.price, currency)} />`}
    ${bought === null && html`<div>${say(night, fact).title}</div>`}
    ${bought?.rakes.map((rake) => html`<${Row} what=${text.desk.ofThat(rake.name)} value=${money(rake.amount, currency)} />`)}
    ${bought !== null && bought.chips > 0 && html`<${Row} what=${text.players.chips} value=${number(bought.chips)} />`}
    <hr />
    ${cash.map(
      ({ method, amount }) => html`<${Row}
        sum
        what=${text.desk[amount < 0 ? 'paidOut' : 'received'](text.methods[method] ?? method)}
        value=${money(Math.abs(amount), currency)}
      />`,
    )}
    ${owed > 0 && html`<${Row} what=${text.money.owed} value=${money(owed, currency)} />`}
  `;
};

export const ReceiptSlip = ({ night, receipt }: { night: Night; receipt: Receipt }) => html`
  <div class="slip">
    <div class="venue" dir="auto">${publicVenue.value?.name}</div>
    <div class="row">
      <strong>${text.desk.receiptNo(receiptLabel(receipt))}</strong>
      <span>${moment.format(receipt.fact.at)}</span>
    </div>
    <div dir="auto">${night.state.config.name}</div>
    ${receipt.isVoid && html`<div class="void">${text.desk.void}</div>`}
    <hr />
    <div class="big" dir="auto">${nameOfEntry(night, receipt.entryId)}</div>
    <${Amounts} night=${night} receipt=${receipt} />
  </div>
`;

/** What the player takes to the table; null for one who has no seat. */
export const SeatCard = ({ night, entryId }: { night: Night; entryId: string }) => {
  const entry = night.state.entries[entryId];
  if (entry === undefined || entry.seat === null) return null;
  const table = night.state.tables[entry.seat.tableId];
  return html`
    <div class="slip">
      <div class="row"><strong>${text.desk.seatCard}</strong><span>${text.players.entryNumber(entry.number)}</span></div>
      <div dir="auto">${night.state.config.name}</div>
      <hr />
      <div class="big" dir="auto">${nameOfEntry(night, entryId)}</div>
      <hr />
      <div class="big" dir="auto">${table?.name ?? ''}</div>
      <div class="big">${text.tables.seatNo(entry.seat.seat)}</div>
      <${Row} what=${text.players.chips} value=${number(entry.chipsBought)} />
    </div>
  `;
};

/** The receipt, and with a buy-in that stands the card for the table. */
export const printReceipt = (night: Night, receipt: Receipt): void => {
  const seats = receipt.fact.type === 'player.boughtIn' && !receipt.isVoid;
  printOnPaper(html`
    <${ReceiptSlip} night=${night} receipt=${receipt} />
    ${seats && html`<${SeatCard} night=${night} entryId=${receipt.entryId} />`}
  `);
};

/** Only the card: after a move, or where the first one got lost. */
export const printSeatCard = (night: Night, entryId: string): void =>
  printOnPaper(html`<${SeatCard} night=${night} entryId=${entryId} />`);
