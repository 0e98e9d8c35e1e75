import type { PayoutPlan } from '../../src/poker/payout-plan.ts';
import { CHART_IDS } from '../../src/poker/payout-plan.ts';
import { payouts } from '../../src/poker/payouts.ts';
import { money, ordinal, parseMoney } from '../amounts.ts';
import type { Signal } from '../html.ts';
import { html, typedIn, useEffect, useSignal } from '../html.ts';
import { laterText } from '../later-text.ts';
import type { FieldIssues } from '../parts/field-issues.ts';
import { useFieldIssues } from '../parts/field-issues.ts';
import { Chips, NumberField, Select, Submit, TextField } from '../parts/form.ts';
import { Icon } from '../parts/icons.ts';
import { Sheet } from '../parts/sheet.ts';
import { text } from '../text.ts';
import type { SheetProps } from './library-sets.ts';
import { leftOf, parsePercent, percentText } from './model.ts';
import type { PayoutForm } from './payout-form.ts';
import { planOf, SOURCES, usePayoutForm } from './payout-form.ts';
import { loadVenue, venueNow } from './store.ts';

const MOST_PLACES = 100;
/** As the leaf calls them. */
const FIELDS = [
  ...['name', 'unit', 'rows', 'paidBasisPoints', 'topRatioBasisPoints'],
  ...['minCashTimesBasisPoints', 'tiers'],
] as const;

const Total = ({ percents }: { percents: Signal<readonly string[]> }) => {
  const left = leftOf(percents.value);
  const words = laterText.venue.payouts;
  const fill = (basisPoints: number) => {
    const first = parsePercent(percents.value[0] ?? '') ?? 0;
    percents.value = percents.value.map((one, i) =>
      i === 0 ? percentText(Math.max(0, first + basisPoints)) : one,
    );
  };
  if (left === null) return html`<p class="text-danger text-caption" role="alert">${words.bad}</p>`;
  if (left === 0)
    return html`<p class="text-success font-semibold flex items-center gap-2" role="status"><${Icon} name="check" size=${18} />${words.good}</p>`;
  const said = left > 0 ? words.missing(percentText(left)) : words.over(percentText(-left));
  return html`
    <div class="flex items-center gap-2 flex-wrap">
      <span class="text-warning font-semibold grow" role="status">${said}</span>
      <button type="button" class="btn btn-soft" onClick=${() => fill(left)}>${words.fill}</button>
    </div>
  `;
};

const Places = ({ percents }: { percents: Signal<readonly string[]> }) => {
  const words = laterText.venue.payouts;
  const set = (index: number, typed: string) => {
    percents.value = percents.value.map((one, i) => (i === index ? typed : one));
  };
  return html`
    <div class="flex flex-col gap-2">
      <div class="grid grid-cols-2 sm:grid-cols-3 gap-2">
        ${percents.value.map(
          (typed, index) => html`
            <label class="flex items-center gap-2">
              <span class="mono text-secondary w-12 text-right flex-none">${ordinal(index + 1)}</span>
              <input
                class="input mono text-right px-2"
                inputmode="decimal"
                aria-label=${words.placeOf(ordinal(index + 1))}
                aria-invalid=${typed.trim() !== '' && parsePercent(typed) === null ? 'true' : 'false'}
                value=${typed}
                onInput=${(event: Event) => set(index, typedIn(event))}
              />
            </label>
          `,
        )}
      </div>
      <div class="flex gap-2 flex-wrap">
        <button type="button" class="btn btn-soft" disabled=${percents.value.length >= MOST_PLACES} onClick=${() => {
          percents.value = [...percents.value, ''];
        }}><${Icon} name="plus" size=${18} />${words.addPlace}</button>
        <button type="button" class="btn btn-ghost" disabled=${percents.value.length <= 1} onClick=${() => {
          percents.value = percents.value.slice(0, -1);
        }}>${words.dropPlace}</button>
      </div>
      <${Total} percents=${percents} />
    </div>
  `;
};

const Generator = ({ form, issues }: { form: PayoutForm; issues: FieldIssues }) => html`
  <div class="flex flex-col gap-3">
    <div class="grid grid-cols-1 sm:grid-cols-2 gap-3">
      <${NumberField} value=${form.paid} label=${laterText.venue.payouts.paid} error=${issues.of('paidBasisPoints')} maxLength=${6} />
      <${NumberField} value=${form.topRatio} label=${laterText.venue.payouts.topRatio} error=${issues.of('topRatioBasisPoints')} maxLength=${6} />
    </div>
    <${NumberField} value=${form.minCash} label=${laterText.venue.payouts.minCash} error=${issues.of('minCashTimesBasisPoints')} maxLength=${6} />
    <${TextField} value=${form.tiers} label=${laterText.venue.payouts.tiers} hint=${laterText.venue.payouts.tiersHint} error=${issues.of('tiers')} maxLength=${300} />
  </div>
`;

