import type { PayoutPlan } from '../../../src/poker/payouts.ts';
import { leftToGive } from '../../../src/poker/payouts.ts';
import { payoutsView } from '../../../src/rooms/tournament/views/money.ts';
import { money, moneyField, parseMoney } from '../../amounts.ts';
import { html, useSignal } from '../../html.ts';
import { Notice } from '../../parts/bits.ts';
import { useFieldIssues } from '../../parts/field-issues.ts';
import { Chips, NumberField, TextField } from '../../parts/form.ts';
import { Sheet } from '../../parts/sheet.ts';
import { text } from '../../text.ts';
import { command } from '../actions.ts';
import {
  ChartFields,
  GeneratorFields,
  generatorOf,
  useGenerator,
} from '../money/generator-fields.ts';
import { warningText } from '../money/payouts.ts';
import type { Draft } from '../money/plan-model.ts';
import {
  changeAt,
  draftsOf,
  draftsOfPrizes,
  percentText,
  poolForPlaces,
  previewOf,
  rowsNow,
  rowsOf,
} from '../money/plan-model.ts';
import { PrizeRows } from '../money/prize-rows.ts';
import type { Night } from '../night.ts';
import { hide } from '../sheets.ts';

/** Those of its fields that the leaf may have something against. */
const FIELDS = [
  ...['unit', 'minCash', 'reason', 'rows', 'tiers'],
  ...['paidBasisPoints', 'topRatioBasisPoints', 'minCashTimesBasisPoints'],
];

const BY = ['fixed', 'percent', 'rows', 'chart', 'generator'] as const;
type By = (typeof BY)[number];
const isBy = (value: string): value is By => BY.some((one) => one === value);
const CHOICES = BY.map((value) => ({ value, label: text.money.byKind[value] ?? value }));

/** What editing begins with, by the kind of prizes: those that stand now. */
const startOf = ({ state }: Night, by: By): readonly Draft[] => {
  const { places, currency } = payoutsView(state);
  // A plan in per cent is taken as it is: out of rounded prizes it would come back a little different.
  if (by === 'percent' && byOf(state.plan) !== 'percent')
    return draftsOfPrizes(places, { currency, percentOf: poolForPlaces(state) });
  return by === 'fixed' ? draftsOfPrizes(places, { currency }) : draftsOf(rowsNow(state), currency);
};

const byOf = ({ source }: PayoutPlan): By => {
  if (source.kind !== 'rows') return source.kind;
  const kinds = new Set(source.rows.map(({ kind }) => kind));
  if (kinds.has('formula')) return 'rows';
  return kinds.has('percent') ? 'percent' : 'fixed';
};

type Left = { readonly label: string; readonly value: string; readonly tone: string };

const leftOf = (plan: PayoutPlan | null, pool: number, currency: string): Left | null => {
  if (plan?.source.kind !== 'rows') return null;
  const left = leftToGive(plan.source.rows, pool);
  const hasPercent = plan.source.rows.some(({ kind }) => kind === 'percent');
  const missing = hasPercent ? left.basisPoints : left.amount;
  return {
    label:
      missing < 0 ? text.money.leftOver : hasPercent ? text.money.leftPercent : text.money.left,
    value: hasPercent ? percentText(Math.abs(missing)) : money(Math.abs(missing), currency),
    tone: missing === 0 ? 'text-success' : 'text-warning',
  };
};

