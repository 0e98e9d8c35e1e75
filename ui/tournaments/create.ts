import { roundCount } from '../../src/poker/blinds.ts';
import { get, getAll, post, session } from '../api.ts';
import { html, useEffect, useSignal } from '../html.ts';
import { laterText } from '../later-text.ts';
import type { Attempt } from '../parts/field-issues.ts';
import { Icon } from '../parts/icons.ts';
import { go, hrefOf } from '../routes.ts';
import { draftOf, levelsOf } from '../structure/draft.ts';
import { errorsOf, StructureEditor } from '../structure/editor.ts';
import { lengthWords } from '../structure/length.ts';
import type { LevelIssue } from '../structure/level-issues.ts';
import { totalMinutes } from '../structure/levels.ts';
import { text } from '../text.ts';
import { locale } from '../texts/en/locale.ts';
import { attempt, toast } from '../toasts.ts';
import { AllSettings } from './config/all.ts';
import { change, editingOf, isSound, partsOver } from './config/editing.ts';
import { MomentField, WordsField } from './config/fields.ts';
import { Group } from './config/group.ts';
import { AmountField } from './config/number-fields.ts';
import { useRefusals } from './config/refused.ts';
import { ToFix } from './config/to-fix.ts';
import { unmake } from './made.ts';
import type { Own, Source } from './model.ts';
import { carriedOver, configFrom, sourcesOf, withPrice } from './model.ts';
import { TemplatePicker } from './picker.ts';
import { ScreenStep } from './screen-step.ts';

const LAST_LEVEL = 6;
const TABLES = 2;
const USUAL = { buyIn: laterText.create.buyIn, lastLevel: LAST_LEVEL };

const dayName = (at: number | null): string =>
  new Intl.DateTimeFormat(locale.times, { weekday: 'long' }).format(
    at === null ? new Date() : new Date(at),
  );

const FIRST = sourcesOf([]).find(({ id }) => id === 'standard');

const nameFor = (source: Pick<Source, 'name'>, at: number | null): string =>
  laterText.create.defaultName(source.name, dayName(at));

const useForm = () => {
  const first = FIRST;
  if (first === undefined) throw new Error('no template named standard');
  const config = configFrom(first, { name: nameFor(first, null), currency: 'EUR' }, USUAL);
  return {
    own: useSignal<readonly Own[]>([]),
    source: useSignal<Source>(first),
    edit: useSignal(editingOf(withPrice(config, 5_000))).value,
    draft: useSignal(draftOf(first.levels)),
    tables: useSignal(TABLES),
    /** What somebody typed stays when another template is picked. */
    typed: useSignal({ name: false, price: false }),
  };
};
type Form = ReturnType<typeof useForm>;

const pick = (form: Form, source: Source): void => {
  const { edit, typed } = form;
  const before = edit.config.value;
  const price = source.body === null || typed.value.price ? (before.buyIns[0]?.price ?? 0) : null;
  const name = typed.value.name ? before.name : nameFor(source, before.startsAt);
  const given = { name, currency: before.currency };
  edit.config.value = carriedOver({ ...before, name }, configFrom(source, given, USUAL), price);
  form.source.value = source;
  form.draft.value = draftOf(source.levels);
  form.tables.value = source.body === null ? TABLES : source.body.tables.length;
};

/** The tournament, then its tables: those of the house's template open with it. */
const create = async (
  { edit, draft, source, tables }: Form,
  tries: Attempt,
): Promise<string | undefined> => {
  const config = edit.config.value;
  const kept = source.value.body?.tables ?? [];
  const asKept = kept.length > 0 && kept.length === tables.value;
  const body = {
    ...config,
    levels: levelsOf(draft.value),
    ...(asKept ? { copyOf: source.value.id } : {}),
  };
  const made = await tries(() => post<{ id: string }>('/tournaments', body));
  if (made === undefined) return undefined;
  if (!asKept && tables.value > 0 && config.mode === 'named')
    await attempt(() =>
      post(`/tournaments/${made.id}/tables`, {
        tables: tables.value,
        seats: config.seating.seatsPerTable,
        word: text.tables.word,
      }),
    );
  return made.id;
};

const Quick = ({ form }: { form: Form }) => {
  const { edit, typed } = form;
  const config = edit.config.value;
  const [first] = config.buyIns;
  return html`
    <section class="card p-4 md:p-5 grid grid-cols-1 md:grid-cols-3 gap-4 items-start">
      <${WordsField} edit=${edit} at="name" label=${laterText.create.name} value=${config.name} onChange=${(
        name: string,
      ) => {
        typed.value = { ...typed.value, name: true };
        change(edit, { name });
      }} />
      <${AmountField}
        id="price"
        at="buyIns.0.price"
        edit=${edit}
        label=${laterText.create.buyIn}
        currency=${config.currency}
        value=${first?.price ?? 0}
        hint=${laterText.create.free}
        error=${first !== undefined && partsOver(first) ? laterText.settings.partsTooHigh : undefined}
        onChange=${(price: number) => {
          typed.value = { ...typed.value, price: true };
          edit.config.value = withPrice(edit.config.value, price);
        }}
      />
      <${MomentField} edit=${edit} at="startsAt" label=${laterText.create.startsAt} hint=${laterText.settings.startsHint} value=${config.startsAt} onChange=${(
        startsAt: number | null,
      ) => {
        change(edit, { startsAt });
        if (!typed.value.name) change(edit, { name: nameFor(form.source.value, startsAt) });
      }} />
    </section>
  `;
};

