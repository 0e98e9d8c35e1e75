import type { Operator } from '../api.ts';
import { put, session } from '../api.ts';
import { html, useSignal } from '../html.ts';
import { Submit, TextField } from '../parts/form.ts';
import { Sheet } from '../parts/sheet.ts';
import { text } from '../text.ts';
import { attempt, toast } from '../toasts.ts';
import { isGiven, PinFields, RoleField } from './pin.ts';

export type Listed = Operator & { readonly active: boolean };

export const ROLES = ['floor', 'viewer', 'admin'] as const;

export const roleChoices = () =>
  ROLES.map((value) => ({
    value,
    label: text.operators.roles[value],
    lead: text.operators.explained[value],
  }));

type Change = Partial<Pick<Listed, 'name' | 'role' | 'active'>>;

/** Changes somebody, and offers the way back where there is one. */
const change = async (
  { id }: Listed,
  body: Change & { readonly pin?: string; readonly unlock?: true },
  said: { readonly title: string; readonly back?: Change; readonly after: () => void },
): Promise<boolean> => {
  const made = await attempt(() => put(`/operators/${id}`, body));
  if (made === undefined) return false;
  said.after();
  const { title, back } = said;
  const run = () => void attempt(() => put(`/operators/${id}`, back)).then(said.after);
  const action = back === undefined ? {} : { action: { label: text.undo, run } };
  toast({ tone: 'plain', title, ...action });
  return true;
};

const Naming = ({ operator, onChanged }: { operator: Listed; onChanged: () => void }) => {
  const name = useSignal(operator.name);
  const role = useSignal<Operator['role']>(operator.role);
  const busy = useSignal(false);
  const wanted = name.value.trim();
  const isOther = wanted !== operator.name || role.value !== operator.role;
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!isOther || wanted === '' || busy.value) return;
    busy.value = true;
    const { name: before, role: formerRole } = operator;
    const renamed = wanted !== before;
    const title = renamed
      ? text.operators.renamed(wanted)
      : text.operators.roleChanged(wanted, text.operators.roles[role.value]);
    await change(
      operator,
      { ...(renamed ? { name: wanted } : {}), role: role.value },
      { title, back: { ...(renamed ? { name: before } : {}), role: formerRole }, after: onChanged },
    );
    busy.value = false;
  };
  return html`
    <form class="flex flex-col gap-4" onSubmit=${submit}>
      <${TextField} value=${name} label=${text.operators.name} maxLength=${80} />
      <${RoleField} role=${role} roles=${roleChoices()} />
      ${isOther && html`<${Submit} label=${text.operators.save} busy=${busy} disabled=${wanted === ''} />`}
    </form>
  `;
};

const NewPin = ({ operator, onChanged }: { operator: Listed; onChanged: () => void }) => {
  const [pin, again] = [useSignal(''), useSignal('')];
  const busy = useSignal(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy.value || !isGiven(pin, again)) return;
    busy.value = true;
    const said = { title: text.operators.pinSet(operator.name), after: onChanged };
    if (await change(operator, { pin: pin.value }, said)) {
      pin.value = '';
      again.value = '';
    }
    busy.value = false;
  };
  return html`
    <form class="card p-4 flex flex-col gap-3" onSubmit=${submit}>
      <${PinFields} pin=${pin} again=${again} label=${text.operators.newPin} />
      <p class="text-caption text-secondary">${text.operators.newPinHint}</p>
      <${Submit} class="btn-soft" label=${text.operators.setPin} busy=${busy} disabled=${!isGiven(pin, again)} />
    </form>
  `;
};

const Deed = ({
  label,
  hint,
  danger = false,
  run,
}: {
  label: string;
  hint: string;
  danger?: boolean;
  run: () => void;
}) => html`
  <button type="button" class="px-4 py-2 min-h-14 w-full text-left" onClick=${run}>
    <span class=${`block font-semibold ${danger ? 'text-danger' : 'text-primary'}`}>${label}</span>
    <span class="block text-caption text-secondary">${hint}</span>
  </button>
`;

const Deeds = ({ operator, onChanged }: { operator: Listed; onChanged: () => void }) => {
  const { name, active, id } = operator;
  const words = text.operators;
  const set = (on: boolean) =>
    void change(
      operator,
      { active: on },
      {
        title: on ? words.reactivated(name) : words.deactivated(name),
        ...{ back: { active: !on }, after: onChanged },
      },
    );
  const unlock = () =>
    void change(operator, { unlock: true }, { title: words.unlocked(name), after: onChanged });
  return html`
    <div class="card rows">
      <${Deed} label=${words.unlock} hint=${words.unlockHint} run=${unlock} />
      ${
        active
          ? id !== session.value?.operator.id &&
            html`<${Deed} label=${words.deactivate} hint=${words.deactivateHint} danger run=${() => set(false)} />`
          : html`<${Deed} label=${words.reactivate} hint="" run=${() => set(true)} />`
      }
    </div>
  `;
};

/** One operator: name, role, PIN, and whether they may sign in at all. */
export const OperatorSheet = ({
  operator,
  onChanged,
  onClose,
}: {
  operator: Listed;
  onChanged: () => void;
  onClose: () => void;
}) => html`
  <${Sheet} title=${operator.name} onClose=${onClose}>
    <div class="flex flex-col gap-4">
      <${Naming} operator=${operator} onChanged=${onChanged} />
      <${NewPin} operator=${operator} onChanged=${onChanged} />
      <${Deeds} operator=${operator} onChanged=${onChanged} />
    </div>
  <//>
`;
