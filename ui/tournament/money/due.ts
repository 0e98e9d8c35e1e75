import type { EntryView } from '../../../src/rooms/tournament/views/players.ts';
import { entriesView } from '../../../src/rooms/tournament/views/players.ts';
import { money, ordinal } from '../../amounts.ts';
import { html } from '../../html.ts';
import { Card } from '../../parts/bits.ts';
import { Icon } from '../../parts/icons.ts';
import { text } from '../../text.ts';
import type { Night } from '../night.ts';
import { mayAct } from '../night.ts';
import { show } from '../sheets.ts';

const Row = ({
  entry,
  amount,
  note,
  label,
  run,
}: {
  entry: EntryView;
  amount: string;
  note: string;
  label: string;
  run: () => void;
}) => html`
  <div class="flex items-center gap-3 pl-4 pr-2 py-1 min-h-14">
    <span class="grow min-w-0">
      <bdi class="block truncate">${entry.name}</bdi>
      ${note && html`<span class="block text-caption text-secondary truncate">${note}</span>`}
    </span>
    <span class="mono">${amount}</span>
    ${mayAct.value && html`<button type="button" class="btn btn-soft" aria-label=${`${label}: ${entry.name}`} onClick=${run}>${label}</button>`}
  </div>
`;

const placeNote = ({ rank, owed }: EntryView, currency: string): string =>
  [rank === null ? '' : ordinal(rank), owed > 0 ? text.players.owes(money(owed, currency)) : '']
    .filter((part) => part !== '')
    .join(' · ');

/** Who has been paid, behind a fold: the board of the payout desk. */
const Paid = ({ paid, currency }: { paid: readonly EntryView[]; currency: string }) =>
  paid.length > 0 &&
  html`
    <details class="group border-t border-surface1">
      <summary class="flex items-center gap-3 px-4 min-h-12 cursor-pointer list-none text-secondary">
        <span class="transition-transform group-open:rotate-90"><${Icon} name="next" size=${16} /></span>
        <span class="grow">${text.money.paidList(paid.length)}</span>
        <span class="mono">${money(
          paid.reduce((sum, one) => sum + one.prizePaid, 0),
          currency,
        )}</span>
      </summary>
      ${paid.map(
        (entry) => html`
          <div class="flex items-center gap-3 pl-11 pr-4 min-h-10">
            <span class="text-success"><${Icon} name="check" size=${16} /></span>
            <bdi class="grow min-w-0 truncate">${entry.name}</bdi>
            <span class="mono text-caption">${money(entry.prizePaid, currency)}</span>
          </div>
        `,
      )}
    </details>
  `;

/** The payout desk, light: who is to be paid, who was, and who still owes. */
export const Due = ({ night: { state, names } }: { night: Night }) => {
  const entries = entriesView(state, names);
  const { currency } = state.config;
  const due = entries.filter((entry) => entry.due > 0);
  const paid = entries.filter((entry) => entry.prizePaid > 0);
  const owing = entries.filter((entry) => entry.owed > 0);
  const sum = (all: readonly EntryView[], of: (one: EntryView) => number) =>
    text.money.paySum(
      all.length,
      money(
        all.reduce((total, one) => total + of(one), 0),
        currency,
      ),
    );
  const none = state.registration.open ? text.money.toPayWait : text.money.toPayNone;
  return html`
    <${Card} title=${text.money.toPay} aside=${due.length > 0 && html`<span class="text-caption text-secondary">${sum(due, (one) => one.due)}</span>`}>
      ${due.length === 0 && html`<p class="px-4 pb-4 text-secondary">${none}</p>`}
      <div class="rows pb-2 empty:hidden">
        ${due.map(
          (entry) => html`<${Row}
            key=${entry.entryId}
            entry=${entry}
            amount=${money(entry.due, currency)}
            note=${placeNote(entry, currency)}
            label=${text.money.payShort}
            run=${() => show({ sheet: 'pay', entryId: entry.entryId })}
          />`,
        )}
      </div>
      <${Paid} paid=${paid} currency=${currency} />
    <//>
    <${Card} title=${text.money.owed} aside=${owing.length > 0 && html`<span class="text-caption text-secondary">${sum(owing, (one) => one.owed)}</span>`}>
      ${owing.length === 0 && html`<p class="px-4 pb-4 text-secondary">${text.money.owedNone}</p>`}
      <div class="rows pb-2 empty:hidden max-h-120 overflow-y-auto">
        ${owing.map(
          (entry) => html`<${Row}
            key=${entry.entryId}
            entry=${entry}
            amount=${money(entry.owed, currency)}
            note=${entry.seat === null ? '' : text.players.seat(entry.seat.table, entry.seat.seat)}
            label=${text.money.receive}
            run=${() => show({ sheet: 'receive', entryId: entry.entryId })}
          />`,
        )}
      </div>
    <//>
  `;
};
