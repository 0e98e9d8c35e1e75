import type { Generator, PayoutPlan } from '../../../src/poker/payouts.ts';
import { CHART_IDS } from '../../../src/poker/payouts.ts';
import { parseCount } from '../../amounts.ts';
import type { Signal } from '../../html.ts';
import { html, useSignal } from '../../html.ts';
import type { FieldIssues } from '../../parts/field-issues.ts';
import { Chips, NumberField } from '../../parts/form.ts';
import { text } from '../../text.ts';
import { parsePercent } from './plan-model.ts';

const CHOICES = CHART_IDS.map((value) => ({ value, label: text.money.charts[value] ?? value }));

export const ChartFields = ({ value }: { value: Signal<string> }) => html`
  <${Chips} value=${value} label=${text.money.byKind['chart'] ?? ''} choices=${CHOICES} />
`;

/** A generator as it is typed. */
export type Shape = {
  readonly paid: Signal<string>;
  readonly ratio: Signal<string>;
  readonly tiers: Signal<string>;
  readonly times: Signal<string>;
};

const COMMON: Generator = {
  kind: 'generator',
  paidBasisPoints: 1_200,
  topRatioBasisPoints: 6_500,
  tiers: [1, 1, 1, 1, 1, 2, 3],
  minCashTimesBasisPoints: 15_000,
};

/** The fields of the plan's own generator, or of a common one. A hook: call it once per sheet. */
export const useGenerator = ({ source }: PayoutPlan): Shape => {
  const from = source.kind === 'generator' ? source : COMMON;
  return {
    paid: useSignal(String(from.paidBasisPoints / 100)),
    ratio: useSignal(String(from.topRatioBasisPoints / 100)),
    tiers: useSignal(from.tiers.join(' ')),
    times: useSignal(String(from.minCashTimesBasisPoints / 10_000)),
  };
};

const tiersOf = (typed: string): number[] | null => {
  const tiers = typed.trim().split(/[\s,;]+/);
  const sizes = tiers.map((one) => parseCount(one));
  return sizes.length === 0 || sizes.some((one) => one === null || one === 0)
    ? null
    : sizes.flatMap((one) => one ?? []);
};

/** The generator that was typed; null where a field is no number. */
export const generatorOf = ({ paid, ratio, tiers, times }: Shape): Generator | null => {
  const [paidBasisPoints, topRatioBasisPoints] = [
    parsePercent(paid.value),
    parsePercent(ratio.value),
  ];
  const hundredths = parsePercent(times.value);
  const sizes = tiersOf(tiers.value);
  if (!paidBasisPoints || !topRatioBasisPoints || hundredths === null || sizes === null)
    return null;
  if (paidBasisPoints > 10_000 || topRatioBasisPoints > 10_000) return null;
  return {
    ...{ kind: 'generator', paidBasisPoints, topRatioBasisPoints, tiers: sizes },
    minCashTimesBasisPoints: hundredths * 100,
  };
};

export const GeneratorFields = ({ shape, issues }: { shape: Shape; issues: FieldIssues }) => {
  const wrong = (typed: string) =>
    parsePercent(typed) === null ? text.errors.notAmount : undefined;
  return html`
    <div class="grid grid-cols-2 gap-3">
      <${NumberField} value=${shape.paid} label=${text.money.paidShare} error=${wrong(shape.paid.value) ?? issues.of('paidBasisPoints')} />
      <${NumberField} value=${shape.ratio} label=${text.money.topRatio} error=${wrong(shape.ratio.value) ?? issues.of('topRatioBasisPoints')} />
      <${NumberField} value=${shape.times} label=${text.money.minTimes} error=${wrong(shape.times.value) ?? issues.of('minCashTimesBasisPoints')} />
      <${NumberField}
        value=${shape.tiers}
        label=${text.money.tiers}
        hint=${text.money.tiersHint}
        error=${tiersOf(shape.tiers.value) === null ? text.errors.notCount : issues.of('tiers')}
      />
    </div>
  `;
};
