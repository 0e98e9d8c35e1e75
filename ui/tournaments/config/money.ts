import type { PayoutPlan, PayoutRow } from '../../../src/poker/payouts.ts';
import { basisPointsOf, CHART_IDS } from '../../../src/poker/payouts.ts';
import type { Config } from '../../../src/rooms/tournament/commands/config.ts';
import { money, moneyField } from '../../amounts.ts';
import { html, typedIn, useSignal } from '../../html.ts';
import { laterText } from '../../later-text.ts';
import { Field } from '../../parts/form.ts';
import { Icon } from '../../parts/icons.ts';
import type { Editing } from './editing.ts';
import { change } from './editing.ts';
import { PickField } from './fields.ts';
import { Group, TWO } from './group.ts';
import type { Library } from './library.ts';
import { AmountField, AmountOrNoneField, PercentField } from './number-fields.ts';
import { Rakes } from './rakes.ts';

const say = laterText.settings;

export const Pool = ({ edit }: { edit: Editing }) => {
  const { pool, currency } = edit.config.value;
  const set = (changes: Partial<Config['pool']>) => change(edit, { pool: { ...pool, ...changes } });
  const summary =
    pool.guarantee === 0
      ? say.summaries.noGuarantee
      : say.summaries.guarantee(money(pool.guarantee, currency));
  return html`
    <${Group} title=${say.groups.pool} summary=${summary}>
      <div class=${TWO}>
        <${AmountField} id="pool.guarantee" edit=${edit} label=${say.guarantee} currency=${currency} value=${pool.guarantee} onChange=${(guarantee: number) => set({ guarantee })} />
        <${AmountField} id="pool.house" at="pool.houseContribution" edit=${edit} label=${say.house} currency=${currency} value=${pool.houseContribution} onChange=${(houseContribution: number) => set({ houseContribution })} />
      </div>
      <${Rakes} id="pool.rakes" at="pool.rakes" title=${say.rakesOffPool} add=${say.addRake} rakes=${pool.rakes} edit=${edit} onChange=${(rakes: Config['pool']['rakes']) => set({ rakes })} />
      <${Rakes} id="pool.withheld" at="pool.withheld" title=${say.withheld} add=${say.addWithheld} rakes=${pool.withheld} edit=${edit} onChange=${(withheld: Config['pool']['withheld']) => set({ withheld })} />
    <//>
  `;
};

const GENERATOR: Extract<PayoutPlan['source'], { kind: 'generator' }> = {
  ...{ kind: 'generator', paidBasisPoints: 1_500, topRatioBasisPoints: 6_180 },
  tiers: [...Array<number>(9).fill(1), 3, 3, 3, 9],
  minCashTimesBasisPoints: 15_000,
};

const HALVES: PayoutRow[] = [5_000, 3_000, 2_000].map((basisPoints, i) => ({
  ...{ from: i + 1, to: i + 1, kind: 'percent', basisPoints },
}));

type SourceKey = keyof typeof say.payoutSources;

const keyOf = ({ source }: PayoutPlan): SourceKey =>
  source.kind === 'chart' ? source.chart : source.kind;

const sourceFor = (key: SourceKey): PayoutPlan['source'] => {
  const chart = CHART_IDS.find((one) => one === key);
  if (chart !== undefined) return { kind: 'chart', chart };
  return key === 'generator' ? GENERATOR : { kind: 'rows', rows: HALVES };
};

const GeneratorFields = ({
  edit,
  source,
  onChange,
}: {
  edit: Editing;
  source: typeof GENERATOR;
  onChange: (source: typeof GENERATOR) => void;
}) => html`
  <div class=${TWO}>
    <${PercentField} id="payouts.paid" at="payouts.source.paidBasisPoints" edit=${edit} label=${say.paid} value=${source.paidBasisPoints} onChange=${(paidBasisPoints: number) => onChange({ ...source, paidBasisPoints: Math.max(1, paidBasisPoints) })} />
    <${PercentField} id="payouts.top" at="payouts.source.topRatioBasisPoints" edit=${edit} label=${say.topRatio} value=${source.topRatioBasisPoints} onChange=${(topRatioBasisPoints: number) => onChange({ ...source, topRatioBasisPoints: Math.max(1, topRatioBasisPoints) })} />
    <${PercentField} id="payouts.minTimes" at="payouts.source.minCashTimesBasisPoints" edit=${edit} label=${say.minCashTimes} most=${1_000_000} value=${source.minCashTimesBasisPoints} onChange=${(minCashTimesBasisPoints: number) => onChange({ ...source, minCashTimesBasisPoints })} />
  </div>
`;

