import { get, post, put } from '../api.ts';
import { html, useEffect, useSignal } from '../html.ts';
import { Empty } from '../parts/bits.ts';
import { Submit, TextField } from '../parts/form.ts';
import { Icon } from '../parts/icons.ts';
import { Sheet } from '../parts/sheet.ts';
import { text as general } from '../text.ts';
import { core as text } from '../texts/en/core.ts';
import { PageHead } from './frame.ts';
import { Pending, useFill } from './pending.ts';
import { wordsOf } from './words.ts';

type Organisation = { readonly id: string; readonly name: string; readonly venues: number };

/** A new one, or another name for one that is there. */
const NameSheet = ({
  of,
  onDone,
  onClose,
}: {
  of: Organisation | null;
  onDone: () => void;
  onClose: () => void;
}) => {
  const name = useSignal(of?.name ?? '');
  const [problem, busy] = [useSignal(''), useSignal(false)];
  const submit = async (event: Event) => {
    event.preventDefault();
    busy.value = true;
    try {
      if (of === null) await post('/organisations', { name: name.value });
      else await put(`/organisations/${of.id}`, { name: name.value });
      onDone();
    } catch (error) {
      problem.value = wordsOf(error);
    }
    busy.value = false;
  };
  const title = of === null ? text.organisations.add : text.organisations.rename;
  return html`
    <${Sheet} title=${title} onClose=${onClose}>
      <form class="flex flex-col gap-4" onSubmit=${submit}>
        <${TextField} value=${name} label=${text.organisations.name} autoFocus maxLength=${120} />
        <p class="text-danger min-h-6" role="alert">${problem.value}</p>
        <${Submit} label=${general.save} busy=${busy} disabled=${name.value.trim() === ''} />
      </form>
    <//>
  `;
};

/** What holds several venues together. */
export const OrganisationsPage = () => {
  const all = useSignal<readonly Organisation[] | undefined>(undefined);
  const open = useSignal<Organisation | 'new' | null>(null);
  const take = async () => {
    all.value = (await get<{ items: readonly Organisation[] }>('/organisations')).items;
  };
  const { problem, load } = useFill(take, () => all.value !== undefined);
  useEffect(() => void load(), []);
  const show = (one: Organisation | 'new' | null) => () => {
    open.value = one;
  };
  const done = () => {
    open.value = null;
    void load();
  };
  const items = all.value;
  return html`
    <${PageHead}
      title=${text.organisations.title}
      aside=${html`<button type="button" class="btn btn-primary" onClick=${show('new')}><${Icon} name="plus" />${text.organisations.add}</button>`}
    />
    ${items === undefined && html`<${Pending} problem=${problem} onAgain=${load} />`}
    ${items?.length === 0 && html`<${Empty} icon="house" title=${text.organisations.none} lead=${text.organisations.noneLead} />`}
    ${
      items !== undefined &&
      items.length > 0 &&
      html`<ul class="card rows overflow-hidden">
        ${items.map(
          (one) => html`
            <li key=${one.id}>
              <button type="button" class="flex items-center justify-between gap-4 px-4 py-3 min-h-14 w-full text-left" onClick=${show(one)}>
                <span class="font-medium min-w-0 break-words" dir="auto">${one.name}</span>
                <span class="text-secondary text-caption flex-none">${text.organisations.venues(one.venues)}</span>
              </button>
            </li>
          `,
        )}
      </ul>`
    }
    ${open.value !== null && html`<${NameSheet} of=${open.value === 'new' ? null : open.value} onDone=${done} onClose=${show(null)} />`}
  `;
};
