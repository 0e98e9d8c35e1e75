import type { Rake } from '../../../src/poker/pool.ts';
import { html } from '../../html.ts';
import { laterText } from '../../later-text.ts';
import { Icon } from '../../parts/icons.ts';
import type { Editing } from './editing.ts';
import { PickField, WordsField } from './fields.ts';
import { AmountField, PercentField } from './number-fields.ts';

const NAMES = [
  laterText.settings.rakeHouse,
  laterText.settings.rakeStaff,
  laterText.settings.rakeLeague,
];

/** The same rake as an amount or as a share; it begins with nothing. */
const asKind = (rake: Rake, kind: Rake['kind']): Rake =>
  kind === rake.kind
    ? rake
    : kind === 'amount'
      ? { name: rake.name, kind, amount: 0 }
      : { name: rake.name, kind, basisPoints: 0 };

const One = ({
  id,
  at,
  rake,
  edit,
  currency,
  onChange,
  onRemove,
}: {
  id: string;
  at: string;
  rake: Rake;
  edit: Editing;
  currency: string;
  onChange: (rake: Rake) => void;
  onRemove: () => void;
}) => html`
  <div class="grid grid-cols-[1fr_1fr_3rem] sm:grid-cols-[1fr_8rem_1fr_3rem] gap-2 items-end">
    <div class="col-span-2 sm:col-span-1">
      <${WordsField} edit=${edit} at=${`${at}.name`} label=${laterText.settings.rakeName} value=${rake.name} most=${40} onChange=${(name: string) => onChange({ ...rake, name })} />
    </div>
    <button type="button" class="btn btn-icon text-secondary sm:order-last" aria-label=${laterText.settings.removeRake(rake.name)} onClick=${onRemove}><${Icon} name="close" size=${18} /></button>
    <${PickField} label=${laterText.settings.rakeKind} value=${rake.kind} choices=${laterText.settings.rakeKinds} onChange=${(kind: Rake['kind']) => onChange(asKind(rake, kind))} />
    ${
      rake.kind === 'amount'
        ? html`<${AmountField} id=${id} at=${`${at}.amount`} edit=${edit} label=${laterText.settings.rakeKinds.amount} currency=${currency} value=${rake.amount} onChange=${(amount: number) => onChange({ ...rake, amount })} />`
        : html`<${PercentField} id=${id} at=${`${at}.basisPoints`} edit=${edit} label=${laterText.settings.rakeKinds.percent} value=${rake.basisPoints} onChange=${(basisPoints: number) => onChange({ ...rake, basisPoints })} />`
    }
  </div>
`;

/** Named rakes, each an amount or a share (POL-2). */
export const Rakes = ({
  id,
  at,
  title,
  add,
  rakes,
  edit,
  onChange,
}: {
  id: string;
  /** Where they stand in what is sent. */
  at: string;
  title: string;
  add: string;
  rakes: readonly Rake[];
  edit: Editing;
  onChange: (rakes: Rake[]) => void;
}) => {
  const { currency } = edit.config.value;
  const name =
    NAMES.find((one) => rakes.every((rake) => rake.name !== one)) ?? laterText.settings.rakeHouse;
  return html`
    <div class="flex flex-col gap-3" role="group" aria-label=${title}>
      ${rakes.length > 0 && html`<span class="text-caption text-secondary font-medium">${title}</span>`}
      ${rakes.map(
        (rake, i) => html`<${One}
          key=${i}
          id=${`${id}.${i}`}
          at=${`${at}.${i}`}
          rake=${rake}
          edit=${edit}
          currency=${currency}
          onChange=${(next: Rake) => onChange(rakes.with(i, next))}
          onRemove=${() => onChange(rakes.toSpliced(i, 1))}
        />`,
      )}
      ${
        rakes.length < 8 &&
        html`<button type="button" class="btn btn-ghost self-start -ml-3" onClick=${() => onChange([...rakes, { name, kind: 'amount', amount: 0 }])}>
          <${Icon} name="plus" size=${16} />${add}
        </button>`
      }
    </div>
  `;
};
