import type { MoneyTotals } from '../../../src/core/app.ts';
import { money, number } from '../../amounts.ts';
import { get } from '../../api.ts';
import { html, useSignal } from '../../html.ts';
import { Card, Empty, Line } from '../../parts/bits.ts';
import { text as general } from '../../text.ts';
import { coreVenue as text } from '../../texts/en/core-venue.ts';
import { usePolling } from '../media.ts';

const SPANS = ['30', '365', 'all'] as const;
type Span = (typeof SPANS)[number];

const POLL_MS = 30_000;

const useTotals = (id: string, span: Span): MoneyTotals | undefined => {
  const told = useSignal<MoneyTotals | undefined>(undefined);
  const ask = async () => {
    const query = span === 'all' ? '' : `?days=${span}`;
    const totals = await get<MoneyTotals>(`/venues/${id}/money${query}`).catch(() => undefined);
    if (totals !== undefined) told.value = totals;
  };
  usePolling(POLL_MS, ask, `${id} ${span}`);
  return told.value;
};

const Spans = ({ picked, onPick }: { picked: Span; onPick: (span: Span) => void }) => html`
  <div class="flex gap-2 pb-4 overflow-x-auto no-bar -mx-4 px-4 lg:mx-0 lg:px-0" role="group" aria-label=${text.money.days}>
    ${SPANS.map(
      (span) => html`
        <button key=${span} type="button" class="chip flex-none" aria-pressed=${String(picked === span)} onClick=${() => onPick(span)}>
          ${text.money.span[span]}
        </button>
      `,
    )}
  </div>
`;

const Method = ({ method, times }: { method: string; times: number }) => html`
  <span>${general.methods[method] ?? method}<span class="text-caption text-secondary"> · ${text.money.times(number(times))}</span></span>
`;

const Sums = ({ totals }: { totals: MoneyTotals }) => html`
  <div class="grid lg:grid-cols-2 gap-3 items-start">
    <${Card} title=${text.money.pools}>
      ${totals.pools.map(
        ({ currency, tournaments, entries, pools }) => html`
          <div key=${currency} class="rows pb-2">
            <${Line} label=${text.money.sum} value=${money(pools, currency)} tone="text-prize" strong />
            <${Line} label=${text.money.tournaments} value=${number(tournaments)} />
            <${Line} label=${text.money.entries} value=${number(entries)} />
          </div>
        `,
      )}
    <//>
    <${Card} title=${text.money.methods}>
      <p class="px-4 pb-2 text-caption text-secondary">${text.money.methodsLead}</p>
      <div class="rows pb-2">
        ${totals.methods.map(
          ({ currency, method, amount, times }) => html`
            <${Line}
              key=${`${currency} ${method}`}
              label=${html`<${Method} method=${method} times=${times} />`}
              value=${money(amount, currency)}
            />
          `,
        )}
      </div>
    <//>
  </div>
`;

/** What a venue's tournaments took and gave. */
export const MoneyTab = ({ id }: { id: string }) => {
  const span = useSignal<Span>('30');
  const totals = useTotals(id, span.value);
  const isNothing = totals !== undefined && totals.pools.length + totals.methods.length === 0;
  return html`
    <${Spans}
      picked=${span.value}
      onPick=${(one: Span) => {
        span.value = one;
      }}
    />
    ${totals === undefined && html`<p class="text-secondary text-center p-16 breathe">${general.loading}</p>`}
    ${isNothing && html`<${Empty} icon="coins" title=${text.money.none} />`}
    ${totals !== undefined && !isNothing && html`<${Sums} totals=${totals} />`}
  `;
};
