import * as v from 'valibot';
import { roundCount } from '../../src/poker/blinds.ts';
import { itemBody } from '../../src/rooms/tournament/library/commands.ts';
import { number } from '../amounts.ts';
import { del, get, getAll, post } from '../api.ts';
import { html, useEffect, useSignal } from '../html.ts';
import { laterText } from '../later-text.ts';
import { Empty } from '../parts/bits.ts';
import { Icon } from '../parts/icons.ts';
import { go, hrefOf } from '../routes.ts';
import { levelsFrom } from '../structure/paste.ts';
import { text } from '../text.ts';
import { attempt, complain, toast } from '../toasts.ts';
import { mayAct } from '../tournament/night.ts';
import { LostBanner } from '../tournament/page.ts';
import { takeOut } from './made.ts';
import type { Own, Source } from './model.ts';
import { configFrom, sourcesOf, templateBody } from './model.ts';
import { TemplateEditor } from './template-editor.ts';

const words = text.templates;
const USUAL = { buyIn: laterText.create.buyIn, lastLevel: 6 };

/** A file that the browser saves under this name. */
const saveFile = (name: string, content: string, type: string): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
};

/** What a template is on its own: `POST /library` takes the same back. */
const itemOf = ({ name, body }: Pick<Own, 'name' | 'body'>) => ({
  ...{ kind: 'template' as const, name, body },
});

const asOwn = async (source: Source): Promise<Pick<Own, 'name' | 'body'>> => {
  if (source.body !== null) return { name: source.name, body: source.body };
  const { currency } = await get<{ currency: string }>('/venue');
  const config = configFrom(source, { name: source.name, currency }, USUAL);
  const body = templateBody(config, source.levels, { description: source.description, tables: [] });
  return { name: source.name, body };
};

const keep = async (own: Pick<Own, 'name' | 'body'>): Promise<string> =>
  (await post<{ id: string }>('/library', itemOf(own))).id;

const copy = (source: Source) =>
  attempt(async () => {
    const own = await asOwn(source);
    go({
      page: 'templates',
      id: await keep({ ...own, name: words.copyName(own.name).slice(0, 80) }),
    });
  });

const exportJson = (source: Source) =>
  attempt(async () => {
    const content = JSON.stringify(itemOf(await asOwn(source)), null, 2);
    saveFile(`${source.name}.felt.json`, content, 'application/json');
  });

const remove = (own: Own, reload: () => void) =>
  attempt(async () => {
    await del(`/library/${own.id}`);
    const run = () => void attempt(() => keep(own)).then(reload);
    toast({ tone: 'plain', title: words.removed(own.name), action: { label: text.undo, run } });
    reload();
  });

const parsed = (content: string): unknown => {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
};

/** A template as it was exported, or a table of levels with Felt's usual settings. */
const importFile = async (file: File): Promise<void> => {
  const content = await file.text();
  const item = v.safeParse(itemBody, parsed(content));
  if (item.success && item.output.kind === 'template') {
    const id = await keep(item.output);
    const { name } = item.output;
    const run = () => {
      takeOut(id, name);
      go({ page: 'templates', id: null });
    };
    toast({ tone: 'plain', title: words.imported(name), action: { label: text.undo, run } });
    return go({ page: 'templates', id });
  }
  const levels = levelsFrom(content);
  const [standard] = sourcesOf([]).filter(({ id }) => id === 'standard');
  if (roundCount(levels) === 0 || standard === undefined)
    return toast({ tone: 'danger', title: words.notATemplate });
  const name = file.name.replace(/\.[a-z]+$/i, '').slice(0, 80) || words.newOne;
  const own = await asOwn({ ...standard, name, description: '', levels, chips: [] });
  go({ page: 'templates', id: await keep(own) });
};

const FileButton = () => html`
  <label class="btn btn-outline cursor-pointer focus-within:outline-2">
    <${Icon} name="upload" size=${18} />${words.importJson}
    <input
      type="file"
      accept=".json,.csv,.tsv,.txt,application/json,text/csv"
      class="sr-only"
      onChange=${(event: Event) => {
        const { target } = event;
        const [file] = target instanceof HTMLInputElement ? (target.files ?? []) : [];
        if (file !== undefined) importFile(file).catch(complain);
      }}
    />
  </label>
`;

