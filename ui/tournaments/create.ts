import { roundCount } from '../../src/poker/blinds.ts';
import type { Template } from '../../src/poker/templates.ts';
import { TEMPLATES, templateOf } from '../../src/poker/templates.ts';
import { number, parseCount, parseMoney } from '../amounts.ts';
import { get, post } from '../api.ts';
import type { ComponentChildren, Signal } from '../html.ts';
import { html, useEffect, useSignal } from '../html.ts';
import { NumberField, Submit, Switch, TextField } from '../parts/form.ts';
import { Icon } from '../parts/icons.ts';
import { go, hrefOf } from '../routes.ts';
import { text } from '../text.ts';
import { locale } from '../texts/en/locale.ts';
import { attempt, toast } from '../toasts.ts';
import type { Wish } from './model.ts';
import { createBody, isComplete } from './model.ts';

const WORDS = {
  buyIn: text.create.buyIn,
  rebuy: text.actions.rebuy,
  addOn: text.actions.addOn,
  rake: text.create.rakeName,
};

const dayName = (): string =>
  new Intl.DateTimeFormat(locale.tag, { weekday: 'long' }).format(new Date());

const TemplateCard = ({
  template,
  chosen,
  onPick,
}: {
  template: Template;
  chosen: boolean;
  onPick: () => void;
}) => html`
  <button
    type="button"
    class=${`card p-4 text-left flex flex-col gap-1 ${chosen ? 'tone-primary border-primary' : ''}`}
    aria-pressed=${String(chosen)}
    onClick=${onPick}
  >
    <span class="flex items-baseline justify-between gap-2">
      <span class="text-h3 font-semibold text-text">${template.name}</span>
      <span class="mono text-caption whitespace-nowrap">${text.create.hours(template.hours.from, template.hours.to)}</span>
    </span>
    <span class="text-caption text-secondary grow">${template.description}</span>
    <span class="text-caption mono pt-1">
      ${text.create.levels(roundCount(template.levels), number(template.startingStack))}
    </span>
  </button>
`;

const useForm = () => ({
  template: useSignal<string>('standard'),
  name: useSignal(text.create.defaultName(templateOf('standard')?.name ?? '', dayName())),
  currency: useSignal('EUR'),
  price: useSignal('50'),
  rake: useSignal('0'),
  bounty: useSignal('0'),
  chips: useSignal(String(templateOf('standard')?.startingStack ?? 10_000)),
  reEntry: useSignal(false),
  rebuys: useSignal(false),
  rebuyPrice: useSignal('50'),
  rebuyChips: useSignal(String(templateOf('standard')?.startingStack ?? 10_000)),
  rebuyUntil: useSignal('6'),
  addOns: useSignal(false),
  addOnPrice: useSignal('50'),
  addOnChips: useSignal('10000'),
  lateReg: useSignal('6'),
  tables: useSignal('2'),
  seats: useSignal('9'),
  autoSeat: useSignal(true),
  guarantee: useSignal('0'),
  counters: useSignal(false),
  startsAt: useSignal(''),
});
type Form = ReturnType<typeof useForm>;

/** Null where something is not a number, or does not fit together. */
const wishOf = (form: Form): (Wish & { readonly tables: number }) | null => {
  const currency = form.currency.value;
  const amount = (field: Signal<string>) => parseMoney(field.value, currency) ?? Number.NaN;
  const count = (field: Signal<string>) => parseCount(field.value) ?? Number.NaN;
  const until = (field: Signal<string>) => (field.value.trim() === '' ? null : count(field));
  const wish = {
    ...{ template: form.template.value, name: form.name.value, currency },
    ...{ price: amount(form.price), rake: amount(form.rake), bounty: amount(form.bounty) },
    ...{ chips: count(form.chips), reEntry: form.reEntry.value, lateReg: until(form.lateReg) },
    rebuy: form.rebuys.value
      ? {
          price: amount(form.rebuyPrice),
          chips: count(form.rebuyChips),
          lastLevel: until(form.rebuyUntil),
        }
      : null,
    addOn: form.addOns.value
      ? { price: amount(form.addOnPrice), chips: count(form.addOnChips) }
      : null,
    ...{ seatsPerTable: count(form.seats), autoSeat: form.autoSeat.value },
    ...{ guarantee: amount(form.guarantee), counters: form.counters.value },
    startsAt: form.startsAt.value === '' ? null : new Date(form.startsAt.value).getTime(),
    tables: form.counters.value ? 0 : count(form.tables),
  };
  return JSON.stringify(wish, (_, value) => (Number.isNaN(value) ? 'NaN' : value)).includes(
    'NaN',
  ) || !isComplete(wish)
    ? null
    : wish;
};

const Section = ({ title, children }: { title: string; children?: ComponentChildren }) => html`
  <section class="card p-4 md:p-5 flex flex-col gap-4">
    <h2 class="text-h3 font-semibold">${title}</h2>
    ${children}
  </section>
`;

