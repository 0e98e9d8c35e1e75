import { session, upload } from '../api.ts';
import type { Signal } from '../html.ts';
import { html, typedIn, useEffect, useRef, useSignal } from '../html.ts';
import { laterText } from '../later-text.ts';
import { Card, Pill } from '../parts/bits.ts';
import { Chips } from '../parts/form.ts';
import { Icon } from '../parts/icons.ts';
import { hrefOf } from '../routes.ts';
import { text } from '../text.ts';
import { attempt } from '../toasts.ts';
import type { Preview } from './import-model.ts';
import { exampleOf, importPath, listFile } from './import-model.ts';

type Done = { readonly added: number; readonly updated: number; readonly skipped: number };

const DUPLICATES = [
  { value: 'skip', label: laterText.import.skip },
  { value: 'update', label: laterText.import.update },
  { value: 'add', label: laterText.import.addAnyway },
];

/** One column: what its heading says, a few of its cells, and what it is taken for. */
const Column = ({
  preview,
  index,
  onChange,
}: {
  preview: Preview;
  index: number;
  onChange: (meaning: string) => void;
}) => {
  const heading = preview.columns[index] || laterText.import.column(index + 1);
  return html`
    <label class="grid grid-cols-2 gap-3 items-center px-4 py-1.5">
      <span class="min-w-0">
        <span class="block font-medium truncate">${heading}</span>
        <span class="block text-caption text-secondary truncate">${exampleOf(preview, index)}</span>
      </span>
      <select class="input" onChange=${(event: Event) => onChange(typedIn(event))}>
        <option value="" selected=${preview.mapping[index] === null}>${laterText.import.ignore}</option>
        ${preview.meanings.map((one) => html`<option value=${one} selected=${preview.mapping[index] === one}>${laterText.import.fields[one] ?? one}</option>`)}
      </select>
    </label>
  `;
};

const Rows = ({ preview }: { preview: Preview }) => html`
  <${Card} title=${laterText.import.preview(preview.rows)} class="overflow-hidden">
    <ul class="rows">
      ${preview.preview.slice(0, 8).map(({ player, problems }) => {
        const name =
          [player.firstName, player.lastName].filter(Boolean).join(' ') || player.nickname;
        const more = [player.nickname, player.email, player.phone]
          .filter((one) => one && one !== name)
          .join(' · ');
        return html`
          <li class="px-4 py-2 flex gap-3 items-baseline">
            <span class=${`font-medium ${problems.length > 0 ? 'text-danger' : ''}`}>${name || '—'}</span>
            <span class="text-caption text-secondary truncate">${more}</span>
          </li>
        `;
      })}
    </ul>
  <//>
`;

/** Whom the file may mean: the name in the house's book, or the earlier line. */
const Known = ({ preview }: { preview: Preview }) => html`
  <${Card} title=${laterText.import.known(preview.duplicates.length)} class="overflow-hidden">
    <ul class="rows max-h-60 overflow-y-auto">
      ${preview.duplicates.slice(0, 50).map(
        ({ line, of, name }) => html`
          <li class="px-4 py-2 flex gap-3 items-baseline">
            <span class="mono text-caption text-secondary flex-none">${laterText.import.line(line)}</span>
            <span class="truncate">${name ?? (of === null ? '—' : laterText.import.sameAs(of))}</span>
          </li>
        `,
      )}
    </ul>
  <//>
`;

const FileButton = ({ label, onFile }: { label: string; onFile: (file: File) => void }) => html`
  <label class="btn btn-primary self-start cursor-pointer focus-within:outline-2">
    <${Icon} name="upload" size=${18} />${label}
    <input
      type="file"
      accept=".csv,.txt,text/csv"
      class="sr-only"
      onChange=${(event: Event) => {
        const { target } = event;
        const [file] = target instanceof HTMLInputElement ? (target.files ?? []) : [];
        if (file !== undefined) onFile(file);
      }}
    />
  </label>
`;

const ask = <T>(file: Blob, path: string) => attempt(() => upload<T>(path, 'text/csv', file));

