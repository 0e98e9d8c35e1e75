import { moneyField } from '../../amounts.ts';
import type { Signal } from '../../html.ts';
import { html, typedIn, useEffect } from '../../html.ts';
import type { FieldIssues } from '../../parts/field-issues.ts';
import { Icon } from '../../parts/icons.ts';
import { text } from '../../text.ts';
import type { Draft, RowKind } from './plan-model.ts';
import { rowOf } from './plan-model.ts';

const KINDS: readonly RowKind[] = ['fixed', 'percent', 'formula', 'other'];
const isKind = (value: string): value is RowKind => KINDS.some((one) => one === value);

const Row = ({
  draft,
  place,
  currency,
  mixed,
  error,
  onChange,
  onRemove,
}: {
  draft: Draft;
  /** Which row it is, from 1. */
  place: number;
  currency: string;
  mixed: boolean;
  /** What the leaf has against it. */
  error: string | undefined;
  onChange: (part: Partial<Draft>) => void;
  onRemove: () => void;
}) => {
  const label = text.money.kinds[draft.kind] ?? draft.kind;
  const field = (key: 'from' | 'to', words: string) => html`
    <input
      class="input mono text-center px-1 w-13 flex-none"
      inputmode="numeric"
      aria-label=${words}
      value=${draft[key]}
      onInput=${(event: Event) => onChange({ [key]: typedIn(event) })}
    />
  `;
  return html`
    <div class="flex flex-wrap items-center gap-2">
      <span class="flex items-center gap-1">
        ${field('from', text.money.fromPlace(place))}<span class="text-secondary" aria-hidden="true">–</span>${field('to', text.money.toPlace(place))}
      </span>
      ${
        mixed &&
        html`<select
          class="input w-auto flex-none"
          aria-label=${text.money.kind}
          value=${draft.kind}
          onChange=${(event: Event) => {
            const kind = typedIn(event);
            if (isKind(kind)) onChange({ kind, value: '' });
          }}
        >
          ${KINDS.map((one) => html`<option value=${one} selected=${one === draft.kind}>${text.money.kinds[one]}</option>`)}
        </select>`
      }
      <input
        class=${`input mono flex-1 min-w-24 ${draft.kind === 'other' || draft.kind === 'formula' ? '' : 'text-right'}`}
        inputmode=${draft.kind === 'fixed' || draft.kind === 'percent' ? 'decimal' : 'text'}
        aria-label=${text.money.value(label, place)}
        aria-invalid=${String(error !== undefined || (draft.value.trim() !== '' && rowOf(draft, currency) === null))}
        value=${draft.value}
        onInput=${(event: Event) => onChange({ value: typedIn(event) })}
      />
      ${draft.kind === 'percent' && html`<span class="text-secondary" aria-hidden="true">%</span>`}
      <button type="button" class="btn btn-icon text-secondary" aria-label=${`${text.remove} ${place}`} onClick=${onRemove}>
        <${Icon} name="close" size=${18} />
      </button>
      ${error && html`<p class="basis-full text-caption text-danger" role="alert">${error}</p>`}
    </div>
  `;
};

/** Prizes row by row, a row for one place or a run of them. */
export const PrizeRows = ({
  drafts,
  kind,
  start,
  currency,
  left,
  issues,
}: {
  drafts: Signal<readonly Draft[]>;
  kind: 'fixed' | 'percent' | 'rows';
  start: () => readonly Draft[];
  currency: string;
  /** Minor units that no row has given yet: what a new row offers. */
  left: number;
  issues: FieldIssues;
}) => {
  // Another way of giving prizes begins with the same prizes, told that way.
  useEffect(() => {
    const fits = drafts.value.every(
      (one) => kind === 'rows' || one.kind === kind || one.kind === 'other',
    );
    if (!fits || drafts.value.length === 0) drafts.value = start();
  }, [kind]);
  const change = (i: number, part: Partial<Draft>) => {
    drafts.value = drafts.value.map((one, at) => (at === i ? { ...one, ...part } : one));
  };
  const add = () => {
    const next = String(Math.max(0, ...drafts.value.map(({ to }) => Number(to) || 0)) + 1);
    const value = kind === 'fixed' && left > 0 ? moneyField(left, currency) : '';
    const row: RowKind = kind === 'percent' ? 'percent' : 'fixed';
    drafts.value = [...drafts.value, { from: next, to: next, kind: row, value }];
  };
  return html`
    <div class="flex flex-col gap-2">
      ${drafts.value.map(
        (draft, i) => html`<${Row}
          key=${i}
          draft=${draft}
          place=${i + 1}
          currency=${currency}
          mixed=${kind === 'rows'}
          error=${issues.ofRow('rows', i)}
          onChange=${(part: Partial<Draft>) => change(i, part)}
          onRemove=${() => {
            drafts.value = drafts.value.toSpliced(i, 1);
          }}
        />`,
      )}
      ${kind === 'rows' && html`<p class="text-caption text-secondary">${text.money.formulaHint}</p>`}
      <button type="button" class="btn btn-ghost self-start" onClick=${add}>
        <${Icon} name="plus" size=${18} />${kind === 'rows' ? text.money.addRow : text.money.addPlace}
      </button>
    </div>
  `;
};
