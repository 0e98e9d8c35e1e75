import type { PayoutPlan } from '../../src/poker/payout-plan.ts';
import { CHART_IDS, DEFAULT_PLAN } from '../../src/poker/payout-plan.ts';
import { html } from '../html.ts';
import { laterText } from '../later-text.ts';
import { Icon } from '../parts/icons.ts';
import type { Item } from './library.ts';
import type { SheetProps } from './library-sets.ts';
import { LibrarySets } from './library-sets.ts';
import { percentText } from './model.ts';
import { PayoutSheet } from './payout-sheet.ts';

type Body = { readonly plan: PayoutPlan };
const FRESH: PayoutPlan = {
  ...DEFAULT_PLAN,
  source: {
    kind: 'rows',
    rows: [5_000, 3_000, 2_000].map((basisPoints, i) => ({
      ...{ from: i + 1, to: i + 1, kind: 'percent', basisPoints },
    })),
  },
};

const summary = ({ source }: PayoutPlan): string => {
  const words = laterText.venue.payouts;
  if (source.kind === 'rows')
    return words.summaries.rows(Math.max(0, ...source.rows.map(({ to }) => to)));
  if (source.kind === 'generator')
    return words.summaries.generator(percentText(source.paidBasisPoints));
  const chart = CHART_IDS.find((id) => id === source.chart);
  return chart === undefined ? '' : words.summaries.chart(words.charts[chart]);
};

const TableCard = ({ item, open }: { item: Item<Body>; open: () => void }) => html`
  <button type="button" class="card p-4 min-h-18 flex items-center gap-4 text-left" onClick=${open}>
    <span class="tone-primary rounded-lg p-2"><${Icon} name="trophy" /></span>
    <span class="grow min-w-0">
      <span class="block font-semibold truncate">${item.name}</span>
      <span class="block text-caption text-secondary truncate">${summary(item.body.plan)}</span>
    </span>
    <span class="text-secondary"><${Icon} name="next" size=${18} /></span>
  </button>
`;

/** How the house pays: tables that a tournament takes as its payouts (POL-3). */
export const PayoutTables = () => html`
  <${LibrarySets}
    kind="payoutTable"
    words=${laterText.venue.payouts}
    icon="trophy"
    fresh=${{ plan: FRESH }}
    card=${(item: Item<Body>, open: () => void) => html`<${TableCard} key=${item.id} item=${item} open=${open} />`}
    sheet=${(props: SheetProps<Body>) => html`<${PayoutSheet} ...${props} />`}
  />
`;