const Mapping = ({
  file,
  preview,
  duplicates,
  onDone,
}: {
  file: Blob;
  preview: Signal<Preview | null>;
  duplicates: Signal<string>;
  onDone: (done: Done) => void;
}) => {
  const busy = useSignal(false);
  const now = preview.value;
  const asked = useRef(duplicates.value);
  // What becomes of known players changes the counts, which the leaf knows best.
  useEffect(() => {
    if (now === null || asked.current === duplicates.value) return;
    asked.current = duplicates.value;
    const path = importPath({ dryRun: true, mapping: now.mapping, duplicates: duplicates.value });
    void ask<Preview>(file, path).then((next) => {
      if (next !== undefined) preview.value = next;
    });
  }, [duplicates.value]);
  if (now === null) return null;
  const remap = async (index: number, meaning: string) => {
    const mapping = now.mapping.with(index, meaning === '' ? null : meaning);
    const next = await ask<Preview>(
      file,
      importPath({ dryRun: true, mapping, duplicates: duplicates.value }),
    );
    if (next !== undefined) preview.value = next;
  };
  const run = async () => {
    busy.value = true;
    const path = importPath({ dryRun: false, mapping: now.mapping, duplicates: duplicates.value });
    const done = await ask<Done>(file, path);
    busy.value = false;
    if (done !== undefined) onDone(done);
  };
  const toWrite = now.toAdd + now.toUpdate;
  return html`
    <div class="grid grid-cols-1 md:grid-cols-2 gap-4 items-start">
      <${Card} title=${laterText.import.columns} class="pb-2">
        ${now.columns.map((_, index) => html`<${Column} preview=${now} index=${index} onChange=${(meaning: string) => remap(index, meaning)} />`)}
      <//>
      <div class="flex flex-col gap-4 min-w-0">
        <${Rows} preview=${now} />
        <div class="flex flex-wrap gap-2">
          ${now.rejected.length > 0 && html`<${Pill} tone="danger">${laterText.import.broken(now.rejected.length)}<//>`}
        </div>
        ${now.duplicates.length > 0 && html`<${Known} preview=${now} /><${Chips} value=${duplicates} label=${laterText.import.duplicates} choices=${DUPLICATES} />`}
        <button type="button" class="btn btn-primary" disabled=${busy.value || toWrite === 0} onClick=${run}>${laterText.import.submit(toWrite)}</button>
      </div>
    </div>
  `;
};

/** Players out of a spreadsheet: look first, then take (PLY-2). */
export const ImportPage = ({ from }: { from: string | null }) => {
  const file = useSignal<Blob | null>(null);
  const typed = useSignal('');
  const preview = useSignal<Preview | null>(null);
  const duplicates = useSignal('skip');
  const done = useSignal<Done | null>(null);
  const choose = async (chosen: Blob) => {
    done.value = null;
    preview.value = null;
    file.value = chosen;
    const first = importPath({ dryRun: true, mapping: null, duplicates: duplicates.value });
    preview.value = (await ask<Preview>(chosen, first)) ?? null;
  };
  const back =
    from === null
      ? hrefOf({ page: 'tournaments' })
      : hrefOf({ page: 'night', id: from, tab: 'more' });
  if (session.value?.operator.role !== 'admin')
    return html`<main class="max-w-240 mx-auto px-4 py-6"><a class="btn btn-ghost -ml-3" href=${back}><${Icon} name="back" size=${18} />${text.back}</a><p class="text-secondary">${laterText.import.adminOnly}</p></main>`;
  return html`
    <main class="max-w-240 mx-auto px-3 md:px-6 py-4 pb-28 flex flex-col gap-4">
      <a class="btn btn-ghost -ml-3 self-start" href=${back}><${Icon} name="back" size=${18} />${text.back}</a>
      <div>
        <h1 class="text-h1 font-semibold">${laterText.import.title}</h1>
        <p class="text-secondary">${laterText.import.lead}</p>
      </div>
      ${done.value !== null && html`<div class="rounded-xl tone-success px-4 py-3 text-text" role="status">${laterText.import.done(done.value.added, done.value.updated, done.value.skipped)}</div>`}
      <${FileButton} label=${file.value === null ? laterText.import.choose : laterText.import.another} onFile=${choose} />
      ${
        (file.value === null || done.value !== null) &&
        html`<form
          class="flex flex-col gap-3"
          onSubmit=${(event: Event) => {
            event.preventDefault();
            void choose(listFile(typed.value));
          }}
        >
          <label class="flex flex-col gap-1.5">
            <span class="text-caption text-secondary font-medium">${laterText.import.paste}</span>
            <textarea
              class="input min-h-36"
              placeholder=${laterText.import.pasteExample}
              value=${typed}
              onInput=${(event: Event) => {
                typed.value = typedIn(event);
              }}
            ></textarea>
          </label>
          <button type="submit" class="btn btn-outline self-start" disabled=${typed.value.trim() === ''}>${laterText.import.look}</button>
        </form>`
      }
      ${
        file.value !== null &&
        done.value === null &&
        html`<${Mapping}
          file=${file.value}
          preview=${preview}
          duplicates=${duplicates}
          onDone=${(counts: Done) => {
            done.value = counts;
            typed.value = '';
          }}
        />`
      }
    </main>
  `;
};