const Source = ({ form, issues }: { form: PayoutForm; issues: FieldIssues }) => {
  const words = laterText.venue.payouts;
  if (form.kind.value === 'generator') return html`<${Generator} form=${form} issues=${issues} />`;
  if (form.kind.value === 'chart')
    return html`<${Select} value=${form.chart} label=${words.chart} choices=${CHART_IDS.map((value) => ({ value, label: words.charts[value] }))} />`;
  return form.foreign === null
    ? html`<${Places} percents=${form.percents} />
        ${issues.of('rows') && html`<p class="text-danger text-caption" role="alert">${issues.of('rows')}</p>`}`
    : html`<p class="text-secondary">${words.notHere}</p>`;
};

/** More places than a person reads here; the rest is told by the last line. */
const SHOWN = 60;

const Preview = ({ plan, currency }: { plan: PayoutPlan; currency: string }) => {
  const [pool, entries] = [useSignal('10000'), useSignal('60')];
  const words = laterText.venue.payouts;
  const field = Math.min(20_000, Number(entries.value.replace(/\D/g, '')) || 0);
  const amount = parseMoney(pool.value, currency) ?? 0;
  const { places } = field > 0 ? payouts({ plan, entries: field, pool: amount }) : { places: [] };
  return html`
    <section class="card p-4 flex flex-col gap-3" aria-label=${words.preview}>
      <h3 class="font-semibold">${words.preview}</h3>
      <div class="grid grid-cols-2 gap-3">
        <${NumberField} value=${entries} label=${words.entries} maxLength=${6} />
        <${NumberField} value=${pool} label=${words.pool} maxLength=${12} />
      </div>
      <ol class="grid grid-cols-1 gap-y-1">
        ${places.slice(0, SHOWN).map(
          ({ from, to, each }) => html`
            <li class="flex justify-between gap-4">
              <span class="mono text-secondary">${from === to ? ordinal(from) : `${ordinal(from)} – ${ordinal(to)}`}</span>
              <span class="mono">${money(each, currency)}</span>
            </li>
          `,
        )}
      </ol>
    </section>
  `;
};

/** One payout table, with what it would pay beside it. */
export const PayoutSheet = ({
  opened,
  save,
  remove,
  onClose,
}: SheetProps<{ readonly plan: PayoutPlan }>) => {
  useEffect(() => {
    if (venueNow.value === null) void loadVenue();
  }, []);
  const currency = venueNow.value?.currency ?? 'EUR';
  const name = useSignal(opened.name);
  const form = usePayoutForm(opened.body.plan, currency);
  const busy = useSignal(false);
  const issues = useFieldIssues(FIELDS);
  const words = laterText.venue.payouts;
  const plan = planOf(form, opened.body.plan, currency);
  const isWhole = form.kind.value !== 'rows' || form.foreign || leftOf(form.percents.value) === 0;
  const submit = async (event: Event) => {
    event.preventDefault();
    if (plan === null || busy.value) return;
    busy.value = true;
    const saved = await save(name.value.trim(), { plan }, issues.attempt);
    busy.value = false;
    if (saved) onClose();
  };
  return html`
    <${Sheet} title=${opened.id === null ? words.add : opened.name} onClose=${onClose}>
      <form class="flex flex-col gap-4" onSubmit=${submit}>
        <${TextField} value=${name} label=${words.name} error=${issues.of('name')} maxLength=${100} />
        <${Chips} value=${form.kind} label=${words.source} choices=${SOURCES.map((value) => ({ value, label: words.sources[value] }))} />
        <${Source} form=${form} issues=${issues} />
        <${NumberField} value=${form.unit} label=${words.unit} error=${issues.of('unit')} maxLength=${10} />
        ${plan === null ? html`<p class="text-danger text-caption" role="alert">${words.bad}</p>` : html`<${Preview} plan=${plan} currency=${currency} />`}
        <${Submit} label=${text.save} busy=${busy} disabled=${plan === null || !isWhole || name.value.trim() === ''} />
        ${remove && html`<button type="button" class="btn btn-ghost text-danger" onClick=${remove}>${words.remove}</button>`}
      </form>
    <//>
  `;
};
