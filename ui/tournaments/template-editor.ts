import { put } from '../api.ts';
import { html, useSignal } from '../html.ts';
import { laterText } from '../later-text.ts';
import { Icon } from '../parts/icons.ts';
import { go, hrefOf } from '../routes.ts';
import { draftOf, levelsOf } from '../structure/draft.ts';
import { errorsOf, StructureEditor } from '../structure/editor.ts';
import { text } from '../text.ts';
import { attempt, toast } from '../toasts.ts';
import { AllSettings } from './config/all.ts';
import { editingOf, isSound } from './config/editing.ts';
import { WordsField } from './config/fields.ts';
import { useRefusals } from './config/refused.ts';
import { ToFix } from './config/to-fix.ts';
import type { Own } from './model.ts';
import { templateBody } from './model.ts';

const words = text.templates;

type Kept = { readonly kind: 'template'; readonly name: string; readonly body: Own['body'] };

/** As it was before it was saved; the editor is left, since what it shows is something else now. */
const back = (id: string, before: Kept) =>
  attempt(async () => {
    await put(`/library/${id}`, before);
    toast({ tone: 'plain', title: text.did.undone(words.saved(before.name)) });
    go({ page: 'templates', id: null });
  });

/** A template of the house: its structure and every setting. */
export const TemplateEditor = ({ own }: { own: Own }) => {
  const { body } = own;
  const name = useSignal(own.name);
  const description = useSignal(body.description);
  const edit = useSignal(editingOf({ ...body.config, name: own.name, startsAt: null })).value;
  const draft = useSignal(draftOf(body.levels)).value;
  const tables = useSignal(body.tables.length);
  const busy = useSignal(false);
  /** As the leaf has it now. */
  const kept = useSignal<Kept>({ kind: 'template', name: own.name, body: own.body });
  const levels = levelsOf(draft);
  const refusals = useRefusals(edit, levels);
  const { chips, buyIns, seating } = edit.config.value;
  const ready = isSound(edit) && name.value.trim() !== '' && errorsOf(levels, chips) === 0;
  const save = async () => {
    busy.value = true;
    const fresh = { name: '', seats: seating.seatsPerTable };
    const seated = Array.from({ length: tables.value }, (_, i) => body.tables[i] ?? fresh);
    const rest = { description: description.value, tables: seated };
    const item: Kept = {
      kind: 'template',
      name: name.value,
      body: templateBody(edit.config.value, levels, rest),
    };
    const saved = await refusals.attempt(() => put(`/library/${own.id}`, item));
    busy.value = false;
    if (saved === undefined) return;
    const before = kept.value;
    kept.value = item;
    const run = () => void back(own.id, before);
    toast({ tone: 'plain', title: words.saved(name.value), action: { label: text.undo, run } });
  };
  return html`
    <main class="max-w-260 mx-auto px-3 md:px-6 py-4 flex flex-col gap-4">
      <a class="btn btn-ghost -ml-3 self-start -mb-3" href=${hrefOf({ page: 'templates', id: null })}><${Icon} name="back" size=${18} />${words.title}</a>
      <h1 class="text-h1 font-semibold truncate">${name}</h1>
      <section class="card p-4 md:p-5 grid grid-cols-1 md:grid-cols-2 gap-4">
        <${WordsField} edit=${edit} at="name" label=${words.name} value=${name.value} onChange=${(
          typed: string,
        ) => {
          name.value = typed;
        }} />
        <${WordsField} edit=${edit} at="description" label=${words.description} value=${description.value} most=${500} onChange=${(
          typed: string,
        ) => {
          description.value = typed;
        }} />
      </section>
      <h2 class="text-h3 font-semibold">${laterText.settings.groups.structure}</h2>
      <${StructureEditor}
        draft=${draft}
        issues=${refusals.rows}
        chips=${chips}
        wizard=${{ players: 40, startingStack: buyIns[0]?.chips ?? 10_000, chips: chips.map(({ value }) => value) }}
      />
      <h2 class="text-h3 font-semibold">${laterText.settings.all}</h2>
      <${AllSettings}
        edit=${edit}
        hasGeneral=${false}
        tables=${tables.value}
        onTables=${(many: number) => {
          tables.value = many;
        }}
      />
      <div class="sticky bottom-0 z-5 -mx-3 md:-mx-6 px-3 md:px-6 py-3 bg-base border-t border-surface1 flex items-center gap-3">
        <button type="button" class="btn btn-primary w-full md:w-auto md:min-w-60" disabled=${!ready || busy.value} onClick=${save}>${words.save}</button>
        ${!ready && html`<${ToFix} />`}
      </div>
    </main>
  `;
};