const Preview = ({ night: { state }, plan }: { night: Night; plan: PayoutPlan }) => {
  const { currency, places: now } = payoutsView(state);
  const { places, warnings } = previewOf(state, plan);
  return html`
    <section class="card overflow-hidden" aria-label=${text.money.preview}>
      <h3 class="label px-4 pt-3 pb-1">${text.money.preview}</h3>
      ${warnings.length > 0 && html`<div class="p-2"><${Notice} tone="warning">${warnings.map((one) => html`<div>${warningText(one, currency)}</div>`)}<//></div>`}
      ${places.map((prize) => {
        const change = changeAt(places, now, prize.from);
        return html`
          <div class="flex items-baseline gap-3 px-4 py-1.5 stripe">
            <span class="mono w-16">${text.money.places(prize.from, prize.to)}</span>
            <span class="grow mono text-micro text-warning text-right">${change !== 0 && `${change > 0 ? '+' : '−'}${money(Math.abs(change), currency)}`}</span>
            <span class="mono">${prize.each > 0 ? money(prize.each, currency) : ''} ${prize.other ?? ''}</span>
          </div>
        `;
      })}
    </section>
  `;
};

/** Prizes by amounts, percentages, formulas, a chart or a generator; what is left to give always in sight. */
export const PayoutsSheet = ({ night }: { night: Night }) => {
  const { state } = night;
  const view = payoutsView(state);
  const { currency } = view;
  const by = useSignal<string>(byOf(state.plan));
  const drafts = useSignal(startOf(night, byOf(state.plan)));
  const chart = useSignal<string>(
    state.plan.source.kind === 'chart' ? state.plan.source.chart : 'barge2025',
  );
  const shape = useGenerator(state.plan);
  const unit = useSignal(moneyField(state.plan.unit, currency));
  const minCash = useSignal(
    state.plan.minCash === null ? '' : moneyField(state.plan.minCash, currency),
  );
  const reason = useSignal('');
  const busy = useSignal(false);
  const issues = useFieldIssues(FIELDS);

  const kind: By = isBy(by.value) ? by.value : 'fixed';
  const isRows = kind === 'fixed' || kind === 'percent' || kind === 'rows';
  const typed = rowsOf(drafts.value, currency);
  const each = parseMoney(unit.value, currency);
  const least = minCash.value.trim() === '' ? null : parseMoney(minCash.value, currency);
  const source = isRows
    ? 'rows' in typed
      ? { kind: 'rows' as const, rows: [...typed.rows] }
      : null
    : kind === 'chart'
      ? chartSource(chart.value)
      : generatorOf(shape);
  const plan: PayoutPlan | null =
    source === null || each === null || each === 0
      ? null
      : { ...state.plan, source, unit: each, minCash: least };
  const left = leftOf(plan, poolForPlaces(state), currency);
  const isUneven = left !== null && kind !== 'percent' && left.tone === 'text-warning';
  const why = reason.value.trim();
  const blocked = plan === null || isUneven || (view.locked && why === '') || busy.value;

  const submit = async (event: Event) => {
    event.preventDefault();
    if (plan === null || blocked) return;
    busy.value = true;
    const rows = plan.source.kind === 'rows' ? { rows: plan.source.rows } : {};
    const body = { plan, ...rows, ...(why === '' ? {} : { reason: why }) };
    const answer = await command('/payouts', body, { method: 'PUT', refused: issues.refused });
    busy.value = false;
    if (answer !== undefined) hide();
  };
  const footer = html`
    <div class="flex items-center gap-4">
      <div class="grow min-w-0">
        ${left && html`<div class="label truncate">${left.label}</div><div class=${`mono text-h2 ${left.tone}`} aria-live="polite">${left.value}</div>`}
        ${'wrong' in typed && isRows && html`<div class="text-caption text-danger">${text.money.wrongRow(typed.wrong)}</div>`}
      </div>
      <button type="submit" form="payouts" class="btn btn-primary" disabled=${blocked}>${text.money.apply}</button>
    </div>
  `;
  return html`
    <${Sheet} title=${text.money.edit} onClose=${hide} footer=${footer}>
      <form id="payouts" class="flex flex-col gap-5" onSubmit=${submit}>
        ${view.locked && html`<${Notice} tone="warning">${text.money.lockedLead}<//> <${TextField} value=${reason} label=${text.money.reasonLocked} error=${issues.of('reason')} maxLength=${200} />`}
        <${Chips} value=${by} label=${text.money.by} choices=${CHOICES} />
        ${isRows && html`<${PrizeRows} key=${kind} drafts=${drafts} issues=${issues} kind=${kind} start=${() => startOf(night, kind)} currency=${currency} left=${plan?.source.kind === 'rows' ? leftToGive(plan.source.rows, poolForPlaces(state)).amount : 0} />`}
        ${kind === 'chart' && html`<${ChartFields} value=${chart} />`}
        ${kind === 'generator' && html`<${GeneratorFields} shape=${shape} issues=${issues} />`}
        <div class="grid grid-cols-2 gap-3">
          <${NumberField} value=${unit} label=${text.money.unit} error=${each === null || each === 0 ? text.errors.notAmount : issues.of('unit')} />
          <${NumberField} value=${minCash} label=${text.money.minCash} hint=${text.money.minCashHint} error=${minCash.value.trim() !== '' && least === null ? text.errors.notAmount : issues.of('minCash')} />
        </div>
        ${plan !== null && html`<${Preview} night=${night} plan=${plan} />`}
      </form>
    <//>
  `;
};

const CHARTS = ['barge2025', 'homeGames', 'winnerTakesAll'] as const;

const chartSource = (value: string) => {
  const chart = CHARTS.find((one) => one === value);
  return chart === undefined ? null : { kind: 'chart' as const, chart };
};