const TWO = 'grid grid-cols-2 md:grid-cols-3 gap-4 items-end';

const pick = (form: Form, template: Template) => {
  const before = templateOf(form.template.value);
  if (form.name.value === text.create.defaultName(before?.name ?? '', dayName()))
    form.name.value = text.create.defaultName(template.name, dayName());
  form.template.value = template.id;
  form.chips.value = String(template.startingStack);
  form.rebuyChips.value = String(template.startingStack);
  form.addOnChips.value = String(template.startingStack);
};

const create = async (wish: Wish & { readonly tables: number }): Promise<string | undefined> => {
  const made = await attempt(() => post<{ id: string }>('/tournaments', createBody(wish, WORDS)));
  if (made === undefined) return undefined;
  const body = { tables: wish.tables, seats: wish.seatsPerTable };
  if (wish.tables > 0) await attempt(() => post(`/tournaments/${made.id}/tables`, body));
  return made.id;
};

/** One page from nothing to ready: everything has a default, so that only the name may be looked at. */
export const CreatePage = () => {
  const form = useForm();
  const busy = useSignal(false);
  useEffect(() => {
    void attempt(async () => {
      form.currency.value = (await get<{ currency: string }>('/venue')).currency;
    });
  }, []);
  const wish = wishOf(form);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (wish === null || busy.value) return;
    busy.value = true;
    const id = await create(wish);
    busy.value = false;
    if (id === undefined) return;
    toast({ tone: 'plain', title: text.create.done(wish.name) });
    go({ page: 'night', id, tab: 'overview' });
  };
  const money = (label: string) => `${label} (${form.currency.value})`;
  return html`
    <main class="max-w-240 mx-auto px-3 md:px-6 py-4 pb-28">
      <a class="btn btn-ghost -ml-3" href=${hrefOf({ page: 'tournaments' })}><${Icon} name="back" size=${18} />${text.list.title}</a>
      <h1 class="text-h1 font-semibold mb-4">${text.create.title}</h1>
      <form class="flex flex-col gap-4" onSubmit=${submit}>
        <div class="grid grid-cols-1 sm:grid-cols-2 md:grid-cols-3 gap-3" role="group" aria-label=${text.create.template}>
          ${TEMPLATES.map(
            (one) =>
              html`<${TemplateCard} template=${one} chosen=${one.id === form.template.value} onPick=${() => pick(form, one)} />`,
          )}
        </div>
        <section class="card p-4 md:p-5 grid sm:grid-cols-2 gap-4">
          <${TextField} value=${form.name} label=${text.create.name} maxLength=${80} />
          <${TextField} value=${form.startsAt} label=${text.create.startsAt} hint=${text.create.startsHint} type="datetime-local" />
        </section>
        <${Section} title=${text.create.buyIn}>
          <div class=${TWO}>
            <${NumberField} value=${form.price} label=${money(text.create.price)} />
            <${NumberField} value=${form.rake} label=${text.create.rake} />
            <${NumberField} value=${form.bounty} label=${text.create.bounty} />
            <${NumberField} value=${form.chips} label=${text.create.stack} />
            <${NumberField} value=${form.guarantee} label=${text.create.guarantee} />
            <${NumberField} value=${form.lateReg} label=${text.create.lateReg} />
          </div>
          <${Switch} value=${form.reEntry} label=${text.create.reEntry} />
          <${Switch} value=${form.rebuys} label=${text.create.rebuys} />
          ${
            form.rebuys.value &&
            html`<div class=${TWO}>
              <${NumberField} value=${form.rebuyPrice} label=${money(text.create.price)} />
              <${NumberField} value=${form.rebuyChips} label=${text.create.stack} />
              <${NumberField} value=${form.rebuyUntil} label=${text.create.untilLevel} />
            </div>`
          }
          <${Switch} value=${form.addOns} label=${text.create.addOns} />
          ${
            form.addOns.value &&
            html`<div class=${TWO}>
              <${NumberField} value=${form.addOnPrice} label=${money(text.create.price)} />
              <${NumberField} value=${form.addOnChips} label=${text.create.stack} />
            </div>`
          }
        <//>
        <${Section} title=${text.create.seating}>
          <${Switch} value=${form.counters} label=${text.create.counters} hint=${text.create.countersHint} />
          ${
            !form.counters.value &&
            html`<div class="grid grid-cols-2 gap-4">
                <${NumberField} value=${form.tables} label=${text.create.tables} />
                <${NumberField} value=${form.seats} label=${text.create.seats} />
              </div>
              <${Switch} value=${form.autoSeat} label=${text.create.autoSeat} />`
          }
        <//>
        <${Submit} label=${text.create.submit} busy=${busy} disabled=${wish === null} />
      </form>
    </main>
  `;
};
