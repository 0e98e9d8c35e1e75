import { chipsNeeded, stackOf } from '../../src/poker/chips.ts';
import { number } from '../amounts.ts';
import type { Signal } from '../html.ts';
import { html, typedIn, useSignal } from '../html.ts';
import { laterText } from '../later-text.ts';
import { useFieldIssues } from '../parts/field-issues.ts';
import { NumberField, Submit, TextField } from '../parts/form.ts';
import { Icon } from '../parts/icons.ts';
import { Sheet } from '../parts/sheet.ts';
import { text } from '../text.ts';
import { ChipPicture } from './chip.ts';
import type { Item } from './library.ts';
import type { SheetProps } from './library-sets.ts';
import { LibrarySets } from './library-sets.ts';
import type { Chip, ChipDraft } from './model.ts';
import { chipsOf } from './model.ts';

type Body = { readonly chips: readonly Chip[] };

/** What most rooms own: a stack of 20,000 in the colours of the trade. */
const STANDARD: readonly Chip[] = [
  { value: 25, color: '#2e7d32', perStack: 8 },
  { value: 100, color: '#212121', perStack: 8 },
  { value: 500, color: '#6a1b9a', perStack: 6 },
  { value: 1_000, color: '#f9a825', perStack: 6 },
  { value: 5_000, color: '#d84315', perStack: 2 },
  { value: 25_000, color: '#00897b', perStack: 0 },
];

const draftOf = ({ value, color, label = '', perStack }: Chip): ChipDraft => ({
  ...{ value: String(value), color, label, perStack: String(perStack) },
});

const Row = ({ drafts, index }: { drafts: Signal<readonly ChipDraft[]>; index: number }) => {
  const draft = drafts.value[index];
  if (draft === undefined) return null;
  const words = laterText.venue.chips;
  const set = (change: Partial<ChipDraft>) => {
    drafts.value = drafts.value.map((one, i) => (i === index ? { ...one, ...change } : one));
  };
  const field = (key: 'value' | 'label' | 'perStack', label: string, extra: string) => html`
    <input
      class=${`input px-2 ${extra}`}
      aria-label=${label}
      inputmode=${key === 'label' ? 'text' : 'numeric'}
      maxlength="20"
      value=${draft[key]}
      onInput=${(event: Event) => set({ [key]: typedIn(event) })}
    />
  `;
  return html`
    <div class="grid grid-cols-[48px_1fr_1fr_4rem_44px] gap-1.5 items-center">
      <label class="relative block w-12 h-12 flex items-center justify-center rounded-full focus-within:outline focus-within:outline-2">
        <${ChipPicture} color=${draft.color} value=${Number(draft.value) || 0} />
        <input
          type="color"
          class="absolute inset-0 opacity-0 w-full h-full cursor-pointer"
          aria-label=${words.color}
          value=${draft.color}
          onInput=${(event: Event) => set({ color: typedIn(event) })}
        />
      </label>
      ${field('value', words.value, 'mono text-right')}
      ${field('label', words.label, '')}
      ${field('perStack', words.perStack, 'mono text-right')}
      <button type="button" class="btn btn-icon w-11 text-secondary" aria-label=${words.drop(draft.value)} onClick=${() => {
        drafts.value = drafts.value.filter((_, i) => i !== index);
      }}><${Icon} name="close" size=${18} /></button>
    </div>
  `;
};

const Heads = () => html`
  <div class="grid grid-cols-[48px_1fr_1fr_4rem_44px] gap-1.5 text-caption text-secondary" aria-hidden="true">
    <span></span><span class="text-right pr-2">${laterText.venue.chips.value}</span><span class="pl-2">${laterText.venue.chips.label}</span>
    <span class="text-right pr-2 truncate">${laterText.venue.chips.perStack}</span><span></span>
  </div>
`;

