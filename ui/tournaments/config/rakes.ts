import type { Rake } from '../../../src/poker/pool.ts';
import { html } from '../../html.ts';
import { Icon } from '../../parts/icons.ts';
import { text } from '../../text.ts';
import type { Editing } from './editing.ts';
import { AmountField, PercentField, PickField, WordsField } from './fields.ts';

const NAMES = [text.settings.rakeHouse, text.settings.rakeStaff, text.settings.rakeLeague];

/** The same rake as an amount or as a share; it begins with nothing. */
const asKind = (rake: Rake, kind: Rake['kind']): Rake =>
  kind === rake.kind
    ? rake
    : kind === 'amount'
      ? { name: rake.name, kind, amount: 0 }
      : { name: rake.name, kind, basisPoints: 0 };

const One = ({
  id,
  rake,
  edit,
  currency,
  onChange,
  onRemove,
}: {
  id: string;
  rake: Rake;
  edit: Editing;
  currency: string;
  onChange: (rake: Rake) => void;
  onRemove: () => void;
}) => html`
  <div class="grid grid-cols-[1fr_1fr_3rem] sm:grid-cols-[1fr_8rem_1fr_3rem] gap-2 items-end">
    <div class="col-span-2 sm:col-span-1">
      <${WordsField} label=${text.settings.rakeName} value=${rake.name} most=${40} onChange=${(name: string) => onChange({ ...rake, name })} />
    </div>
    <button type="button" class="btn btn-icon text-secondary sm:order-last" aria-label=${text.settings.removeRake(rake.name)} onClick=${onRemove}><${Icon} name="close" size=${18} /></button>
    <${PickField} label=${text.settings.rakeKind} value=${rake.kind} choices=${text.settings.rakeKinds} onChange=${(kind: Rake['kind']) => onChange(asKind(rake, kind))} />
    ${
      rake.kind === 'amount'
        ? html`<${AmountField} id=${id} edit=${edit} label=${text.settings.rakeKinds.amount} currency=${currency} value=${rake.amount} onChange=${(amount: number) => onChange({ ...rake, amount })} />`
        : html`<${PercentField} id=${id} edit=${edit} label=${text.settings.rakeKinds.percent} value=${rake.basisPoints} onChange=${(basisPoints: number) => onChange({ ...rake, basisPoints })} />`
    }
  </div>
`;

/** Named rakes, each an amount or a share (POL-2). */
export const Rakes = ({
  id,
  title,
  add,
  rakes,
  edit,
  onChange,
}: {
  id: string;
  title: string;
  add: string;
  rakes: readonly Rake[];
  edit: Editing;
  onChange: (rakes: Rake[]) => void;
}) => {
  const { currency } = edit.config.value;
  const name =
    NAMES.find((one) => rakes.every((rake) => rake.name !== one)) ?? text.settings.rakeHouse;
  return html`
    <div class="flex flex-col gap-3" role="group" aria-label=${title}>
      ${rakes.length > 0 && html`<span class="text-caption text-secondary font-medium">${title}</span>`}
      ${rakes.map(
        (rake, i) => html`<${One}
          key=${i}
          id=${`${id}.${i}`}
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