const Act = ({ label, name, run }: { label: string; name: string; run: () => void }) => html`
  <button type="button" class="btn btn-ghost px-2.5" aria-label=${`${label}: ${name}`} onClick=${run}>${label}</button>
`;

const Card = ({ source, reload }: { source: Source; reload: () => void }) => {
  const { id, name, body } = source;
  return html`
    <article class="card p-4 flex flex-col gap-2 min-w-0">
      <div class="flex items-center gap-2">
        <h3 class="text-h3 font-semibold truncate grow">${name}</h3>
        ${body !== null && mayAct.value && html`<button type="button" class="btn btn-icon text-secondary -my-2 -mr-2" aria-label=${`${words.remove}: ${name}`} onClick=${() => remove({ id, name, body }, reload)}><${Icon} name="close" size=${18} /></button>`}
      </div>
      <p class="text-caption text-secondary grow">${source.description}</p>
      <p class="text-caption mono">${words.levels(roundCount(source.levels), number(source.startingStack))}</p>
      ${
        mayAct.value &&
        html`<div class="flex flex-wrap items-center gap-1">
          <a class="btn btn-soft" href=${hrefOf({ page: 'new', from: id })}>${words.use}</a>
          ${body !== null && html`<a class="btn btn-ghost px-2.5" href=${hrefOf({ page: 'templates', id })}>${words.edit}</a>`}
          <${Act} label=${words.copy} name=${name} run=${() => copy(source)} />
          <${Act} label=${words.exportJson} name=${name} run=${() => exportJson(source)} />
        </div>`
      }
    </article>
  `;
};

const Group = ({
  title,
  sources,
  reload,
}: {
  title: string;
  sources: readonly Source[];
  reload: () => void;
}) => html`
  <section class="flex flex-col gap-2.5">
    <h2 class="label px-1">${title}</h2>
    <div class="grid grid-cols-1 sm:grid-cols-2 lg:grid-cols-3 gap-3">
      ${sources.map((one) => html`<${Card} key=${one.id} source=${one} reload=${reload} />`)}
    </div>
  </section>
`;

/** What a house plays again and again (BLD-4): its own templates first. */
export const TemplatesPage = ({ id }: { id: string | null }) => {
  const own = useSignal<readonly Own[] | null>(null);
  const reload = () =>
    void attempt(async () => {
      own.value = await getAll<Own>('/library?kind=template');
    });
  useEffect(reload, [id]);
  const kept = own.value;
  if (kept === null)
    return html`<p class="text-secondary text-center p-24 breathe">${text.loading}</p>`;
  if (id !== null) {
    const found = kept.find((one) => one.id === id);
    return found === undefined
      ? html`<main><${Empty} icon="search" title=${words.missing}><a class="btn btn-soft" href=${hrefOf({ page: 'templates', id: null })}>${words.title}</a><//></main>`
      : html`<${TemplateEditor} key=${id} own=${found} />`;
  }
  const sources = sourcesOf(kept);
  return html`
    <${LostBanner} />
    <main class="max-w-260 mx-auto px-3 md:px-6 py-4 pb-16 flex flex-col gap-6">
      <a class="btn btn-ghost -ml-3 self-start -mb-4" href=${hrefOf({ page: 'tournaments' })}><${Icon} name="back" size=${18} />${text.list.title}</a>
      <div class="flex flex-wrap items-center gap-3">
        <div class="grow min-w-60">
          <h1 class="text-h1 font-semibold">${words.title}</h1>
          <p class="text-secondary">${words.lead}</p>
        </div>
        ${mayAct.value && html`<${FileButton} />`}
      </div>
      ${
        kept.length === 0
          ? html`<div class="card"><${Empty} icon="list" title=${words.empty} lead=${words.emptyLead} /></div>`
          : html`<${Group} title=${words.own} sources=${sources.filter(({ body }) => body !== null)} reload=${reload} />`
      }
      <${Group} title=${words.builtIn} sources=${sources.filter(({ body }) => body === null)} reload=${reload} />
    </main>
  `;
};