const Needed = ({ chips }: { chips: readonly Chip[] }) => {
  const players = useSignal('60');
  const entries = Math.min(100_000, Number(players.value.replace(/\D/g, '')) || 0);
  const needed = chipsNeeded({ chips: [...chips], entries });
  const all = needed.reduce((sum, { count }) => sum + count, 0);
  return html`
    <section class="card p-4 flex flex-col gap-3">
      <h3 class="font-semibold">${laterText.venue.chips.needed}</h3>
      <${NumberField} value=${players} label=${laterText.venue.chips.players} maxLength=${6} />
      <ul class="flex flex-wrap gap-x-5 gap-y-2">
        ${needed.map(
          ({ value, count }) => html`
            <li class="flex items-center gap-2">
              <${ChipPicture} size=${32} color=${chips.find((chip) => chip.value === value)?.color ?? '#888888'} value=${value} />
              <span class="mono">${number(count)}</span>
            </li>
          `,
        )}
      </ul>
      <p class="text-caption text-secondary">${laterText.venue.chips.total(number(all))}</p>
    </section>
  `;
};

const freshChip = (drafts: readonly ChipDraft[]): ChipDraft => {
  const most = Math.max(0, ...drafts.map(({ value }) => Number(value) || 0));
  return { value: most === 0 ? '' : String(most * 5), color: '#1565c0', label: '', perStack: '0' };
};

const MOST_CHIPS = 30;

const ChipSheet = ({ opened, save, remove, onClose }: SheetProps<Body>) => {
  const name = useSignal(opened.name);
  const drafts = useSignal<readonly ChipDraft[]>(opened.body.chips.map(draftOf));
  const issues = useFieldIssues(['name', 'chips']);
  const busy = useSignal(false);
  const words = laterText.venue.chips;
  const chips = chipsOf(drafts.value);
  const problem = typeof chips === 'string' ? words[chips] : '';
  const told = problem || issues.of('chips');
  const submit = async (event: Event) => {
    event.preventDefault();
    if (typeof chips === 'string' || busy.value) return;
    busy.value = true;
    const saved = await save(name.value.trim(), { chips }, issues.attempt);
    busy.value = false;
    if (saved) onClose();
  };
  return html`
    <${Sheet} title=${opened.id === null ? words.add : opened.name} onClose=${onClose}>
      <form class="flex flex-col gap-4" onSubmit=${submit}>
        <${TextField} value=${name} label=${words.name} error=${issues.of('name')} maxLength=${100} />
        <div class="flex flex-col gap-1.5">
          <${Heads} />
          ${drafts.value.map((_, index) => html`<${Row} drafts=${drafts} index=${index} />`)}
          <button type="button" class="btn btn-soft self-start mt-1" disabled=${drafts.value.length >= MOST_CHIPS} onClick=${() => {
            drafts.value = [...drafts.value, freshChip(drafts.value)];
          }}><${Icon} name="plus" size=${18} />${words.addChip}</button>
        </div>
        ${told && html`<p class="text-danger text-caption" role="alert">${told}</p>`}
        ${
          typeof chips !== 'string' &&
          html`<p class="font-semibold">${words.stack(number(stackOf([...chips])))}</p>
            <${Needed} chips=${chips} />`
        }
        <${Submit} label=${text.save} busy=${busy} disabled=${problem !== '' || drafts.value.length === 0 || name.value.trim() === ''} />
        ${remove && html`<button type="button" class="btn btn-ghost text-danger" onClick=${remove}>${words.remove}</button>`}
      </form>
    <//>
  `;
};

const SetCard = ({ item, open }: { item: Item<Body>; open: () => void }) => {
  const { chips } = item.body;
  return html`
    <button type="button" class="card p-4 flex flex-col gap-3 text-left" onClick=${open}>
      <span class="flex items-baseline gap-3">
        <span class="font-semibold grow truncate">${item.name}</span>
        <span class="text-caption text-secondary">${laterText.venue.chips.summary(chips.length, number(stackOf([...chips])))}</span>
      </span>
      <span class="flex flex-wrap gap-1.5">${chips.map(({ color, value }) => html`<${ChipPicture} size=${40} color=${color} value=${value} />`)}</span>
    </button>
  `;
};

/** The chips that the house owns, and how many of them a night takes (CHP-1). */
export const ChipSets = () => html`
  <${LibrarySets}
    kind="chipSet"
    words=${laterText.venue.chips}
    icon="chip"
    fresh=${{ chips: STANDARD }}
    card=${(item: Item<Body>, open: () => void) => html`<${SetCard} key=${item.id} item=${item} open=${open} />`}
    sheet=${(props: SheetProps<Body>) => html`<${ChipSheet} ...${props} />`}
  />
`;