/** Percentages place by place, with what is left to give always in sight; other prizes stay as they are. */
const RowFields = ({
  edit,
  rows,
  onChange,
}: {
  edit: Editing;
  rows: readonly PayoutRow[];
  onChange: (rows: PayoutRow[]) => void;
}) => {
  const left = 10_000 - basisPointsOf(rows);
  const others = rows.filter(({ kind }) => kind !== 'percent').length;
  const words =
    left === 0
      ? say.percentDone
      : left > 0
        ? say.percentLeft(moneyField(left, 'EUR'))
        : say.percentOver(moneyField(-left, 'EUR'));
  const next = Math.max(0, ...rows.map(({ to }) => to)) + 1;
  return html`
    <div class="flex flex-col gap-3">
      <div class="grid grid-cols-2 sm:grid-cols-3 gap-3">
        ${rows.map((row, i) =>
          row.kind === 'percent'
            ? html`<${PercentField} key=${i} id=${`payouts.row.${i}`} at=${`payouts.source.rows.${i}.basisPoints`} edit=${edit} label=${say.place(row.from, row.to)} value=${row.basisPoints} onChange=${(basisPoints: number) => onChange(rows.with(i, { ...row, basisPoints }))} />`
            : null,
        )}
      </div>
      <p class=${left === 0 ? 'text-success' : 'text-warning'} role="status">${words}</p>
      ${others > 0 && html`<p class="text-caption text-secondary">${say.keptRows(others)}</p>`}
      <div class="flex flex-wrap gap-2">
        <button type="button" class="btn btn-outline" onClick=${() => onChange([...rows, { from: next, to: next, kind: 'percent', basisPoints: Math.max(0, left) }])}><${Icon} name="plus" size=${16} />${say.addPlace}</button>
        ${rows.length > 1 && html`<button type="button" class="btn btn-outline" onClick=${() => onChange(rows.slice(0, -1))}>${say.removePlace}</button>`}
      </div>
    </div>
  `;
};

export const Payouts = ({ edit, library }: { edit: Editing; library: Library }) => {
  const { payouts: plan, currency } = edit.config.value;
  const lock = edit.locks['payouts'];
  const picked = useSignal('');
  const set = (changes: Partial<PayoutPlan>) => change(edit, { payouts: { ...plan, ...changes } });
  const { source } = plan;
  const own = library.payoutTables;
  return html`
    <${Group} title=${say.groups.payouts} summary=${say.payoutSources[keyOf(plan)]} lock=${lock}>
      ${
        lock === undefined &&
        html`
          <${Field} label=${say.payoutSource}>
            <select
              class="input"
              onChange=${(event: Event) => {
                const key = typedIn(event);
                picked.value = key;
                const kept = own.find(({ id }) => id === key);
                const known = (Object.keys(say.payoutSources) as SourceKey[]).find(
                  (one) => one === key,
                );
                if (kept !== undefined) change(edit, { payouts: kept.body.plan });
                else if (known !== undefined) set({ source: sourceFor(known) });
              }}
            >
              ${Object.entries(say.payoutSources).map(([key, label]) => html`<option value=${key} selected=${!own.some(({ id }) => id === picked.value) && key === keyOf(plan)}>${label}</option>`)}
              ${own.map(({ id, name }) => html`<option value=${id} selected=${id === picked.value}>${name}</option>`)}
            </select>
          <//>
          ${source.kind === 'generator' && html`<${GeneratorFields} edit=${edit} source=${source} onChange=${(next: typeof GENERATOR) => set({ source: next })} />`}
          ${source.kind === 'rows' && html`<${RowFields} edit=${edit} rows=${source.rows} onChange=${(rows: PayoutRow[]) => set({ source: { kind: 'rows', rows } })} />`}
          <div class=${TWO}>
            <${AmountField} id="payouts.unit" edit=${edit} label=${say.unit} currency=${currency} value=${plan.unit} onChange=${(unit: number) => set({ unit: Math.max(1, unit) })} />
            <${PickField} label=${say.remainder} value=${plan.remainder} choices=${say.remainders} onChange=${(remainder: PayoutPlan['remainder']) => set({ remainder })} />
            <${AmountOrNoneField} id="payouts.minCash" edit=${edit} label=${say.minCash} placeholder=${say.none} currency=${currency} value=${plan.minCash} onChange=${(minCash: number | null) => set({ minCash })} />
          </div>
        `
      }
    <//>
  `;
};