const Structure = ({ form, issues }: { form: Form; issues: readonly LevelIssue[] }) => {
  const { chips, startsAt, buyIns } = form.edit.config.value;
  const levels = levelsOf(form.draft.value);
  const summary = laterText.settings.summaries.levels(
    roundCount(levels),
    lengthWords(totalMinutes(levels)),
  );
  return html`
    <${Group} title=${laterText.settings.groups.structure} summary=${summary}>
      <${StructureEditor}
        draft=${form.draft.value}
        issues=${issues}
        chips=${chips}
        startMs=${startsAt}
        wizard=${{ players: 40, startingStack: buyIns[0]?.chips ?? 10_000, chips: chips.map(({ value }) => value) }}
      />
    <//>
  `;
};

const loaded = async (form: Form, from: string | undefined): Promise<void> => {
  const [venue, own] = await Promise.all([
    get<{ currency: string }>('/venue'),
    getAll<Own>('/library?kind=template'),
  ]);
  change(form.edit, { currency: venue.currency });
  form.own.value = own;
  const found = sourcesOf(own).find(({ id }) => id === from);
  if (found !== undefined) pick(form, found);
};

/** Template, buy-in, date, and go; everything else has a good default and lies folded below. */
export const CreatePage = ({ from }: { from?: string }) => {
  const form = useForm();
  const busy = useSignal(false);
  const made = useSignal<string | null>(null);
  useEffect(() => {
    void attempt(() => loaded(form, from));
  }, [from]);
  const { edit, draft } = form;
  const config = edit.config.value;
  const levels = levelsOf(draft.value);
  const refusals = useRefusals(edit, levels);
  const ready = isSound(edit) && errorsOf(levels, config.chips) === 0;
  const isFirst = from === 'first';
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!ready || busy.value) return;
    busy.value = true;
    const id = await create(form, refusals.attempt);
    busy.value = false;
    if (id === undefined) return;
    const action = { label: text.undo, run: () => unmake(id, config.name) };
    toast({ tone: 'plain', title: laterText.create.done(config.name), action });
    if (isFirst) made.value = id;
    else go({ page: 'night', id, tab: 'overview' });
  };
  if (session.value?.operator.role === 'viewer')
    return html`<main class="max-w-260 mx-auto px-4 py-6"><a class="btn btn-ghost -ml-3" href=${hrefOf({ page: 'tournaments' })}><${Icon} name="back" size=${18} />${text.list.title}</a><p class="text-secondary">${text.errors.codes['FORBIDDEN']}</p></main>`;
  if (made.value !== null) return html`<${ScreenStep} id=${made.value} name=${config.name} />`;
  return html`
    <main class="max-w-260 mx-auto px-3 md:px-6 py-4">
      ${!isFirst && html`<a class="btn btn-ghost -ml-3" href=${hrefOf({ page: 'tournaments' })}><${Icon} name="back" size=${18} />${text.list.title}</a>`}
      <h1 class="text-h1 font-semibold">${isFirst ? laterText.create.first : laterText.create.title}</h1>
      <p class="text-secondary mb-4">${isFirst ? laterText.create.firstLead : ''}</p>
      <div class="flex flex-col gap-4">
        <${TemplatePicker} sources=${sourcesOf(form.own.value)} picked=${form.source.value.id} onPick=${(source: Source) => pick(form, source)} />
        <form id="create" onSubmit=${submit}><${Quick} form=${form} /></form>
        <section class="flex flex-col gap-3 pb-4">
          <div>
            <h2 class="text-h3 font-semibold">${laterText.settings.all}</h2>
            <p class="text-caption text-secondary">${laterText.settings.allLead}</p>
          </div>
          <${Structure} form=${form} issues=${refusals.rows} />
          <${AllSettings}
            edit=${edit}
            tables=${form.tables.value}
            onTables=${(many: number) => {
              form.tables.value = many;
            }}
          />
        </section>
        <div class="sticky bottom-0 z-5 -mx-3 md:-mx-6 px-3 md:px-6 py-3 bg-base border-t border-surface1 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
          ${!ready && html`<${ToFix} />`}
          <button type="submit" form="create" class="btn btn-primary w-full md:w-auto md:min-w-60" disabled=${!ready || busy.value}>${laterText.create.submit}</button>
        </div>
      </div>
    </main>
  `;
};
