import './payout-sheet.css';
import { payoutsView } from '../../../src/rooms/tournament/views/money.ts';
import { entriesView } from '../../../src/rooms/tournament/views/players.ts';
import { money } from '../../amounts.ts';
import { get } from '../../api.ts';
import { html } from '../../html.ts';
import { Icon } from '../../parts/icons.ts';
import { printOnPaper } from '../../parts/paper.ts';
import { publicVenue } from '../../settings/public.ts';
import { text } from '../../text.ts';
import { locale } from '../../texts/en/locale.ts';
import { attempt } from '../../toasts.ts';
import type { Night } from '../night.ts';
import { leafNow } from '../night.ts';
import { takers } from './takers.ts';

type Head = { readonly seq: number; readonly hash: string };

const moment = new Intl.DateTimeFormat(locale.times, {
  ...{ year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' },
});

/** Eight digits of the log's head, as somebody reads them out: `1A2B 3C4D`. */
const digits = ({ hash }: Head): string => `${hash.slice(0, 4)} ${hash.slice(4, 8)}`.toUpperCase();

/** Who gets what, with a line for each signature, and what the log said just then. */
const PayoutSheet = ({ night, head }: { night: Night; head: Head }) => {
  const { state, names } = night;
  const { paidPlaces, currency, provisional } = payoutsView(state);
  const entries = entriesView(state, names);
  const amount = (each: number, other: string | null) =>
    [each > 0 ? money(each, currency) : '', other ?? ''].filter((one) => one !== '').join(' + ');
  return html`
    <div class="payout-sheet">
      <div dir="auto">${publicVenue.value?.name}</div>
      <h1 dir="auto">${state.config.name}</h1>
      <div>${moment.format(leafNow().wallMs)} · ${text.money.payouts}${provisional && ` (${text.money.soFar})`}</div>
      <table>
        <thead>
          <tr>
            <th class="place">${text.money.sheetPlace}</th>
            <th>${text.money.head.players}</th>
            <th class="amount">${text.money.head.each}</th>
            <th class="signed">${text.money.sheetSigned}</th>
          </tr>
        </thead>
        <tbody>
          ${paidPlaces.map(
            (place) => html`
              <tr>
                <td>${text.money.places(place.from, place.to)}</td>
                <td dir="auto">${takers(entries, place).join(', ')}</td>
                <td class="amount">${amount(place.each, place.other ?? null)}</td>
                <td></td>
              </tr>
            `,
          )}
        </tbody>
      </table>
      <div class="record">
        <strong>${text.money.sheetRecord(digits(head), head.seq)}</strong>
        <div>${text.money.sheetRecordLead}</div>
      </div>
    </div>
  `;
};

/** What lies on the table when prizes are paid. */
export const SheetButton = ({ night }: { night: Night }) => html`
  <button
    type="button"
    class="btn btn-ghost min-w-12"
    aria-label=${text.money.printSheet}
    title=${text.money.printSheet}
    onClick=${async () => {
      const head = await attempt(() => get<Head>('/audit/head'));
      if (head !== undefined) printOnPaper(html`<${PayoutSheet} night=${night} head=${head} />`);
    }}
  >
    <${Icon} name="printer" size=${18} />
  </button>
`;
